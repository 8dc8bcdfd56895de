package io.factorscope.benchmarks.micro;

import io.factorscope.benchmarks.data.DataSet;
import io.factorscope.benchmarks.data.PreparedData;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.PackedVectors;
import io.factorscope.wire.Codes;
import io.factorscope.wire.Vectors;
import java.util.Arrays;
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

/** States and codes to bytes and back, per vector. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@NullUnmarked // JMH calls the setup before anything else
public class WireBenchmark {

  private float[] states;
  private int width;
  private int factors;
  private SparseCodes codes;
  private PackedVectors packedStates;
  private Codes.Packer packedCodes;

  @Setup
  public void prepare() {
    PreparedData data = MicroData.prepared();
    width = data.set().width();
    factors = data.set().factors();
    states = Arrays.copyOf(data.states(), DataSet.BATCH * width);
    int middle = Math.max(0, data.lambdas().size() - 2);
    SparseCodes.Builder builder = new SparseCodes.Builder(DataSet.BATCH);
    SparseCoders.best(data.dictionary(), data.lambdas().get(middle))
        .newWorker()
        .encode(states, 0, DataSet.BATCH, builder);
    codes = builder.build();
    packedStates = packStates();
    packedCodes = packCodes();
  }

  @Benchmark
  @OperationsPerInvocation(DataSet.BATCH)
  public PackedVectors packStates() {
    return Vectors.pack(states, DataSet.BATCH, width, ElementType.FLOAT16);
  }

  @Benchmark
  @OperationsPerInvocation(DataSet.BATCH)
  public float[] unpackStates() {
    return Vectors.unpack(packedStates);
  }

  @Benchmark
  @OperationsPerInvocation(DataSet.BATCH)
  public Codes.Packer packCodes() {
    Codes.Packer packer = new Codes.Packer(codes.count(), codes.offset(codes.count()), factors);
    for (int row = 0; row < codes.count(); row++) {
      packer.row(codes.support(row), codes.gaps()[row]);
      for (int e = codes.offset(row); e < codes.offset(row + 1); e++) {
        packer.entry(codes.factors()[e], codes.activations()[e]);
      }
    }
    return packer;
  }

  @Benchmark
  @OperationsPerInvocation(DataSet.BATCH)
  public float readCodes() {
    Codes read = Codes.unpack(packedCodes.message());
    float sum = 0;
    for (int row = 0; row < read.rows(); row++) {
      for (int entry = 0; entry < read.support(row); entry++) {
        sum += read.factor(row, entry) * read.activation(row, entry);
      }
    }
    return sum;
  }
}
