package io.factorscope.sparse.learn;

import java.nio.BufferUnderflowException;
import java.util.List;

/**
 * A learner's whole state as bytes, bit for bit: little-endian, A as its upper triangle, in parts
 * of bounded size.
 */
public final class LearnerStateFormat {
  private LearnerStateFormat() {}

  /**
   * Writes a state.
   *
   * @param partBytes largest size of a part, e.g. 700,000
   * @return the parts in order; each names its number and how many there are
   */
  public static List<byte[]> write(LearnerState state, int partBytes) {
    PartWriter out = new PartWriter(partBytes);
    out.put(state.factors());
    out.put(state.width());
    writeSettings(out, state.settings);
    writeCounts(out, state);
    writeAtoms(out, state);
    writeSums(out, state.sums);
    writePool(out, state.pool);
    writeHeldOut(out, state.heldOut);
    return out.finish();
  }

  /**
   * Reads a state back.
   *
   * @throws IllegalArgumentException if parts are missing, out of order, cut off, of another
   *     format, or hold numbers that no learner writes
   */
  public static LearnerState read(List<byte[]> parts) {
    try {
      return read(new PartReader(parts));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a part of the checkpoint is cut off", e);
    }
  }

  private static LearnerState read(PartReader in) {
    int factors = in.getInt();
    int width = in.getInt();
    if (factors < 1 || width < 1) {
      throw new IllegalArgumentException(
          "the checkpoint has %d factors of width %d; both are at least 1"
              .formatted(factors, width));
    }
    in.require(leastBytes(factors, width));
    LearnerSettings settings = readSettings(in);
    LearnerCounts counts = readCounts(in);
    LearnerCounts countsAtVersion = readCounts(in);
    double mass = in.getDouble();
    double massOfOnes = in.getDouble();
    int priorDue = in.format() == PartWriter.FORMAT ? in.getCount() : -1;
    LearnerState state = readAtoms(in, factors, width, settings, counts);
    state.countsAtVersion = countsAtVersion;
    state.mass = mass;
    state.massOfOnes = massOfOnes;
    state.priorDue = priorDue >= 0 ? priorDue : priorDue(state);
    readSums(in, state.sums);
    readPool(in, state.pool, width);
    readHeldOut(in, state.heldOut);
    in.finish();
    return state;
  }

  /** Atoms, the first of each generation, and the sums. Saturates, as both may be any number. */
  private static long leastBytes(int factors, int width) {
    double floats = 2.0 * factors * width * Float.BYTES;
    double doubles = (0.5 * factors * factors + (double) factors * width) * Double.BYTES;
    return (long) (floats + doubles);
  }

  /** As it was before checkpoints held it: due until a version was made, and never after. */
  private static int priorDue(LearnerState state) {
    return state.countsAtVersion.learned() == 0 ? state.settings.priorVectors() : 0;
  }

  private static void writeSettings(PartWriter out, LearnerSettings settings) {
    out.put(settings.forgetting());
    out.put(settings.deadAfter());
    out.put(settings.mergeCosine());
    out.put(settings.driftCosine());
    out.put(settings.replacementShare());
    out.put(settings.candidateShare());
    out.put(settings.reservoir());
    out.put(settings.returnVectors());
    out.put(settings.priorVectors());
    out.put(settings.seed());
  }

  private static LearnerSettings readSettings(PartReader in) {
    return new LearnerSettings(
        in.getDouble(),
        in.getLong(),
        in.getDouble(),
        in.getDouble(),
        in.getDouble(),
        in.getDouble(),
        in.getInt(),
        in.getInt(),
        in.getInt(),
        in.getLong());
  }

  private static void writeCounts(PartWriter out, LearnerState state) {
    for (LearnerCounts counts : List.of(state.counts, state.countsAtVersion)) {
      out.put(counts.learned());
      out.put(counts.refused());
      out.put(counts.coded());
    }
    out.put(state.mass);
    out.put(state.massOfOnes);
    out.put(state.priorDue);
  }

  private static LearnerCounts readCounts(PartReader in) {
    return new LearnerCounts(in.getLongCount(), in.getLongCount(), in.getDouble());
  }

  private static void writeAtoms(PartWriter out, LearnerState state) {
    out.putAsFloats(state.atoms);
    out.putAsFloats(state.generations.starts);
    out.put(state.generations.numbers, state.factors());
    out.put(state.generations.highest, state.factors());
    out.put(state.lastUse, state.factors());
  }

  private static LearnerState readAtoms(
      PartReader in, int factors, int width, LearnerSettings settings, LearnerCounts counts) {
    double[][] atoms = in.getFloatRows(factors, width);
    double[][] starts = in.getFloatRows(factors, width);
    int[] numbers = new int[factors];
    int[] highest = new int[factors];
    in.get(numbers, factors);
    in.get(highest, factors);
    Generations generations = new Generations(width, numbers, highest, starts);
    LearnerState state = new LearnerState(settings, atoms, generations, counts);
    in.get(state.lastUse, factors);
    return state;
  }

  private static void writeSums(PartWriter out, Sums sums) {
    sums.settle();
    for (int j = 0; j < sums.factors; j++) {
      out.put(sums.a[j], j, sums.factors);
      out.put(sums.b[j], 0, sums.width);
    }
  }

  private static void readSums(PartReader in, Sums sums) {
    for (int j = 0; j < sums.factors; j++) {
      in.get(sums.a[j], j, sums.factors);
      in.get(sums.b[j], 0, sums.width);
    }
  }

  private static void writePool(PartWriter out, ReplacementPool pool) {
    out.put(pool.lengthSquares);
    out.put(pool.seen);
    out.put(pool.residuals.size());
    for (ReplacementPool.Residual residual : pool.residuals) {
      out.put(residual.values(), residual.values().length);
      out.put(residual.squares());
      out.put(residual.identity());
    }
  }

  private static void readPool(PartReader in, ReplacementPool pool, int width) {
    pool.lengthSquares = in.getDouble();
    pool.seen = in.getLong();
    int count = in.getCount();
    for (int i = 0; i < count; i++) {
      float[] values = new float[width];
      in.get(values, width);
      pool.residuals.add(new ReplacementPool.Residual(values, in.getDouble(), in.getLong()));
    }
  }

  private static void writeHeldOut(PartWriter out, HeldOutReservoir heldOut) {
    out.put(heldOut.size);
    out.put(heldOut.states, heldOut.size * heldOut.width);
    out.put(heldOut.layers, heldOut.size);
    out.put(heldOut.keys, 0, heldOut.size);
    out.put(heldOut.identities, heldOut.size);
  }

  private static void readHeldOut(PartReader in, HeldOutReservoir heldOut) {
    heldOut.size = Math.min(in.getCount(), heldOut.capacity);
    in.require((long) heldOut.size * heldOut.width * Float.BYTES);
    heldOut.reserve(heldOut.size);
    in.get(heldOut.states, heldOut.size * heldOut.width);
    in.get(heldOut.layers, heldOut.size);
    in.get(heldOut.keys, 0, heldOut.size);
    in.get(heldOut.identities, heldOut.size);
  }
}
