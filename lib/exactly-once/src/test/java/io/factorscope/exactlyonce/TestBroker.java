package io.factorscope.exactlyonce;

import io.factorscope.local.BrokerExtension;
import java.util.Map;

/** A real broker for a test, on which services have instances. */
public final class TestBroker extends BrokerExtension {

  public TestBroker() {}

  /** A broker with more settings than ours. */
  public TestBroker(Map<String, String> more) {
    super(more);
  }

  /** Starts one that the caller closes. */
  public static TestBroker start() {
    TestBroker broker = new TestBroker();
    broker.launch();
    return broker;
  }

  /** An instance of a service on this broker. */
  public Instance instance(String service, String name) {
    return new Instance(bootstrapServers(), service, "test", name, Map.of());
  }
}
