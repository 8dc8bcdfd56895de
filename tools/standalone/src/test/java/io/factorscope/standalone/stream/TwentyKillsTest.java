package io.factorscope.standalone.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.audit.AuditReport;
import io.factorscope.audit.AuditRun;
import io.factorscope.audit.AuditedTopics;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.local.BrokerExtension;
import io.factorscope.local.BrokerProcess;
import io.factorscope.standalone.machine.ServiceSpec;
import io.factorscope.standalone.machine.ServiceSpecs;
import io.factorscope.standalone.progress.MetricsClient;
import io.factorscope.v1.VersionHeader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of the whole: whatever is killed, whenever, every vector is coded exactly once, the
 * versions are those of the evidence, and nobody has to do anything.
 */
class TwentyKillsTest {

  private static final String NAME = "bge-small-en-v1.5";
  private static final long SEED = 20260726;
  private static final int KILLS_EACH = 5;
  private static final int PAUSES_MILLIS = 2_500;
  private static final List<String> VICTIMS =
      Stream.concat(Stream.of("broker"), ServiceSpecs.ALL.stream().map(ServiceSpec::name)).toList();

  @TempDir private Path folder;

  @Test
  void everyVectorIsCodedOnceAndTheVersionsAreThoseOfTheEvidence() throws Exception {
    Path summary = folder.resolve("summary.json");
    long sent = streamAndKill(summary);

    JsonNode end = new ObjectMapper().readTree(summary.toFile());
    assertThat(end.get("lost").asLong()).isZero();
    assertThat(end.get("doubled").asLong()).isZero();
    assertThat(end.get("codes").asLong()).isPositive().isEqualTo(end.get("vectors").asLong());

    Path broker = folder.resolve("data").resolve("broker");
    try (BrokerProcess process = BrokerExtension.startOn(broker)) {
      checkAudit(audit(process.bootstrapServers()), sent);
      checkVersions(process.bootstrapServers());
    }
  }

  /** Returns how many documents were sent. */
  private long streamAndKill(Path summary) throws Exception {
    try (UpProcess up =
        UpProcess.start(
            folder,
            "--corpus=-",
            "--factors=512",
            "--layers=6,12",
            "--exit",
            "--summary=" + summary)) {
      await().atMost(Duration.ofMinutes(2)).until(() -> printed(up, "streaming ") > 0);
      try (SpeechStream speeches = SpeechStream.start(up)) {
        await().atMost(Duration.ofMinutes(2)).until(() -> version(up) >= 1);
        for (Kill kill : plan()) {
          if (kill.atWork) {
            awaitWork(up, kill.victim);
          }
          Thread.sleep(kill.pauseMillis);
          kill(up, kill.victim);
        }
        long sent = speeches.end();
        up.endInput();
        assertThat(up.await(Duration.ofMinutes(5))).isZero();
        assertThat(count(up, " ended with status 137; starting it again"))
            .isEqualTo(VICTIMS.size() * KILLS_EACH);
        return sent;
      }
    }
  }

  private static List<Kill> plan() {
    Random random = new Random(SEED);
    List<String> victims = new ArrayList<>();
    VICTIMS.forEach(victim -> victims.addAll(Collections.nCopies(KILLS_EACH, victim)));
    Collections.shuffle(victims, random);
    return victims.stream()
        .map(victim -> new Kill(victim, random.nextBoolean(), random.nextInt(PAUSES_MILLIS)))
        .toList();
  }

  private static void awaitWork(UpProcess up, String victim) {
    await().atMost(Duration.ofMinutes(2)).until(() -> up.isReady(victim));
  }

  /** One that was killed just before is waited for until it lives, no longer. */
  private static void kill(UpProcess up, String victim) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> up.child(victim).filter(ProcessHandle::destroyForcibly).isPresent());
  }

  private void checkAudit(AuditReport report, long sent) {
    assertThat(report.findings()).isEmpty();
    assertThat(report.clean()).isTrue();
    assertThat(report.pending()).isZero();
    // What had no answer was sent again, so there may be more.
    assertThat(report.documents()).isGreaterThanOrEqualTo(sent);
    assertThat(report.deadLetters()).isZero();
  }

  private static AuditReport audit(String bootstrapServers) {
    Instance reader = new Instance(bootstrapServers, "audit", "test", "0", Map.of());
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(Clients.reader(reader))) {
      AuditedTopics topics = new AuditedTopics(new TopicNames(""), NAME, NAME);
      return new AuditRun(consumer, topics, null, 0).once();
    }
  }

  private void checkVersions(String bootstrapServers) throws Exception {
    StreamTopics topics = new StreamTopics(bootstrapServers);
    List<VersionHeader> published = headers(topics, "dictionary-versions");
    assertThat(published.stream().map(header -> header.getId().getVersion()))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, published.size()).boxed().toList())
        .hasSizeGreaterThan(10);

    List<VersionHeader> replayed;
    try (EvidenceReplay replay = EvidenceReplay.start(folder, bootstrapServers, NAME)) {
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> headers(topics, replay.versions()).size() >= published.size());
      replayed = headers(topics, replay.versions()).subList(0, published.size());
      assertThat(times(topics, replay.evidence())).isEqualTo(times(topics, "evidence"));
    }

    assertThat(replayed.stream().map(TwentyKillsTest::withoutPlaceAndTime))
        .containsExactlyElementsOf(
            published.stream().map(TwentyKillsTest::withoutPlaceAndTime).toList());
  }

  private static List<Long> times(StreamTopics topics, String topic) {
    return topics.records(topic).stream().map(ConsumerRecord::timestamp).toList();
  }

  private static List<VersionHeader> headers(StreamTopics topics, String topic) throws Exception {
    return topics.read(topic, VersionHeader.parser(), VersionHeader.getDefaultInstance());
  }

  /** A copy of evidence lies at other offsets: no aborted records and no markers are between it. */
  private static VersionHeader withoutPlaceAndTime(VersionHeader header) {
    VersionHeader.Builder builder = header.toBuilder().clearCreated();
    if (builder.hasUpdate()) {
      builder.getUpdateBuilder().clearFirst().clearEnd();
    }
    return builder.build();
  }

  private static double version(UpProcess up) {
    try (MetricsClient metrics = new MetricsClient()) {
      return metrics
          .of(up.info().orElseThrow().address(ServiceSpecs.DICTIONARY))
          .max("factorscope_dictionary_version")
          .orElse(0);
    }
  }

  private static long printed(UpProcess up, String text) {
    assertThat(up.isAlive()).as("%s", up.printed()).isTrue();
    return count(up, text);
  }

  private static long count(UpProcess up, String text) {
    return up.printed().stream().filter(line -> line.contains(text)).count();
  }

  /**
   * A kill.
   *
   * @param atWork whether the victim must be ready before the pause; otherwise it may be starting
   * @param pauseMillis after which it is killed
   */
  private record Kill(String victim, boolean atWork, int pauseMillis) {}
}
