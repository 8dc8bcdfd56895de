package io.factorscope.dictionary.owner;

import io.factorscope.dictionary.learn.LearnerStage;
import io.factorscope.dictionary.learn.StageTimer;
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
final class StageTimes implements StageTimer {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<LearnerStage, Times> times = new EnumMap<>(LearnerStage.class);

  private record Times(Timer wall, AtomicLong cpuNanos) {}

  StageTimes(MeterRegistry meters) {
    for (LearnerStage stage : LearnerStage.values()) {
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

  /** One that fails is not counted. */
  @Override
  public <T> T measure(LearnerStage stage, Supplier<T> work) {
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
