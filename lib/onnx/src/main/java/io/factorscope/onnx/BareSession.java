package io.factorscope.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.factorscope.models.ModelException;
import java.lang.foreign.Arena;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime on a model as it is, on the processor: what benchmarks compare ours with. It is here
 * because nothing else may name ONNX Runtime. Does not take part in the orderly end of the process.
 */
public final class BareSession implements AutoCloseable {
  private final OrtSession session;

  private BareSession(OrtSession session) {
    this.session = session;
  }

  /**
   * A tensor's values.
   *
   * @param values a FloatBuffer or a LongBuffer; read and written in place if direct
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Values(Buffer values, long... shape) {}

  /**
   * Opens the model of a file.
   *
   * @param threads that one run may use
   * @throws ModelException if it can't be loaded
   */
  public static BareSession open(Path file, int threads) {
    try (Arena arena = Arena.ofConfined()) {
      return open(ModelFile.map(file, arena).bytes(), threads);
    }
  }

  /** Opens a model that was built in code; otherwise like {@link #open(Path, int)}. */
  public static BareSession open(ModelProto model, int threads) {
    try (Arena arena = Arena.ofConfined()) {
      return open(ModelFile.serialize(model, arena), threads);
    }
  }

  private static BareSession open(ByteBuffer model, int threads) {
    try {
      return new BareSession(Sessions.open(model, Device.CPU, threads).session());
    } catch (OrtException e) {
      throw new ModelException("The bare model can't be loaded: " + e.getMessage(), e);
    }
  }

  /** Names of the inputs, all of which a run must be given. */
  public Set<String> inputs() {
    return session.getInputNames();
  }

  /**
   * Runs the model once.
   *
   * @param outputs take what comes out; if there are none, all outputs are computed and dropped
   * @throws ModelException if ONNX Runtime fails
   */
  public void run(Map<String, Values> inputs, Map<String, Values> outputs) {
    try (Tensors in = tensors(inputs);
        Tensors out = tensors(outputs);
        var _ =
            outputs.isEmpty() ? session.run(in.byName()) : session.run(in.byName(), out.byName())) {
      // What is wanted of the result lies in the caller's memory.
    } catch (OrtException e) {
      throw new ModelException("The bare model failed: " + e.getMessage(), e);
    }
  }

  private static Tensors tensors(Map<String, Values> named) throws OrtException {
    Tensors tensors = new Tensors();
    for (var entry : named.entrySet()) {
      switch (entry.getValue().values()) {
        case LongBuffer longs -> tensors.add(entry.getKey(), longs, entry.getValue().shape());
        case FloatBuffer floats -> tensors.add(entry.getKey(), floats, entry.getValue().shape());
        default ->
            throw new IllegalArgumentException(entry.getKey() + " is neither long nor float");
      }
    }
    return tensors;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException("The bare model can't be closed: " + e.getMessage(), e);
    }
  }
}
