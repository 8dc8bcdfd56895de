package io.factorscope.embedder.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.v1.IngestRequest;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ArrivedDocumentsTest {

  private final AtomicInteger asked = new AtomicInteger();
  private final ArrivedDocuments arrived = new ArrivedDocuments(asked::incrementAndGet);

  @Test
  void whatWaitsIsOneGroup() throws InterruptedException {
    arrived.add(document(10));
    arrived.add(document(20));
    assertThat(arrived.nextGroup()).containsExactly(document(10), document(20));
    arrived.add(document(30));
    arrived.end();
    assertThat(arrived.nextGroup()).containsExactly(document(30));
    assertThat(arrived.nextGroup()).isEmpty();
  }

  @Test
  void noMoreIsAskedForThanFits() throws InterruptedException {
    assertThat(asked).hasValue(1);
    arrived.add(document(10));
    assertThat(asked).hasValue(2);
    arrived.add(document(3 << 20));
    assertThat(asked).hasValue(2);
    assertThat(arrived.nextGroup()).hasSize(2);
    assertThat(asked).hasValue(3);
  }

  private static IngestRequest document(int characters) {
    return IngestRequest.newBuilder().setText("x".repeat(characters)).build();
  }
}
