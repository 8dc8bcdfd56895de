package io.factorscope.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.owner.OwnerSettings;
import io.factorscope.edge.BrokerWatch;
import io.factorscope.edge.ServiceLifecycle;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.backpressure.GroupReaders;
import io.factorscope.v1.EvidencePolicy;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.ChunkedVersion;
import io.factorscope.wire.Aliases;
import io.factorscope.wire.ContentHash;
import io.factorscope.wire.HeldOut;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DictionaryServiceTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  @RegisterExtension private static final TestBroker broker = new TestBroker();

  @Test
  void makesVersionOneFromFourStatesPerFactor() throws Exception {
    TopicSpecs topics = topics("enough.");
    try (DictionaryService service = service(topics, "0", 50, LONG)) {
      new StreamOfStates(broker, topics).send(30);

      ChunkedVersion version = awaitVersion(service);

      VersionHeader header = version.header();
      float[] atoms = atoms(version);
      assertThat(header.getSample().getVectors()).isBetween(200L, 219L);
      assertThat(header.getSample().getRandomAtoms()).isZero();
      assertThat(header.getSample().getRangesList()).isNotEmpty();
      assertThat(header.getModel().getId()).isEqualTo("small");
      assertThat(header.getLayersList()).containsExactly(0, 2);
      assertThat(header.getModel()).isEqualTo(StreamOfStates.MODEL);
      assertThat(header.getEvidence().getShare()).isEqualTo(1);
      assertThat(header.getGenerationsList()).hasSize(50).containsOnly(0);
      // 0.05 x the median norm of 16 Gaussians with deviation 2.
      assertThat(header.getLambda()).isCloseTo(0.05 * 7.8, within(0.03));
      assertThat(header.getId().getContentHash().toByteArray())
          .isEqualTo(
              ContentHash.of(
                  new byte[0],
                  atoms,
                  header.getLambda(),
                  StreamOfStates.MODEL.getHash().toByteArray(),
                  List.of(0, 2)));
      assertUnitNormAndDistinct(atoms, 50);
    }
  }

  @Test
  void noTimeDeletesStatesThatVersionOneHasNotRead() throws Exception {
    TopicSpecs topics = topics("place.");
    GroupReaders readers = GroupReaders.all(topics.hiddenStates("small").name());
    try (DictionaryService service = service(topics, "0", 50, LONG);
        Admin admin = Admin.create(Clients.admin(broker.instance("test", "0")))) {
      await().atMost(LONG).until(() -> places(readers, admin).equals(List.of(0L, 0L)));

      new StreamOfStates(broker, topics).send(30);
      awaitVersion(service);

      await().atMost(LONG).until(() -> places(readers, admin).isEmpty());
      assertThat(service.problem()).isEmpty();
    }
  }

  private static List<Long> places(GroupReaders readers, Admin admin) throws Exception {
    return readers.positions(admin).values().stream()
        .flatMap(group -> group.values().stream())
        .toList();
  }

  @Test
  void statesThatContradictThemselvesAreNotForVersionOneAndStopNothing() throws Exception {
    TopicSpecs topics = topics("contradictions.");
    StreamOfStates stream = new StreamOfStates(broker, topics);
    stream.sendBad(HiddenStateBatch.Builder::clearLayers);
    stream.sendBad(bad -> bad.getStatesBuilder().setWidth(8));
    stream.sendBad(bad -> bad.getStatesBuilder().setRows(19));
    stream.sendBad(bad -> bad.getStatesBuilder().setTypeValue(77));
    stream.sendBad(bad -> bad.getSlicesBuilder(0).setEnd(1 << 30));
    stream.sendBad(bad -> bad.getSlicesBuilder(0).setFirst(-1));
    stream.sendBad(bad -> bad.getModelBuilder().setId("another"));
    try (DictionaryService service = service(topics, "0", 50, LONG)) {
      stream.send(30);

      VersionHeader header = awaitVersion(service).header();
      assertThat(header.getLayersList()).containsExactly(0, 2);
      assertThat(header.getSample().getVectors()).isBetween(200L, 219L);
    }
  }

  @Test
  void aStartThatCantSucceedSaysSoForGood() throws Exception {
    TopicSpecs topics = topics("partitions.");
    Topics.ensure(broker.instance("test", "0"), List.of(topics.hiddenStates("small")));
    TopicSpecs others = new TopicSpecs(new TopicNames("partitions."), 5, OptionalLong.empty());
    try (ServiceLifecycle lifecycle = lifecycle(broker, others)) {
      lifecycle.start();
      await().atMost(LONG).until(() -> lifecycle.failure().isPresent());
      assertThat(lifecycle.failure())
          .hasValueSatisfying(
              failure ->
                  assertThat(failure)
                      .startsWith("could not start: topic partitions.hidden-states.small: has 2")
                      .contains("must have 5; set factorscope.kafka.partitions to what it has"));
      assertThat(lifecycle.problem()).isEqualTo(lifecycle.failure());
    }
  }

  @Test
  void isReadyOnlyWhileItsBrokerAnswers() throws Exception {
    TopicSpecs topics = new TopicSpecs(new TopicNames("away."), 2, OptionalLong.empty());
    try (TestBroker away = TestBroker.start()) {
      away.kill();
      try (ServiceLifecycle lifecycle = lifecycle(away, topics)) {
        assertThat(lifecycle.problem()).hasValue("has not started");
        lifecycle.start();
        await()
            .atMost(LONG)
            .until(
                () ->
                    lifecycle
                        .problem()
                        .equals(Optional.of("waits for the broker at " + away.bootstrapServers())));
        away.restart();
        await().atMost(LONG).until(() -> lifecycle.problem().isEmpty());

        away.kill();
        await()
            .atMost(LONG)
            .until(() -> lifecycle.problem().orElse("").contains("has not answered for"));
        away.restart();
        await().atMost(LONG).until(() -> lifecycle.problem().isEmpty());
        assertThat(lifecycle.failure()).isEmpty();
      }
    }
  }

  private static ServiceLifecycle lifecycle(TestBroker broker, TopicSpecs topics) {
    Instance instance = broker.instance("dictionary", topics.names().prefix() + "0");
    return new ServiceLifecycle(
        new DictionaryService(
            instance, topics, settings(50, LONG), OwnerSettings.DEFAULT, new SimpleMeterRegistry()),
        new BrokerWatch(instance));
  }

  @Test
  void aHeldOutDocumentAloneSaysWhyThereIsNoVersionAndTheNextBringsOne() throws Exception {
    TopicSpecs topics = topics("heldout.");
    try (DictionaryService service = service(topics, "0", 50, Duration.ofSeconds(1))) {
      StreamOfStates stream = new StreamOfStates(broker, topics);
      stream.sendBad(document -> document.getDocumentBuilder().setId(heldOut()));

      await()
          .atMost(LONG)
          .until(
              () -> service.book().awaited("small").filter(w -> w.getHeldOut() == 1).isPresent());
      assertThat(service.book().awaited("").orElseThrow().getReason())
          .isEqualTo("1 document waits for version 1: all of it is held out; add documents");
      assertThat(service.problem()).isEmpty();

      stream.send(2);
      assertThat(awaitVersion(service).header().getSample().getVectors()).isLessThanOrEqualTo(40);
      assertThat(service.book().awaited("small")).isEmpty();
    }
  }

  /** An id of a document that is held out. */
  private static String heldOut() {
    EvidencePolicy policy = EvidencePolicy.newBuilder().setHeldOutModulus(16).setSalt(5).build();
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "held out " + i)
        .filter(id -> HeldOut.contains(id, policy))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void fillsUpWithRandomDirectionsWhenTheStreamIsShort() throws Exception {
    TopicSpecs topics = topics("short.");
    try (DictionaryService service = service(topics, "0", 200, Duration.ofSeconds(1))) {
      new StreamOfStates(broker, topics).send(2);

      ChunkedVersion version = awaitVersion(service);

      assertThat(version.header().getSample().getVectors()).isBetween(20L, 40L);
      assertThat(version.header().getSample().getRandomAtoms()).isBetween(160, 181);
      assertUnitNormAndDistinct(atoms(version), 200);
    }
  }

  @Test
  void aStandByServesReadsTakesOverAndMakesNoSecondVersion() throws Exception {
    TopicSpecs topics = topics("standby.");
    DictionaryService first = service(topics, "0", 50, LONG);
    await().atMost(LONG).until(() -> first.problem().isEmpty());
    try (DictionaryService second = service(topics, "1", 50, LONG)) {
      new StreamOfStates(broker, topics).send(30);
      ChunkedVersion version = awaitVersion(first);
      assertThat(awaitVersion(second).header()).isEqualTo(version.header());

      first.close();
      await().atMost(LONG).until(() -> second.problem().isEmpty());
      new StreamOfStates(broker, topics).send(30);
      try (DictionaryService third = service(topics, "2", 50, LONG)) {
        assertThat(awaitVersion(third).header()).isEqualTo(version.header());
        assertThat(third.book().after("small", 1, 10)).isEmpty();
      }
    }
  }

  private static TopicSpecs topics(String prefix) throws InterruptedException {
    TopicSpecs topics = new TopicSpecs(new TopicNames(prefix), 2, OptionalLong.empty());
    Topics.ensure(
        broker.instance("test", "0"),
        List.of(topics.hiddenStates("small"), topics.evidence(), topics.dictionaryVersions()));
    return topics;
  }

  private static DictionaryService service(
      TopicSpecs topics, String name, int factors, Duration patience) {
    return StartedDictionary.of(
        broker.instance("dictionary", name),
        topics,
        settings(factors, patience),
        OwnerSettings.DEFAULT,
        new SimpleMeterRegistry());
  }

  private static FirstVersionSettings settings(int factors, Duration patience) {
    return new FirstVersionSettings("small", "small", factors, OptionalDouble.empty(), 5, patience);
  }

  private static ChunkedVersion awaitVersion(DictionaryService service) {
    await().atMost(LONG).until(() -> service.book().alias("small", Aliases.LIVE).isPresent());
    VersionHeader header = service.book().header("small", 1).orElseThrow();
    return service.book().version(header).orElseThrow();
  }

  private static float[] atoms(ChunkedVersion version) {
    return version.assemble().atoms();
  }

  private static void assertUnitNormAndDistinct(float[] atoms, int factors) {
    for (int j = 0; j < factors; j++) {
      assertThat(dot(atoms, j, j)).isCloseTo(1, within(1e-5));
      for (int k = 0; k < j; k++) {
        assertThat(dot(atoms, j, k)).isLessThan(0.9991);
      }
    }
  }

  private static double dot(float[] atoms, int j, int k) {
    double sum = 0;
    for (int i = 0; i < StreamOfStates.WIDTH; i++) {
      sum += atoms[j * StreamOfStates.WIDTH + i] * atoms[k * StreamOfStates.WIDTH + i];
    }
    return sum;
  }
}
