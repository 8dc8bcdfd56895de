package io.factorscope.coder;

import io.factorscope.coder.codes.CodedBatch;
import io.factorscope.coder.current.PreparedVersion;
import io.factorscope.coder.states.StatesBatch;
import io.factorscope.sparse.ParallelCoder;
import io.factorscope.sparse.SparseCodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Codes the vectors of many batches at once, on all threads, and knows how fast that goes. Used by
 * one thread.
 */
public final class VectorCoder implements AutoCloseable {

  private static final double TURN_SECONDS = 0.4;
  private static final int FIRST_TURN = 2_000;
  private static final double NEWS = 0.3;

  private final int threads;
  private @Nullable ParallelCoder coder;
  private double vectorsPerSecond = FIRST_TURN / TURN_SECONDS;

  public VectorCoder(int threads) {
    this.threads = threads;
  }

  /** How many vectors a transaction should have. */
  int vectorsInTurn() {
    return (int) (vectorsPerSecond * TURN_SECONDS);
  }

  List<CodedBatch> code(List<StatesBatch> batches, PreparedVersion version) {
    SparseCodes codes = encode(together(batches), version);
    List<CodedBatch> coded = new ArrayList<>();
    int first = 0;
    for (StatesBatch batch : batches) {
      coded.add(CodedBatch.of(batch, codes, first, version));
      first += batch.rows();
    }
    return coded;
  }

  private SparseCodes encode(float[] states, PreparedVersion version) {
    int rows = states.length / version.header().getModel().getWidth();
    if (rows == 0) {
      return new SparseCodes.Builder(0).build();
    }
    long started = System.nanoTime();
    SparseCodes codes = coder(version).encode(states, rows);
    learnRate(rows, System.nanoTime() - started);
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
    vectorsPerSecond += NEWS * (rate - vectorsPerSecond);
  }

  @Override
  public void close() {
    if (coder != null) {
      coder.close();
    }
  }
}
