package io.factorscope.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.versions.VersionServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The coder without its broker: at the start, and for half a minute later. */
class BrokerAwayTest {

  private static final Duration AWAY = Duration.ofSeconds(30);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TopicSpecs topics =
      new TopicSpecs(new TopicNames("away."), 1, OptionalLong.empty());
  private final PlantedStates planted = new PlantedStates();

  @Test
  void theServiceRunsOnSaysWhyAndResumes() throws Exception {
    try (TestBroker broker = TestBroker.start();
        VersionServer dictionaries = new VersionServer(planted.header(), planted.atomValues())) {
      Topics.ensure(broker.instance("test", "0"), List.of(topics.hiddenStates("planted")));
      send(broker, 0, 20);
      broker.kill();
      try (RunningCoder service = service(broker, dictionaries)) {
        await().atMost(Duration.ofSeconds(30)).until(() -> service.current().number() == 1);
        assertThat(service.problem())
            .contains("waits for the broker at " + broker.bootstrapServers());
        broker.restart();
        awaitAnswers(broker, 20);
        assertThat(service.problem()).isEmpty();

        broker.kill();
        long since = System.nanoTime();
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    System.nanoTime() - since > AWAY.toNanos()
                        && service.problem().orElse("").contains("has not answered for"));
        broker.restart();
        await().atMost(Duration.ofSeconds(60)).until(() -> service.problem().isEmpty());
        send(broker, 20, 40);
        awaitAnswers(broker, 40);
      }
      assertThat(broker.read(topics.codes("planted").name())).hasSize(40);
    }
  }

  private RunningCoder service(TestBroker broker, VersionServer dictionaries) {
    return new RunningCoder(
        broker.instance("coder", "0"),
        topics,
        new CoderSettings("planted", "planted", dictionaries.endpoint(), 1),
        meters);
  }

  private void send(TestBroker broker, int first, int end) throws InterruptedException {
    String states = topics.hiddenStates("planted").name();
    try (TransactionalWriter writer =
        new TransactionalWriter(broker.instance("writer", "0"), "states", meters)) {
      writer.commit(
          LongStream.range(first, end)
              .mapToObj(offset -> planted.batch(0, offset, 3).build())
              .map(batch -> new OutputRecord(states, 0, "key", batch, 6))
              .toList());
    }
  }

  private void awaitAnswers(TestBroker broker, int count) {
    await()
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptions()
        .until(() -> broker.read(topics.codes("planted").name()).size() >= count);
  }
}
