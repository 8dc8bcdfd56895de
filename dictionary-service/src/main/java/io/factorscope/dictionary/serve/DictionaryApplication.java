package io.factorscope.dictionary.serve;

import io.factorscope.dictionary.DictionaryService;
import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.learn.Retention;
import io.factorscope.dictionary.owner.OwnerSettings;
import io.factorscope.versions.VersionBook;
import io.factorscope.wire.Aliases;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Makes the service from its configuration, starts it and stops it. */
@ApplicationScoped
public class DictionaryApplication {

  @Produces
  @Singleton
  @Startup
  DictionaryService service(DictionaryConfig config, MeterRegistry meters) {
    // Numbers in messages, headers and logs are written as in no language in particular.
    Locale.setDefault(Locale.ROOT);
    String dictionary = config.dictionary().name().orElse(config.model().name());
    DictionaryService service =
        new DictionaryService(
            config.kafka().instance("dictionary"),
            config.kafka().specs(),
            new FirstVersionSettings(
                dictionary,
                config.model().name(),
                config.dictionary().factors(),
                config.dictionary().lambda(),
                config.dictionary().seed(),
                config.dictionary().patience()),
            OwnerSettings.DEFAULT.withRetention(
                Retention.DEFAULT.withYoung(config.dictionary().atomsKept())),
            meters);
    Gauge.builder("factorscope.dictionary.version", () -> liveVersion(service.book(), dictionary))
        .description("The version that the alias live names; 0 before there is one")
        .tag("dictionary", dictionary)
        .register(meters);
    return service;
  }

  private static long liveVersion(VersionBook book, String dictionary) {
    return book.alias(dictionary, Aliases.LIVE).map(alias -> alias.getVersion()).orElse(0L);
  }

  void stop(@Disposes DictionaryService service) {
    service.close();
  }
}
