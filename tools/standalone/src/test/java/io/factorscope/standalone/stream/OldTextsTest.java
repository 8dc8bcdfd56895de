package io.factorscope.standalone.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.standalone.Commands;
import io.factorscope.standalone.machine.ServiceSpecs;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.Document;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.NoVectors;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that runs, and somebody who writes into its texts, and deletes from them. */
class OldTextsTest {

  private static final String NAME = "bge-small-en-v1.5";
  private static final TopicPartition TEXTS = new TopicPartition("texts", 0);
  private static final long YEAR_2001 = Instant.parse("2001-01-01T00:00:00Z").toEpochMilli();

  /** The broker looks every 10 s for what it may delete. */
  private static final Duration RETENTION_LOOKS = Duration.ofSeconds(15);

  @TempDir private Path folder;

  @Test
  void textsOfTheYear2001AreAnsweredAndTextsDeletedUnreadAreToldAsLost() throws Exception {
    try (UpProcess up =
        UpProcess.start(folder, "--documents=8", "--factors=256", "--layers=6,12")) {
      await().atMost(Duration.ofMinutes(3)).until(() -> isSettled(up));

      kill(up, "STOP");
      write(up, 120, YEAR_2001);
      Thread.sleep(RETENTION_LOOKS);
      assertThat(offset(up, OffsetSpec.earliest())).isZero();
      kill(up, "KILL");
      await().atMost(Duration.ofMinutes(2)).until(() -> isSettled(up));
      assertThat(audit(up).get("documents").asLong()).isEqualTo(128);
      assertThat(audit(up).get("lost").asLong()).isZero();
      assertThat(Commands.run("audit", "--data=" + up.data().path()).status()).isZero();

      kill(up, "STOP");
      long read = offset(up, OffsetSpec.latest());
      write(up, 50, YEAR_2001);
      // The audit that runs reads them first.
      Thread.sleep(5_000);
      deleteBefore(up, read + 30);
      kill(up, "KILL");
      await().atMost(Duration.ofMinutes(2)).until(() -> isSettled(up));
      checkAnswers(up, read);
      checkAudit(up);

      up.handle().destroy();
      up.await(Duration.ofMinutes(1));
      assertThat(up.printed()).anyMatch(line -> line.contains(", lost 30, doubled 0,"));
    }
  }

  private static void checkAnswers(UpProcess up, long first) throws Exception {
    String states = "hidden-states." + NAME;
    List<NoVectors> ofStates =
        deleted(
            up,
            states,
            HiddenStateBatch.parser(),
            HiddenStateBatch.getDefaultInstance(),
            HiddenStateBatch::getNoVectors);
    List<NoVectors> ofCodes =
        deleted(
            up,
            "codes." + NAME,
            CodeBatch.parser(),
            CodeBatch.getDefaultInstance(),
            CodeBatch::getNoVectors);
    assertThat(ofStates).hasSize(1).isEqualTo(ofCodes);
    assertThat(ofStates.getFirst().getDeleted().getTopic()).isEqualTo("texts");
    assertThat(ofStates.getFirst().getDeleted().getFirst()).isEqualTo(first);
    assertThat(ofStates.getFirst().getDeleted().getEnd()).isEqualTo(first + 30);
  }

  private static void checkAudit(UpProcess up) throws Exception {
    Commands.Run run = Commands.run("audit", "--data=" + up.data().path());
    JsonNode report = new ObjectMapper().readTree(run.out());
    assertThat(run.status()).isEqualTo(1);
    assertThat(report.get("lost").asLong()).isEqualTo(30);
    assertThat(report.get("uncounted").asLong()).isZero();
    assertThat(report.get("doubled").asLong()).isZero();
    assertThat(report.get("start").toString()).contains("partition 0: audited from texts offset");
  }

  private static <M extends Message> List<NoVectors> deleted(
      UpProcess up, String topic, Parser<M> parser, M prototype, Function<M, NoVectors> answer)
      throws Exception {
    return new StreamTopics(servers(up))
        .read(topic, parser, prototype).stream()
            .map(answer)
            .filter(none -> none.getReason() == NoVectors.Reason.DELETED)
            .toList();
  }

  /** Whether there is something, and all of it is answered. */
  private static boolean isSettled(UpProcess up) throws Exception {
    assertThat(up.isAlive()).as("%s", up.printed()).isTrue();
    JsonNode report = audit(up);
    return report.path("documents").asLong() >= 8
        && report.get("pending").asLong() == 0
        && up.isReady(ServiceSpecs.EMBEDDER.name());
  }

  private static JsonNode audit(UpProcess up) throws Exception {
    String out = Commands.run("audit", "--data=" + up.data().path()).out();
    return new ObjectMapper().readTree(out.isEmpty() ? "{}" : out);
  }

  private static void kill(UpProcess up, String signal) throws Exception {
    String pid = Long.toString(up.child(ServiceSpecs.EMBEDDER.name()).orElseThrow().pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
  }

  /** Long, and yet one unknown token each. */
  private static void write(UpProcess up, int count, long time) {
    Map<String, Object> settings = Map.of("bootstrap.servers", servers(up));
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        Document document =
            Document.newBuilder().setId("old-" + i).setText("x".repeat(6_500)).build();
        var unused =
            producer.send(
                new ProducerRecord<>(
                    TEXTS.topic(),
                    TEXTS.partition(),
                    time,
                    document.getId().getBytes(UTF_8),
                    document.toByteArray(),
                    Headers.of(document, 0)));
      }
      producer.flush();
    }
  }

  private static long offset(UpProcess up, OffsetSpec which) throws Exception {
    try (Admin admin = admin(up)) {
      return admin.listOffsets(Map.of(TEXTS, which)).partitionResult(TEXTS).get().offset();
    }
  }

  private static void deleteBefore(UpProcess up, long offset) throws Exception {
    try (Admin admin = admin(up)) {
      admin.deleteRecords(Map.of(TEXTS, RecordsToDelete.beforeOffset(offset))).all().get();
    }
  }

  private static Admin admin(UpProcess up) {
    return Admin.create(Map.of("bootstrap.servers", servers(up)));
  }

  private static String servers(UpProcess up) {
    return up.info().orElseThrow().bootstrapServers();
  }
}
