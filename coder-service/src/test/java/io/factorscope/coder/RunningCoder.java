package io.factorscope.coder;

import io.factorscope.coder.current.CurrentVersion;
import io.factorscope.edge.BrokerWatch;
import io.factorscope.edge.ServiceLifecycle;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TopicSpecs;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/** A coder that was started as in its process, without the framework. */
final class RunningCoder implements AutoCloseable {

  private final CoderService service;
  private final ServiceLifecycle lifecycle;

  RunningCoder(Instance instance, TopicSpecs topics, CoderSettings settings, MeterRegistry meters) {
    this.service = new CoderService(instance, topics, settings, meters);
    this.lifecycle = new ServiceLifecycle(service, new BrokerWatch(instance));
    lifecycle.start();
  }

  CurrentVersion current() {
    return service.current();
  }

  Optional<String> problem() {
    return lifecycle.problem();
  }

  @Override
  public void close() {
    lifecycle.close();
  }
}
