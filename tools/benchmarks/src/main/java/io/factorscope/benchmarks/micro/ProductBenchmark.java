package io.factorscope.benchmarks.micro;

import io.factorscope.benchmarks.MatrixProduct;
import io.factorscope.benchmarks.data.DataSet;
import io.factorscope.benchmarks.data.PreparedData;
import io.factorscope.sparse.kernel.Kernels;
import io.factorscope.sparse.kernel.PackedDictionary;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The one matrix product X D', per state: by our own kernel and by ONNX Runtime. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@NullUnmarked // JMH calls the setup before anything else
public class ProductBenchmark {

  private float[] states;
  private PackedDictionary dictionary;
  private float[] products;
  private MatrixProduct runtime;

  @Setup
  public void prepare() {
    PreparedData data = MicroData.prepared();
    DataSet set = data.set();
    states = data.states();
    dictionary = new PackedDictionary(data.atoms(), set.factors(), set.width());
    products = new float[DataSet.BATCH * dictionary.paddedFactors()];
    runtime = new MatrixProduct(data.atoms(), set.factors(), set.width(), DataSet.BATCH, 1);
    runtime.load(states);
  }

  @TearDown
  public void end() {
    runtime.close();
  }

  @Benchmark
  @OperationsPerInvocation(DataSet.BATCH)
  public float[] own() {
    Kernels.best()
        .product(states, 0, DataSet.BATCH, dictionary, products, dictionary.paddedFactors());
    return products;
  }

  @Benchmark
  @OperationsPerInvocation(DataSet.BATCH)
  public FloatBuffer onnxRuntime() {
    return runtime.run(0);
  }
}
