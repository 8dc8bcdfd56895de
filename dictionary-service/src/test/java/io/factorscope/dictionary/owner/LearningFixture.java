package io.factorscope.dictionary.owner;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.factorscope.dictionary.DictionaryService;
import io.factorscope.dictionary.StartedDictionary;
import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.learn.BadEvidenceException;
import io.factorscope.dictionary.learn.Checkpoint;
import io.factorscope.dictionary.learn.MemoryVersions;
import io.factorscope.dictionary.learn.Retention;
import io.factorscope.dictionary.learn.WriterSettings;
import io.factorscope.dictionary.learn.WrittenDictionary;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpec;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.ChunkedVersion;
import io.factorscope.versions.VersionBook;
import io.factorscope.wire.Aliases;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The dictionary "small" on topics of its own. */
final class LearningFixture {

  static final Duration LONG = Duration.ofSeconds(60);
  static final FirstVersionSettings SMALL =
      new FirstVersionSettings("small", "small", 50, OptionalDouble.of(0.2), 5, LONG);

  private final TestBroker broker;
  final TopicSpecs topics;

  LearningFixture(TestBroker broker, String prefix) throws InterruptedException {
    this.broker = broker;
    this.topics = new TopicSpecs(new TopicNames(prefix), 2, OptionalLong.empty());
    Topics.ensure(
        broker.instance("test", "0"),
        List.of(
            topics.hiddenStates("small"),
            topics.evidence(),
            topics.dictionaryVersions(),
            topics.dictionaryCheckpoints(),
            topics.deadLetters()));
  }

  /** An owner without a service around it; how it ends is asked of it. */
  RunningOwner owner(
      String name,
      List<FirstVersionSettings> dictionaries,
      MeterRegistry meters,
      BooleanSupplier cancelled)
      throws InterruptedException {
    return new RunningOwner(
        broker.instance("dictionary", name), topics, dictionaries, meters, cancelled);
  }

  DictionaryService service(String name, MeterRegistry meters) {
    return StartedDictionary.of(
        broker.instance("dictionary", name),
        topics,
        SMALL,
        new OwnerSettings(Retention.DEFAULT, Duration.ofSeconds(5)),
        meters);
  }

  /** Learns again from version 1 and all evidence, without a stop, a checkpoint or a service. */
  List<VersionHeader> replay(VersionBook book) {
    return replay(book, "small", Optional.empty());
  }

  /** The same of another dictionary. */
  List<VersionHeader> replay(VersionBook book, String dictionary) {
    return replay(book, dictionary, Optional.empty());
  }

  /** The same from a checkpoint on; answers the versions from there on. */
  List<VersionHeader> replay(VersionBook book, Checkpoint checkpoint) {
    return replay(book, "small", Optional.of(checkpoint));
  }

  private List<VersionHeader> replay(
      VersionBook book, String dictionary, Optional<Checkpoint> checkpoint) {
    long first = checkpoint.map(Checkpoint::version).orElse(1L);
    MemoryVersions begun = MemoryVersions.upTo(first, new BookedVersions(book, dictionary));
    WrittenDictionary replay = new WrittenDictionary(begun, checkpoint, WriterSettings.DEFAULT);
    for (ConsumerRecord<byte[], byte[]> record : broker.read(topics.evidence().name())) {
      try {
        replay.apply(PartitionOwner.input(record));
      } catch (BadRecordException | BadEvidenceException e) {
        // Nothing follows from it.
      }
    }
    return replay.chain().subList((int) first - 1, replay.chain().size());
  }

  /** Deletes all evidence that was sent, as retention does. */
  void deleteEvidence() throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      TopicPartition partition = new TopicPartition(topics.evidence().name(), 0);
      admin
          .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(-1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  /** Deletes all records of topics, and the topics with them; makes these again. */
  void empty(List<TopicSpec> emptied) throws Exception {
    List<String> names = emptied.stream().map(TopicSpec::name).toList();
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      admin.deleteTopics(names).all().get(30, TimeUnit.SECONDS);
      await()
          .atMost(LONG)
          .until(() -> names.stream().noneMatch(admin.listTopics().names().get()::contains));
    }
    Topics.ensure(broker.instance("test", "0"), emptied);
  }

  /** All committed messages of one kind in a topic, in order. */
  <M extends Message> List<M> messages(TopicSpec topic, Parser<M> parser, M prototype) {
    List<M> messages = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.read(topic.name())) {
      try {
        messages.add(Headers.parse(record, parser, prototype));
      } catch (BadRecordException e) {
        // Of another kind.
      }
    }
    return messages;
  }

  List<LearnerCheckpoint> checkpoints() {
    return messages(
        topics.dictionaryCheckpoints(),
        LearnerCheckpoint.parser(),
        LearnerCheckpoint.getDefaultInstance());
  }

  /** All headers that were ever published, in order. */
  List<VersionHeader> published() {
    return messages(
        topics.dictionaryVersions(), VersionHeader.parser(), VersionHeader.getDefaultInstance());
  }

  /** Waits for a version in use. */
  static ChunkedVersion live(VersionBook book) {
    return live(book, "small");
  }

  static ChunkedVersion live(VersionBook book, String dictionary) {
    await().atMost(LONG).until(() -> book.alias(dictionary, Aliases.LIVE).isPresent());
    long version = book.alias(dictionary, Aliases.LIVE).orElseThrow().getVersion();
    return book.version(book.header(dictionary, version).orElseThrow()).orElseThrow();
  }

  static long newest(VersionBook book) {
    return newest(book, "small");
  }

  static long newest(VersionBook book, String dictionary) {
    return book.newest(dictionary).map(header -> header.getId().getVersion()).orElse(0L);
  }

  static List<ByteString> hashes(List<VersionHeader> headers) {
    return headers.stream().map(header -> header.getId().getContentHash()).toList();
  }
}
