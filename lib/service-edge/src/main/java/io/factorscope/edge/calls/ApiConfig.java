package io.factorscope.edge.calls;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How calls are answered: the keys {@code factorscope.api.*} of every service. */
@ConfigMapping(prefix = "factorscope.api")
public interface ApiConfig {

  /** When a caller may try again, if the stream is full or the service is not ready. */
  @WithDefault("5s")
  Duration retryAfter();
}
