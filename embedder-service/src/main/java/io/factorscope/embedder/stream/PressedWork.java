package io.factorscope.embedder.stream;

import io.factorscope.embedder.pressure.Pressure;
import io.factorscope.exactlyonce.Output;
import io.factorscope.exactlyonce.Work;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Work that waits while the readers of its output are too far behind. After the longest wait, which
 * is well under what a member of a group may stay silent, it takes one record.
 */
public final class PressedWork implements Work {

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final Work work;
  private final Pressure pressure;

  /**
   * @param pressure of the work's output
   */
  public PressedWork(Work work, Pressure pressure) {
    this.work = work;
    this.pressure = pressure;
  }

  @Override
  public int take(List<ConsumerRecord<byte[], byte[]>> waiting) {
    try {
      return pressure.awaitRelief(LONGEST_WAIT) ? work.take(waiting) : 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  @Override
  public void process(List<ConsumerRecord<byte[], byte[]>> records, Output output) {
    work.process(records, output);
  }
}
