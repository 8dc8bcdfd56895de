package io.factorscope.onnx;

import ai.onnxruntime.OrtException;
import io.factorscope.models.ModelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jboss.logging.Logger;

/**
 * A BERT-like encoder that gives the hidden states of all its layers.
 *
 * <p>Thread-safe: runs may overlap. On the processor the states of a text are the same bit for bit
 * whatever the batch, the padding and the number of threads.
 *
 * <p><b>End of the process.</b> A model that is still open when the JVM shuts down (SIGTERM,
 * Ctrl-C, {@code System.exit}) is closed by a shutdown hook: it refuses new runs with {@link
 * ModelClosedException}, and the process ends after those under way. A service that has an orderly
 * end of its own, in which it still runs the model, asks for time by {@link #ownerClosesWithin}.
 */
public final class HiddenStateModel implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(HiddenStateModel.class);

  private final Encoder encoder;
  private final StateMemory memory = new StateMemory();
  private final RunGate gate = new RunGate();
  private final OwnersTime ownersTime = new OwnersTime();

  private HiddenStateModel(Encoder encoder) {
    this.encoder = encoder;
  }

  /**
   * Opens a model: reads the graph, makes the hidden states its outputs in memory (nothing is
   * written), loads it on the device and tries it with one token.
   *
   * @param folder with model.onnx and tokenizer.json
   * @param id the name to know it by
   * @param threads that one run may use, at least 1
   * @throws ModelException if a file is missing or damaged, the graph is not a float32 encoder
   *     whose hidden states can be found beyond doubt, or the device can't be used
   */
  public static HiddenStateModel open(Path folder, String id, Device device, int threads)
      throws ModelException {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is %d; it must be at least 1".formatted(threads));
    }
    HiddenStateModel model =
        new HiddenStateModel(new EncoderOpening(folder, id).open(device, threads));
    OrtProcess.closeAtExit(model, () -> model.ownersTime.closeAfter(model::close));
    ModelInfo info = model.info();
    LOG.infof(
        "Model %s on %s: %d layers, width %d, at most %d tokens, SHA-256 %s",
        id,
        model.device().id(),
        info.layers(),
        info.width(),
        info.maxPositions(),
        info.contentHash());
    return model;
  }

  public ModelInfo info() {
    return encoder.info();
  }

  /** Where it runs: CPU or CUDA. */
  public Device device() {
    return encoder.device();
  }

  /**
   * Runs the encoder on a batch of texts.
   *
   * @param ids token ids, row-major [batch][length], padded by any id (zero by custom); not kept
   * @param lengths true length of each text, from 1 to length
   * @param layers the layers whose states are wanted, each from 0 to {@link ModelInfo#layers}
   * @return the states; to be closed by the caller
   * @throws IllegalArgumentException if an argument breaks these rules
   * @throws ModelClosedException if the model is closed
   * @throws ModelException if ONNX Runtime fails
   */
  public HiddenStates run(long[] ids, int[] lengths, int batch, int length, int[] layers)
      throws ModelException {
    TokenBatch tokens = new TokenBatch(ids, lengths, batch, length);
    tokens.checkFits(info().maxPositions(), encoder.vocabulary());
    checkLayers(layers);
    if (!gate.enter()) {
      throw new ModelClosedException(info().id());
    }
    try {
      return run(tokens, layers);
    } finally {
      gate.leave();
    }
  }

  private HiddenStates run(TokenBatch tokens, int[] layers) {
    PinnedHiddenStates states = new PinnedHiddenStates(layers, tokens, info().width(), memory);
    try {
      Inference.run(encoder, tokens, states);
      return states;
    } catch (OrtException e) {
      states.close();
      throw new ModelException(
          "Model '%s' failed on %d texts of %d tokens: %s"
              .formatted(info().id(), tokens.batch(), tokens.length(), e.getMessage()),
          e);
    }
  }

  private void checkLayers(int[] layers) {
    boolean known = Arrays.stream(layers).allMatch(layer -> layer >= 0 && layer <= info().layers());
    boolean distinct = Arrays.stream(layers).distinct().count() == layers.length;
    if (layers.length == 0 || !known || !distinct) {
      throw new IllegalArgumentException(
          "layers is %s; give one or more different layers from 0 to %d"
              .formatted(Arrays.toString(layers), info().layers()));
    }
  }

  /**
   * Promises that the owner closes the model itself while the JVM shuts down: until then, but no
   * longer than this, it stays open for the owner's last runs. Without the promise the time is 0.
   */
  public void ownerClosesWithin(Duration time) {
    ownersTime.set(time);
  }

  /** Refuses new runs, waits for those under way, then gives the model's memory back. */
  @Override
  public void close() {
    gate.close(this::closeSession);
  }

  private void closeSession() {
    try {
      encoder.session().close();
    } catch (OrtException e) {
      throw new ModelException(
          "Model '%s' did not close: %s".formatted(info().id(), e.getMessage()), e);
    } finally {
      OrtProcess.closed(this);
      ownersTime.end();
    }
  }
}
