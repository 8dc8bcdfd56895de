package io.factorscope.dictionary.first;

import io.factorscope.v1.EvidencePolicy;
import io.factorscope.v1.FirstVersionWait;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.Model;
import io.factorscope.wire.HeldOut;
import io.factorscope.wire.HiddenStateBatches;
import io.factorscope.wire.HiddenStateId;
import io.factorscope.wire.InvalidMessageException;
import io.factorscope.wire.StateRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The hidden states that version 1 may be made of: of one model and one set of layers, and not held
 * out.
 */
final class StatesPool {

  private static final Logger LOG = Logger.getLogger(StatesPool.class);

  private final int wanted;
  private final long seed;
  private final EvidencePolicy policy;
  private final String modelId;
  private final StreamSeen seen;
  private final List<State> states = new ArrayList<>();
  private @Nullable Model model;
  private List<Integer> layers = List.of();

  /**
   * @param x the state, {@code [width]}
   * @param hash of its identity
   */
  record State(float[] x, long hash, double norm) {}

  StatesPool(FirstVersionSettings settings, EvidencePolicy policy) {
    this.modelId = settings.model();
    this.wanted = settings.statesWanted();
    this.seed = settings.seed();
    this.policy = policy;
    this.seen = new StreamSeen(settings.dictionary(), wanted);
  }

  /**
   * Takes a batch; answers whether more are wanted.
   *
   * @throws IllegalArgumentException if it contradicts itself or is of another model; then nothing
   *     of it is taken
   */
  boolean add(HiddenStateBatch batch) {
    boolean heldOut = HeldOut.contains(batch.getDocument().getId(), policy);
    seen.add(batch, heldOut);
    if (batch.getSlicesCount() == 0 || heldOut) {
      return true;
    }
    if (!batch.getModel().getId().equals(modelId)) {
      throw new IllegalArgumentException(
          "model.id: is " + batch.getModel().getId() + ", must be " + modelId);
    }
    float[] values = unpacked(batch);
    if (model == null) {
      model = batch.getModel();
      layers = List.copyOf(batch.getLayersList());
    }
    if (!model.equals(batch.getModel()) || !layers.equals(batch.getLayersList())) {
      LOG.warnf(
          "Not for version 1: states of model %s, layers %s",
          batch.getModel().getId(), batch.getLayersList());
      return true;
    }
    addStates(batch, values);
    return states.size() < wanted;
  }

  private static float[] unpacked(HiddenStateBatch batch) {
    try {
      return HiddenStateBatches.unpack(batch);
    } catch (InvalidMessageException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private void addStates(HiddenStateBatch batch, float[] values) {
    int width = batch.getStates().getWidth();
    StateRows.of(batch)
        .forEach(
            (row, slice, token, layer) -> {
              float[] x = Arrays.copyOfRange(values, row * width, (row + 1) * width);
              add(x, HiddenStateId.of(batch.getDocument(), slice, token, layers.get(layer)));
            });
  }

  private void add(float[] x, HiddenStateId id) {
    double norm = norm(x);
    // What is not finite was refused with its batch, as the coder does; this is about overflow.
    if (norm > 0 && norm < Float.MAX_VALUE) {
      states.add(new State(x, id.hash(seed), norm));
    }
  }

  /** What is still waited for. */
  FirstVersionWait waitsFor() {
    return seen.waitsFor(states.size());
  }

  int size() {
    return states.size();
  }

  boolean isEmpty() {
    return states.isEmpty();
  }

  Model model() {
    if (model == null) {
      throw new IllegalStateException("no hidden state was read");
    }
    return model;
  }

  List<Integer> layers() {
    return layers;
  }

  /** The states in the order of their hashes: a random order that everybody agrees on. */
  List<State> drawn() {
    return states.stream().sorted(Comparator.comparingLong(State::hash)).toList();
  }

  double medianNorm() {
    double[] norms = states.stream().mapToDouble(State::norm).sorted().toArray();
    return norms[norms.length / 2];
  }

  static double norm(float[] x) {
    double sum = 0;
    for (float value : x) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
