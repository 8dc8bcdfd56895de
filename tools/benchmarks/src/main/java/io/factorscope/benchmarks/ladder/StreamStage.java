package io.factorscope.benchmarks.ladder;

import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.local.StoppedException;
import io.factorscope.standalone.machine.Machine;
import io.factorscope.standalone.machine.ServiceSpecs;
import io.factorscope.standalone.progress.MetricsClient;
import java.time.Duration;

/** The whole stream, in the processes that {@code up} starts; tokens count when they are coded. */
final class StreamStage implements Stage {

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final String VECTORS = "factorscope_vectors_total";

  private final Machine machine;
  private final Feeder feeder;
  private final StopSignal stop;
  private final int layers;
  private final String coder;
  private final MetricsClient metrics = new MetricsClient();
  private double coded;

  /**
   * @param layers that are coded of each token
   */
  StreamStage(Machine machine, Feeder feeder, int layers, StopSignal stop) {
    this.machine = machine;
    this.feeder = feeder;
    this.layers = layers;
    this.stop = stop;
    this.coder = machine.info().address(ServiceSpecs.CODER);
  }

  /** Feeds the stream until the first tokens are coded: then there is a dictionary. */
  void awaitFirst() {
    while (coded == 0) {
      work();
    }
  }

  @Override
  public double work() {
    machine.requireAlive();
    feeder.feed(coded);
    if (stop.await(LOOK_EVERY)) {
      throw new StoppedException();
    }
    double now = Math.max(coded, metrics.of(coder).sum(VECTORS).orElse(coded * layers) / layers);
    double tokens = now - coded;
    coded = now;
    return tokens;
  }

  @Override
  public void close() {
    metrics.close();
    feeder.close();
  }
}
