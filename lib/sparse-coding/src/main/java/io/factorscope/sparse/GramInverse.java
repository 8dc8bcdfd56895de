package io.factorscope.sparse;

import io.factorscope.sparse.kernel.ActiveSetKernels;
import io.factorscope.sparse.kernel.Block;
import io.factorscope.sparse.kernel.PackedDictionary;
import io.factorscope.sparse.kernel.PackedGram;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The explicit inverse of the Gram matrix of the factors in use, S, and the minimiser z on S
 * without the constraint. Blocks of factors enter by their Schur complement and one update of rank
 * p; factors leave one by one. Scratch of one worker.
 *
 * <p>Sizes: k factors in S, at most the cap; blocks of p factors, at most {@link #MAX_BLOCK}.
 */
final class GramInverse {
  /**
   * Maximum number of factors added at once: the matrix of a block has 16 columns, one for the
   * right side.
   */
  static final int MAX_BLOCK = 15;

  private static final int LANES = PackedDictionary.LANES;

  /** Column of the right side in the matrix of a block. */
  private static final int RIGHT = LANES - 1;

  /** The smallest share of an atom that S does not explain, so that the inverse stays accurate. */
  private static final float SMALLEST_PIVOT = 2e-4f;

  private static final float RIDGE = 1e-6f;

  private final PackedGram gram;
  private final ActiveSetKernels kernels;
  private final int room;

  /** Where the rows of a block's matrices begin. */
  private final int[] blockRows;

  private int size;

  /** The minimiser on S without the constraint, by place; zero beyond the size. */
  final float[] z;

  private final Block zRow;
  private final int[] gramInts;
  private final int[] gramShifts;

  /** (G_SS)^-1, [k][k]; columns up to the next multiple of 16 are zero. */
  private final Block inverse;

  /** -G_JS, [p][k]. */
  private final Block cross;

  /** -G_JS (G_SS)^-1, [p][k]. */
  private final Block v;

  private final Block vTransposed;

  /** (G_SS)^-1 G_SJ and z side by side, [k][16]. */
  private final Block side;

  /** The Schur complement of a block, then its inverse; the right side in the last column. */
  private final Block schur = Block.rowMajor(MAX_BLOCK + 1, LANES);

  /** schur^-1 v, [p][k]. */
  private final Block w;

  private final Block row;
  private final Block column;

  /**
   * An empty inverse.
   *
   * @param cap the largest support that there is room for
   */
  GramInverse(PackedGram gram, ActiveSetKernels kernels, int cap) {
    this.gram = gram;
    this.kernels = kernels;
    this.room = room(cap);
    this.blockRows = IntStream.range(0, MAX_BLOCK).map(b -> b * room).toArray();
    this.zRow = Block.rowMajor(1, room);
    this.z = zRow.values();
    this.gramInts = new int[room];
    this.gramShifts = new int[room];
    this.inverse = Block.rowMajor(room, room);
    this.cross = Block.rowMajor(MAX_BLOCK + 1, room);
    this.v = Block.rowMajor(MAX_BLOCK + 1, room);
    this.vTransposed = v.transposed();
    this.side = Block.rowMajor(room, LANES);
    this.w = Block.rowMajor(MAX_BLOCK + 1, room);
    this.row = Block.rowMajor(1, room);
    this.column = new Block(new float[room], 1, room);
  }

  /** Rows are longer than the cap: a stride of 1 KiB would conflict in the first-level cache. */
  static int room(int cap) {
    return cap + 32;
  }

  void clear() {
    Arrays.fill(z, 0);
    size = 0;
  }

  /**
   * Adds a block of factors and moves z. Factors that S nearly explains are left out.
   *
   * @param block factors not in S; those that were added come first afterwards
   * @param p how many, at most {@link #MAX_BLOCK}; S must have room for them
   * @param right correlations with the state minus lambda, parallel to {@code block}
   * @return how many were added
   */
  int append(int[] block, int p, float[] right) {
    int added = p;
    while (added > 0) {
      int dependent = solveBlock(block, added, right);
      if (dependent < 0) {
        extend(added);
        enter(block, added);
        return added;
      }
      added--;
      toEnd(block, right, dependent, p);
    }
    return 0;
  }

  private static void toEnd(int[] block, float[] right, int at, int p) {
    int factor = block[at];
    float value = right[at];
    System.arraycopy(block, at + 1, block, at, p - 1 - at);
    System.arraycopy(right, at + 1, right, at, p - 1 - at);
    block[p - 1] = factor;
    right[p - 1] = value;
  }

  private int padded() {
    return (size + LANES - 1) & -LANES;
  }

  /** Whole tiles of four rows: rows beyond are scratch, and never read. */
  private static int tiled(int rows) {
    return (rows + 3) & -4;
  }

  /** Fills cross, v, side and schur, and inverts the latter; returns a dependent atom or -1. */
  private int solveBlock(int[] block, int p, float[] right) {
    int columns = padded();
    for (int b = 0; b < p; b++) {
      gather(block[b], b, columns);
      Arrays.fill(v.values(), b * room, b * room + columns, 0);
    }
    kernels.multiplyAdd(v, cross, inverse, tiled(p), size, columns);
    transpose(p);
    fillSchur(block, p, right);
    kernels.multiplyAdd(schur, cross, side, tiled(p), size, LANES);
    return kernels.invert(schur.values(), p, SMALLEST_PIVOT);
  }

  /** G_JJ with a ridge, and the right side; cross side' is still to be added. */
  private void fillSchur(int[] block, int p, float[] right) {
    float[] matrix = schur.values();
    for (int b = 0; b < p; b++) {
      Arrays.fill(matrix, b * LANES + p, (b + 1) * LANES, 0);
      for (int c = 0; c < b; c++) {
        float product = gram.get(block[b], block[c]);
        matrix[b * LANES + c] = product;
        matrix[c * LANES + b] = product;
      }
      matrix[b * LANES + b] = gram.get(block[b], block[b]) + RIDGE;
      matrix[b * LANES + RIGHT] = right[b];
    }
  }

  private void gather(int factor, int b, int columns) {
    int[] packed = gram.values();
    float[] out = cross.values();
    int from = factor * gram.rowInts();
    int to = b * room;
    for (int s = 0; s < size; s++) {
      out[to + s] = -PackedGram.UNIT * (float) (packed[from + gramInts[s]] << gramShifts[s]);
    }
    Arrays.fill(out, to + size, to + columns, 0);
  }

  private void transpose(int p) {
    float[] from = v.values();
    float[] to = side.values();
    for (int s = 0; s < size; s++) {
      int at = s * LANES;
      for (int b = 0; b < p; b++) {
        to[at + b] = -from[b * room + s];
      }
      to[at + RIGHT] = z[s];
    }
  }

  /** Inverse += v' schur^-1 v, with borders w = schur^-1 v and corner schur^-1; z += v' z_J. */
  private void extend(int p) {
    int columns = padded();
    float[] matrix = schur.values();
    for (int b = 0; b < p; b++) {
      Arrays.fill(w.values(), b * room, b * room + columns, 0);
      row.values()[b] = matrix[b * LANES + RIGHT];
    }
    kernels.addAtoms(v.values(), blockRows, row.values(), p, z, columns);
    kernels.multiplyAdd(w, schur, v, tiled(p), p, columns);
    kernels.multiplyAdd(inverse, vTransposed, w, tiled(size), p, columns);
    for (int b = 0; b < p; b++) {
      border(b, p);
      z[size + b] = row.values()[b];
    }
  }

  /** Writes the row and column of the block's factor b. */
  private void border(int b, int p) {
    float[] out = inverse.values();
    int at = (size + b) * room;
    Arrays.fill(out, at, at + room, 0);
    System.arraycopy(w.values(), b * room, out, at, size);
    System.arraycopy(schur.values(), b * LANES, out, at + size, p);
    for (int s = 0; s < size; s++) {
      out[s * room + size + b] = w.values()[b * room + s];
    }
  }

  private void enter(int[] block, int p) {
    for (int b = 0; b < p; b++) {
      gramInts[size] = PackedGram.intOf(block[b]);
      gramShifts[size++] = PackedGram.shiftOf(block[b]);
    }
  }

  /**
   * Takes a place out of S: inverse -= u u' / u_p, z -= u z_p / u_p; the last place moves there.
   */
  void remove(int place) {
    int columns = padded();
    float[] u = row.values();
    System.arraycopy(inverse.values(), place * room, u, 0, columns);
    float scale = -1 / u[place];
    float zScale = scale * z[place];
    for (int s = 0; s < size; s++) {
      column.values()[s] = scale * u[s];
      z[s] = Math.fma(zScale, u[s], z[s]);
    }
    kernels.multiplyAdd(inverse, column, row, tiled(size), 1, columns);
    moveLastTo(place, columns);
  }

  private void moveLastTo(int place, int columns) {
    float[] out = inverse.values();
    int last = --size;
    System.arraycopy(out, last * room, out, place * room, columns);
    for (int s = 0; s < last; s++) {
      out[s * room + place] = out[s * room + last];
      out[s * room + last] = 0;
    }
    out[place * room + last] = 0;
    z[place] = z[last];
    z[last] = 0;
    gramInts[place] = gramInts[last];
    gramShifts[place] = gramShifts[last];
  }

  /**
   * One Newton step: z = a + inverse e.
   *
   * @param a a point on S, by place
   * @param e D_S'r - lambda at a, by place
   */
  void newton(float[] a, float[] e) {
    int columns = padded();
    System.arraycopy(e, 0, row.values(), 0, size);
    Arrays.fill(row.values(), size, columns, 0);
    System.arraycopy(a, 0, z, 0, size);
    kernels.multiplyAdd(zRow, row, inverse, 1, size, columns);
  }
}
