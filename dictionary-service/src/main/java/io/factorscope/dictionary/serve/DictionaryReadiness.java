package io.factorscope.dictionary.serve;

import io.factorscope.dictionary.DictionaryService;
import io.factorscope.v1.FirstVersionWait;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the broker was reached, the versions are read and this replica is an owner or a
 * stand-by.
 */
@Readiness
@ApplicationScoped
public class DictionaryReadiness implements HealthCheck {

  private final DictionaryService service;

  DictionaryReadiness(DictionaryService service) {
    this.service = service;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> problem = service.problem();
    return HealthCheckResponse.named("dictionary")
        .status(problem.isEmpty())
        .withData("problem", problem.orElse("none"))
        .withData("waiting", waiting())
        .build();
  }

  /** It serves without a version, too; who asks learns why there is none. */
  private String waiting() {
    return service.book().awaited("").map(FirstVersionWait::getReason).orElse("no");
  }
}
