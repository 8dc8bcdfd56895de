package io.factorscope.dictionary;

import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A real broker for the service under test, with states enough for version 1. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {

  private final TestBroker broker = TestBroker.start();

  @Override
  public Map<String, String> start() {
    TopicSpecs topics = new TopicSpecs(new TopicNames(""), 2, OptionalLong.empty());
    try {
      Topics.ensure(broker.instance("test", "0"), List.of(topics.hiddenStates("small")));
      new StreamOfStates(broker, topics).send(30);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Map.of(
        "factorscope.kafka.bootstrap-servers", broker.bootstrapServers(),
        "factorscope.kafka.partitions", "2",
        "factorscope.model.name", "small",
        "factorscope.dictionary.factors", "50",
        "factorscope.dictionary.lambda", "0.5");
  }

  @Override
  public void stop() {
    broker.close();
  }
}
