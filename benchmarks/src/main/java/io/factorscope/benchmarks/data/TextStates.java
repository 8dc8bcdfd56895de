package io.factorscope.benchmarks.data;

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
import io.factorscope.onnx.Device;
import io.factorscope.onnx.HiddenStateModel;
import io.factorscope.onnx.ModelStore;
import io.factorscope.onnx.NativeLibrary;
import io.factorscope.v1.ElementType;
import io.factorscope.wire.Vectors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The hidden states of texts as the stream has them: windows of 64 word-pieces, every second layer,
 * rounded to FLOAT16.
 */
final class TextStates implements AutoCloseable {

  private static final int WINDOW = 64;
  private static final int BATCH_TOKENS = 528;

  private final HiddenStateModel model;
  private final WindowCutter cutter;
  private final StateRuns runs;
  private final Selection selection;

  private TextStates(HiddenStateModel model, WordPieceTokenizer tokenizer) {
    SpecialTokens special = tokenizer.special();
    this.model = model;
    this.cutter = new WindowCutter(tokenizer, WINDOW);
    this.runs =
        new StateRuns(
            new SharedModel(model, special.frame(), special.padding(), new SimpleMeterRegistry()),
            BATCH_TOKENS);
    this.selection =
        new Selection(Selection.everySecondLayer(model.info().layers()), ElementType.FLOAT16);
  }

  /**
   * Opens bge-small-en-v1.5, and fetches it first if need be.
   *
   * @param models folder in which models are kept
   */
  static TextStates open(Path models) {
    NativeLibrary.keepIn(models);
    Path folder = new ModelStore(models).folder(ModelStore.DEFAULT_MODEL);
    WordPieceTokenizer tokenizer = WordPieceTokenizer.read(folder.resolve("tokenizer.json"));
    return new TextStates(
        HiddenStateModel.open(
            folder,
            ModelStore.DEFAULT_MODEL,
            Device.CPU,
            Runtime.getRuntime().availableProcessors()),
        tokenizer);
  }

  /** The states of texts, token by token and, within a token, by layer. */
  Rows of(List<String> texts) {
    List<PackedStates> packed = new ArrayList<>();
    for (String text : texts) {
      packed.addAll(run(cutter.cut(text)));
    }
    int width = model.info().width();
    int perToken = selection.layers().size();
    int tokens = packed.stream().mapToInt(PackedStates::tokens).sum();
    float[] values = new float[Math.multiplyExact(tokens * perToken, width)];
    int at = 0;
    for (PackedStates window : packed) {
      float[] states = unpacked(window, window.tokens() * perToken, width);
      System.arraycopy(states, 0, values, at, states.length);
      at += states.length;
    }
    return new Rows(values, width);
  }

  private List<PackedStates> run(WindowedText text) {
    List<WindowRequest> windows =
        IntStream.range(0, text.windows())
            .mapToObj(window -> WindowRequest.all(text.ids(window)))
            .toList();
    try {
      return windows.isEmpty() ? List.of() : runs.run(windows, selection, ModelUser.STREAM);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at the model", e);
    }
  }

  private static float[] unpacked(PackedStates window, int rows, int width) {
    byte[] bytes = window.rows(0, window.tokens()).toByteArray();
    return Vectors.unpack(Vectors.message(bytes, rows, width, ElementType.FLOAT16));
  }

  @Override
  public void close() {
    model.close();
  }
}
