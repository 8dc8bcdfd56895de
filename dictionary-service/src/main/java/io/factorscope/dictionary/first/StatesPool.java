package io.factorscope.dictionary.first;

import io.factorscope.v1.EvidencePolicy;
import io.factorscope.v1.FirstVersionWait;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.Model;
import io.factorscope.v1.Slice;
import io.factorscope.wire.HeldOut;
import io.factorscope.wire.HiddenStateId;
import io.factorscope.wire.Vectors;
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
    require(
        batch.getModel().getId().equals(modelId),
        "model.id: is " + batch.getModel().getId() + ", must be " + modelId);
    float[] values = checked(batch);
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

  /** The values of a batch whose numbers agree. */
  private static float[] checked(HiddenStateBatch batch) {
    require(batch.getLayersCount() > 0, "layers: is empty");
    int width = batch.getStates().getWidth();
    require(
        width > 0 && width == batch.getModel().getWidth(),
        "states.width: is " + width + ", must be the model's " + batch.getModel().getWidth());
    long rows = 0;
    for (Slice slice : batch.getSlicesList()) {
      require(
          slice.getFirst() >= 0 && slice.getFirst() < slice.getEnd(),
          "slices: one goes from " + slice.getFirst() + " to " + slice.getEnd());
      rows += (long) (slice.getEnd() - slice.getFirst()) * batch.getLayersCount();
    }
    require(
        rows == batch.getStates().getRows(),
        "states.rows: is " + batch.getStates().getRows() + ", the slices have " + rows);
    return Vectors.unpack(batch.getStates());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private void addStates(HiddenStateBatch batch, float[] values) {
    int width = batch.getStates().getWidth();
    int row = 0;
    for (Slice slice : batch.getSlicesList()) {
      for (int token = slice.getFirst(); token < slice.getEnd(); token++) {
        for (int layer : layers) {
          float[] x = Arrays.copyOfRange(values, row * width, (row + 1) * width);
          HiddenStateId id =
              new HiddenStateId(
                  batch.getDocument().getPartition(),
                  batch.getDocument().getOffset(),
                  slice.getWindow().getIndex(),
                  token,
                  layer);
          add(x, id);
          row++;
        }
      }
    }
  }

  private void add(float[] x, HiddenStateId id) {
    double norm = norm(x);
    // NaN and infinity fail the comparison; the coder writes their dead letters.
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
