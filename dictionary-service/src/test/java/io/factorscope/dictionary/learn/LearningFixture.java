package io.factorscope.dictionary.learn;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.factorscope.dictionary.DictionaryService;
import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpec;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.ChunkedVersion;
import io.factorscope.versions.NewVersion;
import io.factorscope.versions.VersionBook;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The dictionary "small" on topics of its own. */
final class LearningFixture {

  static final Duration LONG = Duration.ofSeconds(60);

  private final TestBroker broker;
  final TopicSpecs topics;

  LearningFixture(TestBroker broker, String prefix) throws InterruptedException {
    this.broker = broker;
    this.topics = new TopicSpecs(new TopicNames(prefix), 2, OptionalLong.empty());
    Topics.ensure(
        broker.instance("test", "0"), List.of(topics.hiddenStates("small"), topics.evidence()));
  }

  DictionaryService service(String name, MeterRegistry meters) {
    return new DictionaryService(
        broker.instance("dictionary", name),
        topics,
        new FirstVersionSettings("small", "small", 50, OptionalDouble.of(0.2), 5, LONG),
        Retention.DEFAULT,
        meters);
  }

  /** Learns again from version 1 and all evidence, without a stop, a checkpoint or a service. */
  List<VersionHeader> replay(VersionBook book) {
    return replay(book, Optional.empty());
  }

  /** The same from a checkpoint on. */
  List<VersionHeader> replay(VersionBook book, Optional<Checkpoints.Checkpoint> checkpoint) {
    Learning learning = restart(book).from(checkpoint, 0).learning();
    List<VersionHeader> chain = new ArrayList<>(List.of(learning.head()));
    for (ConsumerRecord<byte[], byte[]> record : broker.read(topics.evidence().name())) {
      if (record.offset() < learning.position().nextOffset()) {
        continue;
      }
      Optional<EvidenceRecord> evidence = readable(record, learning.head());
      if (evidence.isEmpty()) {
        learning.skipTo(record.offset() + 1);
        continue;
      }
      Optional<NewVersion> version = learning.accept(evidence.get());
      if (version.isPresent()) {
        learning.follow(version.get().header());
        chain.add(version.get().header());
      }
    }
    return chain;
  }

  private static Restart restart(VersionBook book) {
    return new Restart(book, "small", new StageTimes(new SimpleMeterRegistry()));
  }

  private static Optional<EvidenceRecord> readable(
      ConsumerRecord<byte[], byte[]> record, VersionHeader head) {
    try {
      Evidence message = EvidenceRecord.parse(record);
      return Optional.of(EvidenceRecord.of(record, message, head));
    } catch (BadRecordException e) {
      return Optional.empty();
    }
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
    await().atMost(LONG).until(() -> book.alias("small", "live").isPresent());
    long version = book.alias("small", "live").orElseThrow().getVersion();
    return book.version(book.header("small", version).orElseThrow()).orElseThrow();
  }

  static long newest(VersionBook book) {
    return book.newest("small").map(header -> header.getId().getVersion()).orElse(0L);
  }

  static List<ByteString> hashes(List<VersionHeader> headers) {
    return headers.stream().map(header -> header.getId().getContentHash()).toList();
  }
}
