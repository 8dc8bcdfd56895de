package io.factorscope.embedder;

import io.factorscope.embedder.EmbedderConfig.SpecialTokenUse;
import io.factorscope.embedder.states.SharedModel;
import io.factorscope.embedder.tokens.SpecialTokens;
import io.factorscope.embedder.tokens.WordPieceTokenizer;
import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.models.ModelCatalogue;
import io.factorscope.models.ModelDefaults;
import io.factorscope.models.ModelStore;
import io.factorscope.onnx.Device;
import io.factorscope.onnx.HiddenStateModel;
import io.factorscope.onnx.NativeLibrary;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** From settings to a model that runs; every setting is checked. */
final class ModelLoading {

  /** Eight windows of 64 tokens with their special tokens: fits the caches of a processor. */
  private static final int CPU_BATCH_TOKENS = 528;

  /** Keeps a graphics card busy. */
  private static final int CUDA_BATCH_TOKENS = 16_384;

  /** The stream's last transaction and the callers' last runs, when the service stops. */
  private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(45);

  private static final Pattern TOPIC_SUFFIX = Pattern.compile("[a-zA-Z0-9._-]{1,180}");

  private final EmbedderConfig.Model config;
  private final MeterRegistry meters;

  ModelLoading(EmbedderConfig.Model config, MeterRegistry meters) {
    this.config = config;
    this.meters = meters;
  }

  /**
   * Loads the model, and fetches it first if need be.
   *
   * @throws IllegalArgumentException if a setting does not fit the model
   * @throws io.factorscope.models.ModelException if the model can't be had or run
   */
  LoadedModel load() throws InterruptedException {
    String id = id(config.name());
    Path cache = Path.of(config.cache());
    NativeLibrary.keepIn(cache);
    Path folder = new ModelStore(cache).folder(config.name());
    WordPieceTokenizer tokenizer = WordPieceTokenizer.read(folder.resolve("tokenizer.json"));
    HiddenStateModel model =
        HiddenStateModel.open(folder, id, Device.parse(config.device()), threads());
    try {
      model.ownerClosesWithin(TIME_TO_CLOSE);
      return load(model, tokenizer);
    } catch (RuntimeException | InterruptedException e) {
      model.close();
      throw e;
    }
  }

  private LoadedModel load(HiddenStateModel model, WordPieceTokenizer tokenizer)
      throws InterruptedException {
    SpecialTokens special = tokenizer.special();
    SpecialTokens.Frame frame =
        config.specialTokens() == SpecialTokenUse.MODEL
            ? special.frame()
            : SpecialTokens.Frame.NONE;
    SharedModel shared = new SharedModel(model, frame, special.padding(), meters);
    ModelDefaults defaults = ModelCatalogue.defaults(model.info().id());
    int window =
        between("model.window", config.window().orElse(defaults.window()), 1, shared.maxTokens());
    return LoadedModel.warmUp(
        model,
        shared,
        new WindowCutter(tokenizer, window),
        batchTokens(model.device()),
        layers(defaults, model.info().layers()));
  }

  private List<Integer> layers(ModelDefaults defaults, int last) {
    List<Integer> layers =
        config.layers().orElseGet(() -> defaults.layers(last)).stream()
            .sorted()
            .distinct()
            .toList();
    layers.forEach(layer -> between("model.layers", layer, 0, last));
    return layers;
  }

  private int threads() {
    int threads = between("model.threads", config.threads(), 0, 1_024);
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private int batchTokens(Device device) {
    int tokens = between("model.batch-tokens", config.batchTokens(), 0, 1 << 20);
    if (tokens > 0) {
      return tokens;
    }
    return device == Device.CUDA ? CUDA_BATCH_TOKENS : CPU_BATCH_TOKENS;
  }

  private static int between(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "factorscope.%s: is %d, must be %d to %d".formatted(key, value, least, most));
    }
    return value;
  }

  /** The name, or the name of the folder: part of the names of topics and groups. */
  private static String id(String nameOrPath) {
    Path last = Path.of(nameOrPath).toAbsolutePath().normalize().getFileName();
    String id = last == null ? "" : last.toString();
    if (!TOPIC_SUFFIX.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "factorscope.model.name: '%s' can't be part of a topic's name; rename the folder to letters, digits, '.', '_' and '-'"
              .formatted(id));
    }
    return id;
  }
}
