package io.factorscope.coder;

import io.factorscope.coder.codes.CodedAnswer;
import io.factorscope.coder.codes.CodedBatch;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.v1.LayerSums;
import io.factorscope.wire.ExplainedVariance;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the coder did. Counted when coded: after an error in the transaction that follows, the same
 * vectors are coded, and counted, again. Told by the one thread that codes. Alert on {@code
 * factorscope_gap_max} above 1e-4.
 */
public final class CoderMetrics {

  private final MeterRegistry meters;
  private final Counter vectors;
  private final Map<Integer, DistributionSummary> supports = new ConcurrentHashMap<>();
  private volatile double largestGap;
  private volatile double gaps;
  private ExplainedVariance explained = new ExplainedVariance();
  private long version;
  private volatile double explainedVariance = Double.NaN;

  public CoderMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.vectors =
        Counter.builder("factorscope.vectors")
            .description("Vectors that were coded")
            .register(meters);
    Gauge.builder("factorscope.gap.max", this, metrics -> metrics.largestGap)
        .description("Largest relative duality gap of any code since the start")
        .register(meters);
    Gauge.builder("factorscope.gap.mean", this, metrics -> metrics.gaps / vectors.count())
        .description("Mean relative duality gap of all codes since the start")
        .register(meters);
    Gauge.builder("factorscope.explained.variance", this, metrics -> metrics.explainedVariance)
        .description("Of the vectors coded with the version in use")
        .register(meters);
  }

  void coded(CodedAnswer answer) {
    CodedBatch coded = answer.coded();
    vectors.increment(coded.rows());
    explain(coded.version().number(), answer.codes().getLayerSumsList());
    largestGap = Math.max(largestGap, answer.codes().getLargestGap());
    List<Integer> layers = coded.batch().message().getLayersList();
    SparseCodes codes = coded.codes();
    double sum = gaps;
    for (int row = 0; row < coded.rows(); row++) {
      sum += codes.gaps()[coded.row(row)];
    }
    gaps = sum;
    coded
        .stateRows()
        .forEach(
            (row, slice, token, layer) ->
                support(layers.get(layer)).record(codes.support(coded.row(row))));
  }

  private void explain(long of, List<LayerSums> sums) {
    if (of != version) {
      version = of;
      explained = new ExplainedVariance();
    }
    sums.forEach(explained::add);
    explainedVariance = explained.value();
  }

  private DistributionSummary support(int layer) {
    return supports.computeIfAbsent(
        layer,
        l ->
            DistributionSummary.builder("factorscope.codes.support")
                .description("Factors that a code uses")
                .tag("layer", Integer.toString(l))
                .publishPercentiles(0.5, 0.95)
                .register(meters));
  }
}
