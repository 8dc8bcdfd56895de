package io.factorscope.benchmarks;

import io.factorscope.embedder.states.ModelIdentity;
import io.factorscope.embedder.states.ModelUser;
import io.factorscope.embedder.states.PackedStates;
import io.factorscope.embedder.states.Selection;
import io.factorscope.embedder.states.SharedModel;
import io.factorscope.embedder.states.StateRuns;
import io.factorscope.embedder.states.WindowRequest;
import io.factorscope.embedder.tokens.SpecialTokens;
import io.factorscope.embedder.tokens.WordPieceTokenizer;
import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.embedder.windows.WindowedText;
import io.factorscope.models.ModelCatalogue;
import io.factorscope.models.ModelDefaults;
import io.factorscope.models.ModelStore;
import io.factorscope.onnx.Device;
import io.factorscope.onnx.HiddenStateModel;
import io.factorscope.onnx.NativeLibrary;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.Model;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The parts of the embedder as its service puts them together, with its defaults: its windows and
 * layers, rounded to FLOAT16.
 */
public final class Encoder implements AutoCloseable {

  /** Of one run of the model, padding included. */
  public static final int BATCH_TOKENS = 528;

  private static final ModelDefaults DEFAULTS = ModelCatalogue.defaults(ModelCatalogue.DEFAULT);

  private final Path folder;
  private final HiddenStateModel model;
  private final WindowCutter cutter;
  private final SpecialTokens special;
  private final StateRuns runs;
  private final Selection selection;

  private Encoder(Path folder, HiddenStateModel model) {
    WordPieceTokenizer tokenizer = WordPieceTokenizer.read(folder.resolve("tokenizer.json"));
    this.folder = folder;
    this.model = model;
    this.cutter = new WindowCutter(tokenizer, DEFAULTS.window());
    this.special = tokenizer.special();
    this.runs =
        new StateRuns(
            new SharedModel(model, special.frame(), special.padding(), new SimpleMeterRegistry()),
            BATCH_TOKENS);
    this.selection = new Selection(DEFAULTS.layers(model.info().layers()), ElementType.FLOAT16);
  }

  /**
   * Opens the default model with all cores, and fetches it first if need be.
   *
   * @param models folder in which models are kept
   */
  public static Encoder open(Path models) {
    NativeLibrary.keepIn(models);
    Path folder = new ModelStore(models).folder(ModelCatalogue.DEFAULT);
    return new Encoder(
        folder,
        HiddenStateModel.open(
            folder,
            ModelCatalogue.DEFAULT,
            Device.CPU,
            Runtime.getRuntime().availableProcessors()));
  }

  /** The model's folder. */
  public Path folder() {
    return folder;
  }

  /** Cuts texts into windows. */
  public WindowCutter cutter() {
    return cutter;
  }

  /** What windows are framed and padded with. */
  public SpecialTokens special() {
    return special;
  }

  /** Layers and precision. */
  public Selection selection() {
    return selection;
  }

  /** The model in messages. */
  public Model identity() {
    return ModelIdentity.of(model.info());
  }

  /** The windows of texts, in their order. */
  public static List<WindowRequest> windows(List<WindowedText> texts) {
    return texts.stream()
        .flatMap(
            text ->
                IntStream.range(0, text.windows())
                    .mapToObj(window -> WindowRequest.all(text.ids(window))))
        .toList();
  }

  /** The states of windows, in their order. */
  public List<PackedStates> run(List<WindowRequest> windows) {
    try {
      return runs.run(windows, selection, ModelUser.STREAM);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at the model", e);
    }
  }

  /** Length of a hidden state. */
  public int width() {
    return model.info().width();
  }

  @Override
  public void close() {
    model.close();
  }
}
