package io.factorscope.edge;

import io.factorscope.edge.calls.CallGate;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Ties the application's one {@link Service} to the application's start and end. */
@Singleton
class ServiceBeans {

  @Produces
  @Singleton
  ServiceLifecycle lifecycle(Service service, KafkaConfig kafka) {
    return new ServiceLifecycle(service, new BrokerWatch(kafka.instance(service.name())));
  }

  void start(@Observes StartupEvent event, ServiceLifecycle lifecycle) {
    lifecycle.start();
  }

  void stop(@Observes ShutdownEvent event, CallGate gate, ServiceLifecycle lifecycle) {
    gate.close();
    lifecycle.close();
  }
}
