package io.factorscope.embedder.states;

import io.factorscope.embedder.tokens.SpecialTokens;
import io.factorscope.onnx.HiddenStateModel;
import io.factorscope.onnx.HiddenStates;
import io.factorscope.onnx.ModelInfo;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The one model of this service: frames windows with special tokens, pads, and gives turns. */
public final class SharedModel {

  private final HiddenStateModel model;
  private final SpecialTokens.Frame frame;
  private final int padding;
  private final Turns turns = new Turns();
  private final Map<ModelUser, Timer> timers = new EnumMap<>(ModelUser.class);

  public SharedModel(
      HiddenStateModel model, SpecialTokens.Frame frame, int padding, MeterRegistry meters) {
    this.model = model;
    this.frame = frame;
    this.padding = padding;
    for (ModelUser user : ModelUser.values()) {
      timers.put(
          user,
          Timer.builder("factorscope.model.run")
              .description("Runs of the model, without waiting for a turn")
              .tag("user", user.label())
              .register(meters));
    }
  }

  public ModelInfo info() {
    return model.info();
  }

  /** Special tokens that are added to a window. */
  public int frameSize() {
    return frame.size();
  }

  /** The longest window, in tokens without special ones. */
  public int maxTokens() {
    return info().maxPositions() - frame.size();
  }

  /**
   * Runs the model once and packs what is wanted, in the order of the requests.
   *
   * @param requests a batch, none longer than {@link #maxTokens}
   */
  List<PackedStates> run(List<WindowRequest> requests, Selection selection, ModelUser user)
      throws InterruptedException {
    int[] lengths = requests.stream().mapToInt(this::framedLength).toArray();
    int length = Arrays.stream(lengths).max().orElseThrow();
    long[] ids = framedIds(requests, length);
    try (HiddenStates states = runInTurn(ids, lengths, length, selection, user)) {
      StatePacker packer = new StatePacker(states, selection);
      return IntStream.range(0, requests.size())
          .mapToObj(i -> packer.pack(i, frame.before().size(), requests.get(i).positions()))
          .toList();
    }
  }

  private HiddenStates runInTurn(
      long[] ids, int[] lengths, int length, Selection selection, ModelUser user)
      throws InterruptedException {
    turns.begin(user);
    long started = System.nanoTime();
    try {
      return model.run(ids, lengths, lengths.length, length, selection.layerNumbers());
    } finally {
      turns.end();
      Timer timer = timers.get(user);
      if (timer != null) {
        timer.record(Duration.ofNanos(System.nanoTime() - started));
      }
    }
  }

  int framedLength(WindowRequest request) {
    return request.ids().length + frame.size();
  }

  /** Row-major [requests][length]. */
  private long[] framedIds(List<WindowRequest> requests, int length) {
    long[] ids = new long[requests.size() * length];
    Arrays.fill(ids, padding);
    int row = 0;
    for (WindowRequest request : requests) {
      int i = row;
      for (int id : frame.before()) {
        ids[i++] = id;
      }
      for (int id : request.ids()) {
        ids[i++] = id;
      }
      for (int id : frame.after()) {
        ids[i++] = id;
      }
      row += length;
    }
    return ids;
  }
}
