package io.factorscope.edge;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the start is done, the broker answers and the service has no problem. */
@Readiness
@Singleton
class ServiceReadiness implements HealthCheck {

  private final ServiceLifecycle lifecycle;

  ServiceReadiness(ServiceLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> problem = lifecycle.problem();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named(lifecycle.name())
            .status(problem.isEmpty())
            .withData("problem", problem.orElse("none"));
    lifecycle.details().forEach(response::withData);
    return response.build();
  }
}
