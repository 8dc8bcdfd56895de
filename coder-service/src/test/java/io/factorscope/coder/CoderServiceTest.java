package io.factorscope.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.sparse.Certificate;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.v1.Alias;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.DeadLetter;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.LayerSums;
import io.factorscope.v1.NoVectors;
import io.factorscope.versions.VersionServer;
import io.factorscope.wire.Codes;
import io.factorscope.wire.ExplainedVariance;
import io.factorscope.wire.Vectors;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CoderServiceTest {

  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private static VersionServer dictionaries;
  private static PlantedStates planted;

  private final MeterRegistry meters = new SimpleMeterRegistry();

  @BeforeAll
  static void start() throws Exception {
    planted = new PlantedStates();
    dictionaries = new VersionServer(planted.header(), planted.atomValues());
  }

  @AfterAll
  static void stop() {
    dictionaries.close();
  }

  @Test
  void answersEveryMessageWithCertifiedCodesInOrder() throws Exception {
    TopicSpecs topics = topics("whole.");
    List<HiddenStateBatch> sent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      sent.add(planted.batch(i % 2, i, 1 + i % 9).build());
    }

    send(topics, sent);
    runUntilAnswered(topics, sent.size());

    List<ConsumerRecord<byte[], byte[]>> records = broker.read(topics.codes("planted").name());
    assertThat(records).hasSize(sent.size());
    ExplainedVariance explained = new ExplainedVariance();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      CodeBatch codes = codes(record);
      HiddenStateBatch states = sent.get((int) codes.getDocument().getOffset());
      assertThat(record.partition()).isEqualTo(states.getDocument().getPartition());
      assertThat(codes.getSlicesList()).isEqualTo(states.getSlicesList());
      assertThat(codes.getDictionary()).isEqualTo(planted.header().getId());
      checkCertificates(codes, states);
      codes.getLayerSumsList().forEach(explained::add);
    }
    assertThat(offsets(records, 0)).isSorted();
    assertThat(offsets(records, 1)).isSorted();
    assertThat(explained.value()).isBetween(0.8, 1.0);
    assertThat(meters.get("factorscope.vectors").counter().count()).isEqualTo(rows(sent));
  }

  @Test
  void drawsTheShareOfEvidenceThatTheVersionNames() throws Exception {
    TopicSpecs topics = topics("evidence.");
    List<HiddenStateBatch> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add(planted.batch(0, i, 20).build());
    }

    send(topics, sent);
    runUntilAnswered(topics, sent.size());

    int vectors = 0;
    int heldOut = 0;
    for (ConsumerRecord<byte[], byte[]> record : broker.read(topics.evidence().name())) {
      Evidence evidence = Headers.parse(record, Evidence.parser(), Evidence.getDefaultInstance());
      HiddenStateBatch states = sent.get((int) evidence.getDocument().getOffset());
      checkEvidence(evidence, states);
      vectors += evidence.getVectorsCount();
      heldOut += evidence.getHeldOut() ? 1 : 0;
    }
    // 4,000 vectors at a share of 1/4: five standard deviations are 137.
    assertThat(vectors).isBetween(863, 1137);
    assertThat(heldOut).isBetween(1, 20);
  }

  @Test
  void codesThatTakeMoreRoomThanTheirStatesGoInParts() throws Exception {
    TopicSpecs topics = topics("large.");
    planted.factorsInState(25);
    HiddenStateBatch sent = planted.batch(0, 0, 6_000).build();
    planted.factorsInState(5);

    send(topics, List.of(sent));
    runUntilAnswered(topics, 2);

    List<ConsumerRecord<byte[], byte[]>> records = broker.read(topics.codes("planted").name());
    assertThat(records).hasSizeGreaterThan(1);
    int next = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      CodeBatch codes = codes(record);
      assertThat(record.value().length).isLessThanOrEqualTo(900_000);
      assertThat(codes.getSlices(0).getFirst()).isEqualTo(next);
      next = codes.getSlices(0).getEnd();
      int rows = (next - codes.getSlices(0).getFirst()) * PlantedStates.LAYERS.size();
      assertThat(codes.getCodes().getRows()).isEqualTo(rows);
      assertThat(codes.getLayerSumsList().stream().mapToLong(LayerSums::getVectors).sum())
          .isEqualTo(rows);
    }
    assertThat(next).isEqualTo(6_000);
    for (ConsumerRecord<byte[], byte[]> record : broker.read(topics.evidence().name())) {
      checkEvidence(Headers.parse(record, Evidence.parser(), Evidence.getDefaultInstance()), sent);
    }
  }

  @Test
  void badMessagesAreDeadLettersWithAnAnswerAndNothingElseIsLost() throws Exception {
    TopicSpecs topics = topics("bad.");
    float[] broken = new float[2 * PlantedStates.WIDTH];
    broken[5] = Float.NaN;
    HiddenStateBatch good = planted.batch(0, 0, 3).build();
    HiddenStateBatch empty =
        good.toBuilder()
            .clearSlices()
            .clearStates()
            .setNoVectors(NoVectors.newBuilder().setReason(NoVectors.Reason.EMPTY))
            .build();
    List<HiddenStateBatch> sent =
        List.of(
            good,
            planted
                .batch(0, 1, 1)
                .setStates(Vectors.pack(broken, 2, PlantedStates.WIDTH, ElementType.FLOAT16))
                .build(),
            planted.batch(0, 2, 2, 16, PlantedStates.LAYERS).build(),
            planted.batch(0, 3, 2, PlantedStates.WIDTH, List.of(0, 1)).build(),
            planted
                .batch(0, 4, 2)
                .setModel(
                    PlantedStates.MODEL.toBuilder().setHash(ByteString.copyFromUtf8("another")))
                .build(),
            empty,
            good);
    send(topics, sent);
    try (TransactionalWriter writer = writer()) {
      writer.commit(
          List.of(
              new OutputRecord(
                  topics.hiddenStates("planted").name(), 0, "x", Alias.getDefaultInstance(), 0)));
    }

    runUntilAnswered(topics, 6);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> broker.read(topics.deadLetters().name()).size() >= 4);

    List<CodeBatch> answers = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.read(topics.codes("planted").name())) {
      answers.add(codes(record));
    }
    assertThat(answers.stream().map(answer -> answer.getNoVectors().getReason()))
        .containsExactly(
            NoVectors.Reason.REASON_UNSPECIFIED,
            NoVectors.Reason.DEAD_LETTER,
            NoVectors.Reason.DEAD_LETTER,
            NoVectors.Reason.DEAD_LETTER,
            NoVectors.Reason.EMPTY,
            NoVectors.Reason.REASON_UNSPECIFIED);
    List<String> reasons = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.read(topics.deadLetters().name())) {
      reasons.add(
          Headers.parse(record, DeadLetter.parser(), DeadLetter.getDefaultInstance()).getReason());
    }
    assertThat(reasons)
        .containsExactly(
            "states.data: element 5 is no finite number",
            "states.width: is 16, must be 32",
            "layers: is [0, 1], must be the dictionary's [0, 2]",
            "header type: is factorscope.v1.Alias, must be factorscope.v1.HiddenStateBatch");
    assertThat(meters.counter("factorscope.records.skipped", "step", "code").count()).isEqualTo(1);
    assertThat(meters.counter("factorscope.dead.letters", "step", "code").count()).isEqualTo(4);
    assertThat(meters.counter("factorscope.records.answered", "step", "code").count()).isEqualTo(3);
  }

  @Test
  void aVersionThatCannotBeUsedIsNamed() throws Exception {
    float[] atoms = planted.atomValues();
    for (int k = 3 * PlantedStates.WIDTH; k < 4 * PlantedStates.WIDTH; k++) {
      atoms[k] *= 2;
    }
    TopicSpecs topics = topics("unusable.");
    try (VersionServer server = new VersionServer(PlantedStates.header(atoms), atoms);
        RunningCoder service =
            new RunningCoder(
                broker.instance("coder", "unusable"),
                topics,
                new CoderSettings("planted", "planted", server.endpoint(), 1),
                meters)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> service.problem().orElse("").contains("norm"));
      assertThat(service.problem().orElseThrow())
          .contains("a version of planted can't be used: factor 3 has norm ")
          .contains("normalise it to 1");
      assertThat(service.current().number()).isZero();
    }
  }

  private static TopicSpecs topics(String prefix) throws InterruptedException {
    TopicSpecs topics = new TopicSpecs(new TopicNames(prefix), 2, OptionalLong.empty());
    Topics.ensure(
        broker.instance("test", "0"),
        List.of(topics.hiddenStates("planted"), topics.deadLetters()));
    return topics;
  }

  private TransactionalWriter writer() {
    return new TransactionalWriter(broker.instance("writer", "0"), "states", meters);
  }

  private void send(TopicSpecs topics, List<HiddenStateBatch> batches) throws InterruptedException {
    try (TransactionalWriter writer = writer()) {
      for (HiddenStateBatch batch : batches) {
        writer.commit(
            List.of(
                new OutputRecord(
                    topics.hiddenStates("planted").name(),
                    batch.getDocument().getPartition(),
                    batch.getDocument().getId(),
                    batch,
                    batch.getStates().getRows())));
      }
    }
  }

  private void runUntilAnswered(TopicSpecs topics, int answers) {
    CoderSettings settings = new CoderSettings("planted", "planted", dictionaries.endpoint(), 2);
    try (RunningCoder service =
        new RunningCoder(
            broker.instance("coder", topics.names().prefix()), topics, settings, meters)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  service.problem().isEmpty()
                      && broker.read(topics.codes("planted").name()).size() >= answers);
      // One more look after a moment: nothing comes twice.
      await().pollDelay(Duration.ofMillis(500)).until(() -> true);
    }
  }

  private static CodeBatch codes(ConsumerRecord<byte[], byte[]> record) throws BadRecordException {
    return Headers.parse(record, CodeBatch.parser(), CodeBatch.getDefaultInstance());
  }

  private static void checkCertificates(CodeBatch message, HiddenStateBatch states) {
    SparseCodes codes = sparse(Codes.unpack(message.getCodes()));
    float[] x = Vectors.unpack(states.getStates());
    assertThat(codes.count()).isEqualTo(states.getStates().getRows());
    for (int row = 0; row < codes.count(); row++) {
      Certificate certificate =
          Certificate.of(planted.dictionary(), PlantedStates.LAMBDA, x, row, codes, row);
      assertThat(certificate.relativeGap()).isLessThanOrEqualTo(1e-4);
      assertThat(codes.support(row)).isPositive();
    }
    assertThat(message.getLargestGap()).isLessThanOrEqualTo(1e-4f);
  }

  private static void checkEvidence(Evidence evidence, HiddenStateBatch states) {
    float[] all = Vectors.unpack(states.getStates());
    float[] sampled = Vectors.unpack(evidence.getStates());
    int width = PlantedStates.WIDTH;
    for (int i = 0; i < evidence.getVectorsCount(); i++) {
      int layer = PlantedStates.LAYERS.indexOf(evidence.getVectors(i).getLayer());
      int row = evidence.getVectors(i).getToken() * PlantedStates.LAYERS.size() + layer;
      assertThat(Arrays.copyOfRange(sampled, i * width, (i + 1) * width))
          .isEqualTo(Arrays.copyOfRange(all, row * width, (row + 1) * width));
    }
    assertThat(evidence.getWeight()).isEqualTo(4);
    assertThat(Codes.unpack(evidence.getCodes()).rows()).isEqualTo(evidence.getVectorsCount());
  }

  private static SparseCodes sparse(Codes codes) {
    SparseCodes.Builder builder = new SparseCodes.Builder(codes.rows());
    for (int row = 0; row < codes.rows(); row++) {
      int[] factors = new int[codes.support(row)];
      float[] activations = new float[codes.support(row)];
      for (int entry = 0; entry < factors.length; entry++) {
        factors[entry] = codes.factor(row, entry);
        activations[entry] = codes.activation(row, entry);
      }
      builder.add(factors, activations, factors.length, codes.gap(row));
    }
    return builder.build();
  }

  private static List<Long> offsets(List<ConsumerRecord<byte[], byte[]>> records, int partition)
      throws BadRecordException {
    List<Long> offsets = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.partition() == partition) {
        offsets.add(codes(record).getDocument().getOffset());
      }
    }
    return offsets;
  }

  private static double rows(List<HiddenStateBatch> batches) {
    return batches.stream().mapToInt(batch -> batch.getStates().getRows()).sum();
  }
}
