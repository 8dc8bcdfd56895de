package io.factorscope.embedder.health;

import io.factorscope.embedder.EmbedderLifecycle;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive unless the start failed for good: then only a new start, perhaps with other settings,
 * helps.
 */
@Liveness
public class EmbedderLive implements HealthCheck {

  private final EmbedderLifecycle embedder;

  EmbedderLive(EmbedderLifecycle embedder) {
    this.embedder = embedder;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("embedder process").status(!embedder.hasFailed()).build();
  }
}
