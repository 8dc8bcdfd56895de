package io.factorscope.embedder;

import io.factorscope.onnx.HiddenStateModel;
import io.factorscope.onnx.HiddenStates;
import java.util.List;

/** The model run by hand on one window: what the service must come to. */
public final class DirectStates {

  private static final int CLS = 101;
  private static final int SEP = 102;

  private DirectStates() {}

  /** Rows of the window's tokens, token-major and then by layer: [tokens * layers][width]. */
  public static float[][] of(HiddenStateModel model, List<Integer> tokenIds, List<Integer> layers) {
    long[] ids = new long[tokenIds.size() + 2];
    ids[0] = CLS;
    for (int i = 0; i < tokenIds.size(); i++) {
      ids[i + 1] = tokenIds.get(i);
    }
    ids[ids.length - 1] = SEP;
    int[] chosen = layers.stream().mapToInt(Integer::intValue).toArray();
    try (HiddenStates states = model.run(ids, new int[] {ids.length}, 1, ids.length, chosen)) {
      float[][] rows = new float[tokenIds.size() * chosen.length][];
      for (int row = 0; row < rows.length; row++) {
        int token = row / chosen.length;
        rows[row] = states.vector(chosen[row % chosen.length], 0, token + 1);
      }
      return rows;
    }
  }
}
