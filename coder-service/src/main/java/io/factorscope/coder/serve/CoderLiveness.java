package io.factorscope.coder.serve;

import io.factorscope.coder.CoderService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive unless the start failed for good: then only a new start, perhaps with other settings,
 * helps.
 */
@Liveness
@ApplicationScoped
public class CoderLiveness implements HealthCheck {

  private final CoderService service;

  CoderLiveness(CoderService service) {
    this.service = service;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> failure = service.failure();
    return HealthCheckResponse.named("coder process")
        .status(failure.isEmpty())
        .withData("problem", failure.orElse("none"))
        .build();
  }
}
