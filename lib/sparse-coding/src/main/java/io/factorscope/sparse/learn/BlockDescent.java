package io.factorscope.sparse.learn;

import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.RowProducts;
import java.util.Arrays;

/**
 * One pass of block coordinate descent over the atoms (Mairal et al. 2010, Algorithm 2): atom j
 * becomes u / ||u|| with u = (b_j − Σ_i A_ji d_i) / A_jj + d_j, one after the other, each seeing
 * the new values of those before it. On the unit sphere each step is the exact minimum over its
 * atom of ½ tr(D'D A) − tr(D'B), so a pass never raises it.
 *
 * <p>Blocks of atoms share one product with the whole dictionary. What changes inside a block is
 * corrected half by half: the second half of any part sees the changes of the first by one product.
 */
final class BlockDescent {
  private static final int BLOCK = 64;

  /** A part so small is corrected atom by atom. */
  private static final int SMALL = 8;

  private final RowProducts products = Kernels.best().rowProducts();
  private final Sums sums;
  private final double minUse;
  private final double[][] atoms; // [factors][width]
  private final double[][] changes; // [BLOCK][width] new minus old atom

  /**
   * @param sums A, symmetric, and B
   * @param minUse atoms with a smaller A_jj stay as they are: there is no evidence about them
   * @param atoms [factors][width], changed by {@link #run}
   */
  BlockDescent(Sums sums, double minUse, double[][] atoms) {
    this.sums = sums;
    this.minUse = minUse;
    this.atoms = atoms;
    this.changes = new double[Math.min(BLOCK, sums.factors)][sums.width];
  }

  void run() {
    for (int first = 0; first < sums.factors; first += BLOCK) {
      updateBlock(first, Math.min(sums.factors, first + BLOCK));
    }
  }

  private void updateBlock(int first, int end) {
    double[][] residuals = new double[end - first][];
    for (int j = first; j < end; j++) {
      residuals[j - first] = sums.b[j].clone();
    }
    products.subtract(residuals, sums.a, first, 0, atoms);
    updatePart(first, residuals, changes);
  }

  /**
   * @param first the part's first atom
   * @param residuals [atoms of the part][width] b_j − Σ_i A_ji d_i, with d_i before this part
   * @param changed [at least as many][width] receives what the atoms change by
   */
  private void updatePart(int first, double[][] residuals, double[][] changed) {
    int count = residuals.length;
    if (count <= SMALL) {
      updateEach(first, residuals, changed);
      return;
    }
    int half = count / 2;
    double[][] firstHalf = Arrays.copyOf(changed, half);
    double[][] rest = Arrays.copyOfRange(residuals, half, count);
    updatePart(first, Arrays.copyOf(residuals, half), firstHalf);
    products.subtract(rest, sums.a, first + half, first, firstHalf);
    updatePart(first + half, rest, Arrays.copyOfRange(changed, half, count));
  }

  private void updateEach(int first, double[][] residuals, double[][] changed) {
    for (int j = 0; j < residuals.length; j++) {
      for (int i = 0; i < j; i++) {
        Rows.addScaled(residuals[j], -sums.a[first + j][first + i], changed[i]);
      }
      updateAtom(first + j, residuals[j], changed[j]);
    }
  }

  private void updateAtom(int j, double[] residual, double[] change) {
    Arrays.fill(change, 0);
    double use = sums.a[j][j];
    if (!(use > minUse)) {
      return;
    }
    double[] atom = atoms[j];
    double squares = 0;
    for (int k = 0; k < atom.length; k++) {
      residual[k] = residual[k] / use + atom[k];
      squares += residual[k] * residual[k];
    }
    if (!(squares > 0)) {
      return;
    }
    double norm = Math.sqrt(squares);
    for (int k = 0; k < atom.length; k++) {
      // Published atoms are float32: what follows must see what coders will see.
      float value = (float) (residual[k] / norm);
      change[k] = value - atom[k];
      atom[k] = value;
    }
  }
}
