package io.factorscope.coder.device;

import io.factorscope.onnx.Device;
import io.factorscope.onnx.ProximalAtoms;
import io.factorscope.onnx.ProximalCodes;
import io.factorscope.onnx.ProximalSolver;
import io.factorscope.sparse.CodingStatistics;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.ProposedCodes;
import io.factorscope.sparse.ProposingCoder;
import io.factorscope.sparse.SparseCoder;

/** A coder whose codes are proposed by ONNX Runtime, certified here, and finished exactly. */
public final class OnnxCoder {
  /**
   * The relative gap at which the solver is done with a state: float32 may be this far off 1e-4.
   */
  private static final float GOAL = 8e-5f;

  /** Most factors of a code that the solver hands out. */
  private static final int ROOM = 256;

  /** On the processor: products are efficient, and what they read fits its caches. */
  private static final int BATCH = 256;

  /** On a card: floats of one [batch][factors] matrix, of which some ten are alive at a time. */
  private static final int CARD_FLOATS = 1 << 23;

  private OnnxCoder() {}

  /**
   * Makes a coder.
   *
   * @param solver serves any number of coders; stays open as long as they code
   * @param statistics is told what the coder does
   * @throws IllegalArgumentException if lambda is not above zero
   * @throws IllegalStateException if the Gram matrix does not fit the heap
   */
  public static SparseCoder of(
      ProximalSolver solver, Dictionary dictionary, double lambda, CodingStatistics statistics) {
    ProximalAtoms atoms =
        new ProximalAtoms(dictionary.atoms(), dictionary.factors(), dictionary.width());
    return new ProposingCoder(
        dictionary,
        lambda,
        batch(solver.device(), dictionary.factors()),
        (states, from, count) ->
            proposed(solver.solve(atoms, states, from, count, (float) lambda, GOAL, ROOM)),
        statistics);
  }

  private static ProposedCodes proposed(ProximalCodes codes) {
    return new ProposedCodes(codes.room(), codes.supports(), codes.factors(), codes.activations());
  }

  private static int batch(Device device, int factors) {
    return device == Device.CUDA ? Math.clamp(CARD_FLOATS / factors, BATCH, 8192) : BATCH;
  }
}
