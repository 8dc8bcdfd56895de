package io.factorscope.coder;

import io.factorscope.models.ModelCatalogue;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The settings of this service: keys under {@code factorscope}, beside those of its edge. */
@ConfigMapping(prefix = "factorscope")
public interface CoderConfig {

  ModelConfig model();

  DictionaryConfig dictionary();

  DictionariesConfig dictionaries();

  ThreadsConfig coder();

  /** Whose hidden states are coded. */
  interface ModelConfig {

    /** The model's id, as in the name of its topic of hidden states. */
    @WithDefault(ModelCatalogue.DEFAULT)
    String name();

    /** Folder that ONNX Runtime's library is unpacked to; unused with device cpu. */
    @WithDefault("${user.home}/.cache/factorscope/models")
    String cache();
  }

  /** What they are coded with. */
  interface DictionaryConfig {

    /**
     * Name of the dictionary; the model's id if absent. Its version is what the alias live names.
     */
    Optional<String> name();
  }

  /** Where dictionaries come from. */
  interface DictionariesConfig {

    /** host:port of the dictionary-service. */
    @WithDefault("localhost:8082")
    String endpoint();
  }

  /** How coding is done. */
  interface ThreadsConfig {

    /** Threads that code; 0 for as many as there are processors. */
    @WithDefault("0")
    int threads();

    /**
     * {@code cpu}; {@code cuda}, not ready where there is none; {@code auto}, which takes the
     * processor then.
     */
    @WithDefault("cpu")
    String device();
  }
}
