package io.factorscope.sparse.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.sparse.WorkingSetCoder;
import org.junit.jupiter.api.Test;

class HeldOutScoreTest {
  private static final int WIDTH = 3;

  /** Two layers with means along the first and second axis. */
  private static HeldOutReservoir sample() {
    HeldOutReservoir sample = new HeldOutReservoir(100, WIDTH, 1);
    for (int i = 0; i < 40; i++) {
      float[] state = new float[WIDTH];
      state[i % 2] = 5;
      state[2] = i / 2 % 2 == 0 ? 1 : -1;
      sample.offer(state, 0, i, i % 2, 1);
    }
    return sample;
  }

  @Test
  void countsTheFactorsThatAreUsed() {
    HeldOutReservoir sample = sample();

    HeldOutScore score = HeldOutScore.of(sample, means(sample), axes(), 3);

    assertThat(score.meanSupport()).isEqualTo(1);
    assertThat(score.deadShare()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(score.vectors()).isEqualTo(40);
  }

  private static SparseCodes means(HeldOutReservoir sample) {
    SparseCodes.Builder means = new SparseCodes.Builder(sample.size());
    for (int layer : sample.layers()) {
      means.add(new int[] {layer % WIDTH}, new float[] {5}, 1, 0);
    }
    return means.build();
  }

  /** The stream's mean, which the samples' own means are not. */
  @Test
  void predictingTheMeanOfEachLayerScoresZeroOnAverage() {
    assertThat(meanScore(3, 300, 1)).isCloseTo(0, within(0.002));
  }

  /** 0.7183, 0.7166 and 0.7132 before, or thereabouts: the more layers, the less. */
  @Test
  void explainedVarianceDoesNotDependOnTheNumberOfLayers() {
    for (int layers : new int[] {7, 13, 25}) {
      assertThat(meanScore(layers, 1000, 0.28))
          .as("%d layers", layers)
          .isCloseTo(0.72, within(5e-4));
    }
  }

  @Test
  void aLayersOnlyVectorSaysNothing() {
    HeldOutReservoir sample = sample();
    SparseCodes codes = means(sample);
    double before = HeldOutScore.of(sample, codes, axes(), 3).explainedVariance();
    sample.offer(new float[] {9, 9, 9}, 0, 40, 5, 1);

    double with = HeldOutScore.of(sample, means(sample), axes(), 3).explainedVariance();

    assertThat(with).isEqualTo(before);
  }

  /**
   * Over many samples of a stream of which a dictionary leaves a known share: the atoms are the
   * axes, the noise of the first two coordinates is in the code, up to its share.
   */
  private static double meanScore(int layers, int vectors, double unexplained) {
    java.util.Random random = new java.util.Random(5);
    double left = Math.sqrt(unexplained);
    int samples = 400_000 / vectors;
    double sum = 0;
    for (int s = 0; s < samples; s++) {
      HeldOutReservoir sample = new HeldOutReservoir(vectors, WIDTH, 1);
      SparseCodes.Builder codes = new SparseCodes.Builder(vectors);
      for (int i = 0; i < vectors; i++) {
        float[] state = new float[WIDTH];
        float[] code = new float[WIDTH];
        for (int k = 0; k < WIDTH; k++) {
          double mean = 10 + (i % layers) * (k + 1);
          double deviation = random.nextGaussian();
          state[k] = (float) (mean + deviation);
          code[k] = (float) (mean + (1 - left) * deviation);
        }
        sample.offer(state, 0, i, i % layers, 1);
        codes.add(new int[] {0, 1, 2}, code, 3, 0);
      }
      sum += HeldOutScore.of(sample, codes.build(), axes(), 3).explainedVariance();
    }
    return sum / samples;
  }

  @Test
  void whatACoderExplainsIsWhatShrinkageLeaves() {
    double lambda = 0.1;

    HeldOutScore score =
        HeldOutScore.of(new WorkingSetCoder(Dictionary.of(axes(), 3, WIDTH), lambda), sample());

    // Per vector: λ² on the layer's axis; λ² on the third where positive, else 1. Spread: 1 about
    // the means of 20 vectors.
    double error = (lambda * lambda + (lambda * lambda + 1) / 2) * 19 / 20;
    assertThat(score.explainedVariance()).isCloseTo(1 - error, within(1e-3));
    assertThat(score.meanSupport()).isEqualTo(1.5);
    assertThat(score.deadShare()).isZero();
  }

  @Test
  void aScorerCodesOnlyWhatHasChangedAndFindsTheSame() {
    PlantedStream stream = new PlantedStream(40, 24, 4, 31);
    CountingCoder coder = new CountingCoder(SparseCoders.best(stream.firstVersion(), 0.1));
    HeldOutReservoir sample = new HeldOutReservoir(60, 24, 1);
    HeldOutScorer scorer = new HeldOutScorer(coder);
    int codedAgain = 0;
    for (int round = 0; round < 6; round++) {
      float[] states = stream.states(25);
      long[] before = sample.identities();
      for (int row = 0; row < 25; row++) {
        sample.offer(states, row, 25 * round + row, row % 2, 1);
      }
      int changed = changed(before, sample.identities());
      coder.coded = 0;

      HeldOutScore score = scorer.score(sample);

      assertThat(coder.coded).isEqualTo(changed);
      assertThat(score).isEqualTo(HeldOutScore.of(coder, sample));
      codedAgain += changed;
    }
    assertThat(codedAgain).isBetween(61, 149); // of 150 offered: some came, some went
    coder.coded = 0;
    scorer.score(sample);
    assertThat(coder.coded).isZero();
  }

  private static int changed(long[] before, long[] after) {
    int changed = 0;
    for (int row = 0; row < after.length; row++) {
      changed += row >= before.length || before[row] != after[row] ? 1 : 0;
    }
    return changed;
  }

  /** Counts the vectors that are coded. */
  private static final class CountingCoder implements SparseCoder {
    private final SparseCoder coder;
    private int coded;

    CountingCoder(SparseCoder coder) {
      this.coder = coder;
    }

    @Override
    public Dictionary dictionary() {
      return coder.dictionary();
    }

    @Override
    public double lambda() {
      return coder.lambda();
    }

    @Override
    public Worker newWorker() {
      Worker worker = coder.newWorker();
      return (states, from, count, into) -> {
        coded += count;
        worker.encode(states, from, count, into);
      };
    }
  }

  @Test
  void knowsNothingOfNoVectors() {
    HeldOutScore score =
        HeldOutScore.of(
            new WorkingSetCoder(Dictionary.of(axes(), 3, WIDTH), 0.1),
            new HeldOutReservoir(10, WIDTH, 1));

    assertThat(score.vectors()).isZero();
    assertThat(score.explainedVariance()).isNaN();
  }

  private static float[] axes() {
    return new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
  }
}
