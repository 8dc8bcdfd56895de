package io.factorscope.dictionary;

import io.factorscope.models.ModelCatalogue;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** The settings of this service: keys under {@code factorscope}, beside those of its edge. */
@ConfigMapping(prefix = "factorscope")
public interface DictionaryConfig {

  ModelConfig model();

  DictionarySettings dictionary();

  /** Which model's states the dictionary is learned from. */
  interface ModelConfig {

    /** The model's id, as in the name of its topic of hidden states. */
    @WithDefault(ModelCatalogue.DEFAULT)
    String name();
  }

  /** The dictionary that this service makes when the stream has none. */
  interface DictionarySettings {

    /** Its name; the model's id if absent. */
    Optional<String> name();

    /** m, the number of factors. Fixed in version 1. */
    @WithDefault("1536")
    int factors();

    /**
     * Of 1/2 ||x - Phi a||^2 + lambda ||a||_1. By the model's defaults if absent. Fixed in version
     * 1.
     */
    OptionalDouble lambda();

    /** Draws the states that version 1 is made of. */
    @WithDefault("1")
    long seed();

    /**
     * When for this long no more hidden states have come, version 1 is made of those that there
     * are.
     */
    @WithDefault("30s")
    Duration patience();

    /**
     * For how long, in stream time, every version keeps its atoms. Some keep them for good: see
     * Retention.
     */
    @WithDefault("1h")
    Duration atomsKept();
  }
}
