package io.factorscope.embedder;

import io.factorscope.embedder.states.ModelIdentity;
import io.factorscope.embedder.states.ModelUser;
import io.factorscope.embedder.states.Selection;
import io.factorscope.embedder.states.SharedModel;
import io.factorscope.embedder.states.StateRuns;
import io.factorscope.embedder.states.WindowRequest;
import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.onnx.HiddenStateModel;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.Model;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The model with its tokenizer, ready to run.
 *
 * @param info its name on the wire
 * @param layers that the stream publishes, ascending
 * @param tokensPerSecond how fast it read a first few windows
 */
record LoadedModel(
    HiddenStateModel model,
    WindowCutter cutter,
    StateRuns runs,
    Model info,
    List<Integer> layers,
    double tokensPerSecond)
    implements AutoCloseable {

  private static final int WARM_UPS = 3;

  /** Runs it a few times, so that the first document does not pay for that, and takes the time. */
  static LoadedModel warmUp(
      HiddenStateModel model,
      SharedModel shared,
      WindowCutter cutter,
      int batchTokens,
      List<Integer> layers)
      throws InterruptedException {
    StateRuns runs = new StateRuns(shared, batchTokens);
    Selection selection = new Selection(layers, ElementType.FLOAT16);
    int unknown = cutter.tokenizer().special().unknown();
    int[] ids = new int[cutter.size()];
    Arrays.fill(ids, unknown);
    int windows = Math.max(1, batchTokens / (ids.length + shared.frameSize()));
    List<WindowRequest> batch = Collections.nCopies(windows, WindowRequest.all(ids));
    double best = 0;
    for (int i = 0; i < WARM_UPS; i++) {
      long started = System.nanoTime();
      runs.run(batch, selection, ModelUser.STREAM);
      best = Math.max(best, windows * ids.length / ((System.nanoTime() - started) / 1e9));
    }
    return new LoadedModel(
        model, cutter, runs, ModelIdentity.of(model.info()), List.copyOf(layers), best);
  }

  @Override
  public void close() {
    model.close();
  }
}
