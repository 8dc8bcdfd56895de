package io.factorscope.coder.serve;

import io.factorscope.coder.CoderService;
import io.factorscope.coder.CoderSettings;
import io.factorscope.onnx.Device;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Locale;

/** Makes the service from its configuration, starts it and stops it. */
@ApplicationScoped
public class CoderApplication {

  @Produces
  @Singleton
  @Startup
  CoderService service(CoderConfig config, MeterRegistry meters) {
    // Numbers in messages, headers and logs are written as in no language in particular.
    Locale.setDefault(Locale.ROOT);
    String dictionary = config.dictionary().name().orElse(config.model().name());
    CoderService service =
        new CoderService(
            config.kafka().instance("coder"),
            config.kafka().specs(),
            new CoderSettings(
                config.model().name(),
                dictionary,
                config.dictionaries().endpoint(),
                config.coder().threads(),
                Device.parse(config.coder().device()),
                Path.of(config.model().cache())),
            meters);
    Gauge.builder("factorscope.dictionary.version", () -> service.current().number())
        .description("The version in use; 0 before there is one")
        .tag("dictionary", dictionary)
        .register(meters);
    return service;
  }

  void stop(@Disposes CoderService service) {
    service.close();
  }
}
