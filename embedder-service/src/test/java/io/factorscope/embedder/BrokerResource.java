package io.factorscope.embedder;

import io.factorscope.exactlyonce.TestBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A real broker for the service under test. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {

  private final TestBroker broker = TestBroker.start();

  @Override
  public Map<String, String> start() {
    return Map.of(
        "factorscope.kafka.bootstrap-servers",
        broker.bootstrapServers(),
        "factorscope.kafka.topic-prefix",
        "test-",
        "factorscope.model.cache",
        TestModels.CACHE.toString());
  }

  @Override
  public void inject(Object test) {
    if (test instanceof ServiceTest service) {
      service.broker = broker;
    }
  }

  @Override
  public void stop() {
    broker.close();
  }
}
