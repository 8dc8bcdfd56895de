package io.factorscope.benchmarks.coder;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Times work on the calling thread.
 *
 * @param processor nanoseconds of processor time of this thread: neighbours do not count
 * @param wall nanoseconds
 */
record Stopwatch(long processor, long wall) {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Does the work, which must not use other threads. */
  static Stopwatch time(Runnable work) {
    long wall = System.nanoTime();
    long processor = THREADS.getCurrentThreadCpuTime();
    work.run();
    return new Stopwatch(THREADS.getCurrentThreadCpuTime() - processor, System.nanoTime() - wall);
  }
}
