package io.factorscope.coder;

import io.factorscope.coder.codes.CodedBatch;
import io.factorscope.coder.current.PreparedVersion;
import io.factorscope.coder.states.StatesBatch;
import io.factorscope.sparse.CodingException;
import io.factorscope.sparse.ParallelCoder;
import io.factorscope.sparse.SparseCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Codes the vectors of many batches at once, on all threads, and knows how fast that goes. Used by
 * one thread.
 */
public final class VectorCoder implements AutoCloseable {

  private static final double TURN_SECONDS = 0.4;
  private static final int FIRST_TURN = 2_000;
  private static final double NEWS = 0.3;

  /** Ordinary turns are over long before; states with very many factors may take much longer. */
  private static final long MAX_NANOS = 1_000_000_000L;

  private final int threads;
  private @Nullable ParallelCoder coder;
  private double vectorsPerSecond = FIRST_TURN / TURN_SECONDS;

  public VectorCoder(int threads) {
    this.threads = threads;
  }

  /** How many vectors a transaction should have; that it gets slower is believed at once. */
  int vectorsInTurn() {
    return (int) (vectorsPerSecond * TURN_SECONDS);
  }

  /**
   * Codes batches from the front until the time of a transaction is over, and the first in any
   * case.
   *
   * @return the batches that are whole
   * @throws CodingException if one of their states can't be coded
   */
  List<CodedBatch> code(List<StatesBatch> batches, PreparedVersion version) {
    long started = System.nanoTime();
    int first =
        batches.stream().mapToInt(StatesBatch::rows).filter(rows -> rows > 0).findFirst().orElse(0);
    SparseCodes codes =
        encode(together(batches), first, () -> System.nanoTime() - started > MAX_NANOS, version);
    List<CodedBatch> coded = new ArrayList<>();
    int row = 0;
    for (StatesBatch batch : batches) {
      if (row + batch.rows() > codes.count()) {
        break;
      }
      coded.add(CodedBatch.of(batch, codes, row, version));
      row += batch.rows();
    }
    return coded;
  }

  /**
   * The same, each batch by itself, so that one that can't be coded costs the others nothing.
   *
   * @param instead what to answer for a batch with a state that can't be coded
   */
  List<CodedBatch> codeApart(
      List<StatesBatch> batches,
      PreparedVersion version,
      BiFunction<StatesBatch, CodingException, StatesBatch> instead) {
    long started = System.nanoTime();
    List<CodedBatch> coded = new ArrayList<>();
    for (StatesBatch batch : batches) {
      if (!coded.isEmpty() && System.nanoTime() - started > MAX_NANOS) {
        break;
      }
      try {
        coded.addAll(code(List.of(batch), version));
      } catch (CodingException e) {
        coded.addAll(code(List.of(instead.apply(batch, e)), version));
      }
    }
    return coded;
  }

  private SparseCodes encode(
      float[] states, int least, BooleanSupplier enough, PreparedVersion version) {
    int rows = states.length / version.header().getModel().getWidth();
    if (rows == 0) {
      return new SparseCodes.Builder(0).build();
    }
    long started = System.nanoTime();
    SparseCodes codes = coder(version).encode(states, rows, least, enough);
    learnRate(codes.count(), System.nanoTime() - started);
    return codes;
  }

  private ParallelCoder coder(PreparedVersion version) {
    ParallelCoder current = coder;
    if (current == null) {
      current = new ParallelCoder(version.coder(), threads);
      coder = current;
    } else if (current.coder() != version.coder()) {
      current.swap(version.coder());
    }
    return current;
  }

  private static float[] together(List<StatesBatch> batches) {
    int length = batches.stream().mapToInt(batch -> batch.states().length).sum();
    float[] all = new float[length];
    int at = 0;
    for (StatesBatch batch : batches) {
      System.arraycopy(batch.states(), 0, all, at, batch.states().length);
      at += batch.states().length;
    }
    return all;
  }

  private void learnRate(int rows, long nanos) {
    double rate = rows / Math.max(1e-6, nanos * 1e-9);
    vectorsPerSecond = Math.min(rate, vectorsPerSecond + NEWS * (rate - vectorsPerSecond));
  }

  @Override
  public void close() {
    if (coder != null) {
      coder.close();
    }
  }
}
