package io.factorscope.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.v1.FirstVersionWait;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitNoticeTest {

  private final WaitNotice notice = new WaitNotice();

  @Test
  void aReasonThatStaysIsSaidOnce() {
    assertThat(said("all of it is held out", 0, 20)).isEqualTo(1);
    assertThat(said("2 documents wait", 0, 20)).isEqualTo(1);
  }

  @Test
  void whatPassesIsNotSaid() {
    assertThat(said("1 document waits", 0, 2)).isZero();
    assertThat(said("2 documents wait", 0, 2)).isZero();
    assertThat(said("1 of 6,144 came", 7, 20)).isZero();
    assertThat(IntStream.range(0, 20).mapToObj(_ -> notice.take(Optional.empty())))
        .allMatch(Optional::isEmpty);
  }

  private long said(String reason, long vectors, int times) {
    FirstVersionWait wait =
        FirstVersionWait.newBuilder().setReason(reason).setVectors(vectors).build();
    return IntStream.range(0, times)
        .mapToObj(_ -> notice.take(Optional.of(wait)))
        .flatMap(Optional::stream)
        .count();
  }
}
