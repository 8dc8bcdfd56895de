package io.factorscope.dictionary.learn;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * How long the stages of learning take, by the clock and in processor time of the thread that runs
 * them: the learner computes on its owner's thread alone.
 */
final class StageTimes {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Stage, Times> times = new EnumMap<>(Stage.class);

  /** What the owner's thread does. */
  enum Stage {
    /** Adding a record of evidence to the sums. */
    SUMS,
    /** Making a version's atoms. */
    UPDATE,
    /** Building the coder of a version, and scoring it and the one in use on held-out vectors. */
    GATE,
    /** Writing the learner's state as records, in memory. */
    CHECKPOINT,
    /** The transaction of a version, with the checkpoint if one goes with it. */
    PUBLICATION
  }

  private record Times(Timer wall, AtomicLong cpuNanos) {}

  StageTimes(MeterRegistry meters) {
    for (Stage stage : Stage.values()) {
      times.put(stage, times(meters, stage.name().toLowerCase(Locale.ROOT)));
    }
  }

  private static Times times(MeterRegistry meters, String stage) {
    Timer wall =
        Timer.builder("factorscope.learner")
            .description("A stage of learning, by the clock")
            .tag("stage", stage)
            .register(meters);
    AtomicLong cpuNanos = new AtomicLong();
    FunctionCounter.builder("factorscope.learner.cpu", cpuNanos, nanos -> nanos.get() / 1e9)
        .description("Processor time of a stage of learning")
        .baseUnit("seconds")
        .tag("stage", stage)
        .register(meters);
    return new Times(wall, cpuNanos);
  }

  /** Runs a stage and answers what it answers; one that fails is not counted. */
  <T> T measure(Stage stage, Supplier<T> work) {
    long started = System.nanoTime();
    long cpuStarted = THREADS.getCurrentThreadCpuTime();
    T result = work.get();
    Times spent = times.get(stage);
    if (spent != null) {
      spent.cpuNanos.addAndGet(THREADS.getCurrentThreadCpuTime() - cpuStarted);
      spent.wall.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
    }
    return result;
  }
}
