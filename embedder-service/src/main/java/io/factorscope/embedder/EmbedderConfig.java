package io.factorscope.embedder;

import io.factorscope.models.ModelCatalogue;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The settings of this service: keys under {@code factorscope}, beside those of its edge. */
@ConfigMapping(prefix = "factorscope")
public interface EmbedderConfig {

  Model model();

  Stream stream();

  Api api();

  /** The model and how it is run. */
  interface Model {

    /** A known name, or a folder with model.onnx and tokenizer.json. */
    @WithDefault(ModelCatalogue.DEFAULT)
    String name();

    /** Folder in which models that are fetched are kept. */
    @WithDefault("${user.home}/.cache/factorscope/models")
    String cache();

    /**
     * Layers whose states are published, 0 (embedding output) to the model's last. By the model's
     * defaults if absent.
     */
    Optional<List<Integer>> layers();

    /** Tokens of a window, special tokens not counted. By the model's defaults if absent. */
    OptionalInt window();

    /**
     * {@code model}: a window stands between the special tokens that the model was trained with;
     * {@code none}: without any, as in the paper.
     */
    @WithDefault("model")
    SpecialTokenUse specialTokens();

    /** {@code cpu}, {@code cuda} (not ready without one) or {@code auto}. */
    @WithDefault("cpu")
    String device();

    /** Threads of one run of the model; 0: one a core. */
    @WithDefault("0")
    int threads();

    /** Max tokens of one run, padding included; 0: what suits the device. */
    @WithDefault("0")
    int batchTokens();
  }

  /** Whether windows are framed with special tokens. */
  enum SpecialTokenUse {
    MODEL,
    NONE
  }

  /** The step from texts to hidden-states. */
  interface Stream {

    /** Most work of one transaction, by the speed of late; one record at least. */
    @WithDefault("500ms")
    Duration longestWork();
  }

  /** What calls may ask for. */
  interface Api {

    /** Max inputs of one Embed call. */
    @WithDefault("256")
    int maxInputs();

    /** Max tokens of all inputs of one Embed call. */
    @WithDefault("65536")
    int maxTokens();
  }
}
