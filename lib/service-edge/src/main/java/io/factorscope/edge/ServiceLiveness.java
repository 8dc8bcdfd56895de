package io.factorscope.edge;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive unless the start failed for good: then only a new start, perhaps with other settings,
 * helps.
 */
@Liveness
@Singleton
class ServiceLiveness implements HealthCheck {

  private final ServiceLifecycle lifecycle;

  ServiceLiveness(ServiceLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> failure = lifecycle.failure();
    return HealthCheckResponse.named(lifecycle.name() + " process")
        .status(failure.isEmpty())
        .withData("problem", failure.orElse("none"))
        .build();
  }
}
