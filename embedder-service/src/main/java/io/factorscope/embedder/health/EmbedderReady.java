package io.factorscope.embedder.health;

import io.factorscope.embedder.EmbedderLifecycle;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready: the model is loaded, the broker answers, the topics are there, the step runs. */
@Readiness
public class EmbedderReady implements HealthCheck {

  private final EmbedderLifecycle embedder;

  EmbedderReady(EmbedderLifecycle embedder) {
    this.embedder = embedder;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("embedder");
    embedder
        .problem()
        .ifPresentOrElse(problem -> response.down().withData("problem", problem), response::up);
    return response.build();
  }
}
