package io.factorscope.benchmarks.micro;

import io.factorscope.benchmarks.data.DataSet;
import io.factorscope.benchmarks.data.PreparedData;
import io.factorscope.sparse.Certificate;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.sparse.SparseCodes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Coding a state with RBI, at supports of about 12, 28, 48 and 71, certifying it again, and taking
 * up a new dictionary.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@NullUnmarked // JMH calls the setup before anything else
public class CoderMicroBenchmark {

  @Param({"0", "1", "2", "3"})
  private int support;

  private float[] states;
  private Dictionary dictionary;
  private double lambda;
  private SparseCoder.Worker worker;
  private SparseCodes.Builder builder;
  private SparseCodes codes;
  private int row;

  @Setup
  public void prepare() {
    PreparedData data = MicroData.prepared();
    states = data.states();
    dictionary = data.dictionary();
    lambda = data.lambdas().get(Math.min(support, data.lambdas().size() - 1));
    worker = SparseCoders.best(dictionary, lambda).newWorker();
    builder = new SparseCodes.Builder(DataSet.BATCH);
    worker.encode(states, 0, DataSet.BATCH, builder);
    codes = builder.build();
  }

  @Benchmark
  @OperationsPerInvocation(DataSet.BATCH)
  public SparseCodes.Builder code() {
    builder.clear();
    worker.encode(states, 0, DataSet.BATCH, builder);
    return builder;
  }

  /** What a new version costs a coder: its Gram matrix. */
  @Benchmark
  public SparseCoder prepareVersion() {
    return SparseCoders.best(dictionary, lambda);
  }

  @Benchmark
  public Certificate certificate() {
    row = (row + 1) % DataSet.BATCH;
    return Certificate.of(dictionary, lambda, states, row, codes, row);
  }
}
