package io.factorscope.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.exactlyonce.Instance;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerWatchTest {

  @Test
  void aBrokerThatIsAwayIsMissed() {
    Instance nowhere = new Instance("127.0.0.1:1", "embedder", "test", "0", Map.of());
    try (BrokerWatch watch = new BrokerWatch(nowhere)) {
      assertThat(watch.silence()).isEmpty();
      await().atMost(Duration.ofSeconds(30)).until(() -> watch.silence().isPresent());
      assertThat(watch.silence().orElseThrow())
          .startsWith("the broker at 127.0.0.1:1 has not answered for 1");
    }
  }
}
