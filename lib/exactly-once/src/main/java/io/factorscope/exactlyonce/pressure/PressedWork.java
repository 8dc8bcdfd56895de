package io.factorscope.exactlyonce.pressure;

import io.factorscope.exactlyonce.DeletedRecords;
import io.factorscope.exactlyonce.Output;
import io.factorscope.exactlyonce.Work;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Work that says "not now" while the readers of its output are too far behind. */
public final class PressedWork implements Work {

  private final Work work;
  private final BooleanSupplier tooHigh;

  /**
   * @param tooHigh whether the pressure of the work's output is
   */
  public PressedWork(Work work, BooleanSupplier tooHigh) {
    this.work = work;
    this.tooHigh = tooHigh;
  }

  @Override
  public int take(List<ConsumerRecord<byte[], byte[]>> waiting) {
    return tooHigh.getAsBoolean() ? NOT_NOW : work.take(waiting);
  }

  @Override
  public void process(List<ConsumerRecord<byte[], byte[]>> records, Output output) {
    work.process(records, output);
  }

  @Override
  public void deleted(DeletedRecords deleted, Output output) {
    work.deleted(deleted, output);
  }
}
