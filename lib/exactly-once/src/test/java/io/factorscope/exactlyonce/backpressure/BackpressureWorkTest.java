package io.factorscope.exactlyonce.backpressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.exactlyonce.DeletedRecords;
import io.factorscope.exactlyonce.Output;
import io.factorscope.exactlyonce.Work;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class BackpressureWorkTest {

  private static final List<ConsumerRecord<byte[], byte[]>> WAITING =
      Collections.nCopies(5, new ConsumerRecord<>("states", 0, 0, new byte[0], new byte[0]));

  private final AtomicBoolean pressed = new AtomicBoolean();
  private final AtomicLong seconds = new AtomicLong();
  private final Work work =
      new BackpressureWork(
          new TakesAll(),
          pressed::get,
          Optional.of(Duration.ofSeconds(30)),
          () -> seconds.get() * 1_000_000_000);

  @Test
  void takesWhatTheWorkTakesWithoutBackpressure() {
    assertThat(work.take(WAITING)).isEqualTo(5);
  }

  @Test
  void withATrickleOneRecordPassesInAWhile() {
    assertThat(work.take(WAITING)).isEqualTo(5);
    pressed.set(true);
    seconds.set(29);
    assertThat(work.take(WAITING)).isEqualTo(Work.NOT_NOW);
    seconds.set(30);
    assertThat(work.take(WAITING)).isEqualTo(1);
    assertThat(work.take(WAITING)).isEqualTo(Work.NOT_NOW);
    seconds.set(60);
    assertThat(work.take(WAITING)).isEqualTo(1);
    pressed.set(false);
    assertThat(work.take(WAITING)).isEqualTo(5);
  }

  @Test
  void withoutATrickleNothingPasses() {
    Work strict =
        new BackpressureWork(
            new TakesAll(), pressed::get, Optional.empty(), () -> seconds.get() * 1_000_000_000);
    pressed.set(true);
    seconds.set(100_000);
    assertThat(strict.take(WAITING)).isEqualTo(Work.NOT_NOW);
    pressed.set(false);
    assertThat(strict.take(WAITING)).isEqualTo(5);
  }

  private static final class TakesAll implements Work {

    @Override
    public int take(List<ConsumerRecord<byte[], byte[]>> waiting) {
      return waiting.size();
    }

    @Override
    public void process(List<ConsumerRecord<byte[], byte[]>> records, Output output) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void deleted(DeletedRecords deleted, Output output) {
      throw new AssertionError("not asked for");
    }
  }
}
