package io.factorscope.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.factorscope.models.ModelException;
import io.factorscope.models.ModelFolder;
import java.lang.foreign.Arena;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Set;

/**
 * ONNX Runtime on the untouched model, whose last state is computed and never read: the floor that
 * {@link HiddenStateModel} is measured against. Runs one at a time.
 */
public final class BareEncoder implements AutoCloseable {
  private final OrtSession session;

  private BareEncoder(OrtSession session) {
    this.session = session;
  }

  /**
   * Opens a model on the processor.
   *
   * @param folder with model.onnx
   * @param threads that one run may use
   * @throws ModelException if it can't be loaded
   */
  public static BareEncoder open(Path folder, int threads) {
    try (Arena arena = Arena.ofConfined()) {
      ModelFile file = ModelFile.map(folder.resolve(ModelFolder.MODEL), arena);
      return new BareEncoder(
          Sessions.open(ModelFile.serialize(file.parse(), arena), Device.CPU, threads).session());
    } catch (OrtException e) {
      throw new ModelException("%s can't be loaded: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * Runs the model once.
   *
   * @param ids row-major [batch][length], padded
   * @param lengths true length of each text
   * @throws IllegalArgumentException if the shapes do not agree
   * @throws ModelException if ONNX Runtime fails
   */
  public void run(long[] ids, int[] lengths, int batch, int length) {
    TokenBatch tokens = new TokenBatch(ids, lengths, batch, length);
    try (Tensors inputs = new Tensors()) {
      inputs.add(Inference.TOKEN_IDS, LongBuffer.wrap(tokens.ids()), tokens.shape());
      inputs.add(Inference.MASK, tokens.mask(), tokens.shape());
      if (session.getInputNames().contains(Inference.TOKEN_TYPES)) {
        inputs.add(Inference.TOKEN_TYPES, LongBuffer.allocate(tokens.ids().length), tokens.shape());
      }
      session.run(inputs.byName(), Set.of(session.getOutputNames().iterator().next())).close();
    } catch (OrtException e) {
      throw new ModelException("The bare model failed: " + e.getMessage(), e);
    }
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
