package io.factorscope.coder.serve;

import io.factorscope.coder.CoderService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the broker was reached, a dictionary is in use and the step is running. */
@Readiness
@ApplicationScoped
public class CoderReadiness implements HealthCheck {

  private final CoderService service;

  CoderReadiness(CoderService service) {
    this.service = service;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> problem = service.problem();
    return HealthCheckResponse.named("coder")
        .status(problem.isEmpty())
        .withData("problem", problem.orElse("none"))
        .build();
  }
}
