package io.factorscope.benchmarks.micro;

import io.factorscope.benchmarks.data.PreparedData;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.sparse.learn.EvidenceBatch;
import io.factorscope.sparse.learn.LearnedVersion;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.sparse.learn.LearnerSettings;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.sparse.learn.ReplacedFactors;
import java.util.ArrayList;
import java.util.List;
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

/** Learning of a vector, at supports of about 28, and making a version. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@NullUnmarked // JMH calls the setup before anything else
public class LearnerMicroBenchmark {

  /** As many vectors come in one record of evidence. */
  static final int RECORD = 128;

  private static final int SUPPORT = 1;

  private final List<EvidenceBatch> records = new ArrayList<>();
  private Learner learner;
  private int next;

  @Setup
  public void prepare() {
    PreparedData data = MicroData.prepared();
    Dictionary dictionary = data.dictionary();
    double lambda = data.lambdas().get(Math.min(SUPPORT, data.lambdas().size() - 1));
    SparseCoder.Worker worker = SparseCoders.best(dictionary, lambda).newWorker();
    int width = dictionary.width();
    float[] all = data.states();
    int count = all.length / width;
    for (int row = 0; row < count; row += RECORD) {
      float[] states = new float[RECORD * width];
      System.arraycopy(all, row * width, states, 0, states.length);
      SparseCodes.Builder codes = new SparseCodes.Builder(RECORD);
      worker.encode(states, 0, RECORD, codes);
      records.add(new EvidenceBatch(states, codes.build(), 1, new long[RECORD], new int[RECORD]));
    }
    learner =
        new Learner(
            LearnerState.first(
                dictionary, new int[dictionary.factors()], LearnerSettings.defaults(1)));
    records.forEach(record -> learner.admit(record, ReplacedFactors.none()));
    learner.update();
  }

  @Benchmark
  @OperationsPerInvocation(LearnerMicroBenchmark.RECORD)
  public long sums() {
    learner.admit(records.get(next++ % records.size()), ReplacedFactors.none());
    return learner.state().newlyLearned();
  }

  @Benchmark
  public LearnedVersion update() {
    return learner.update();
  }
}
