package io.factorscope.edge.calls;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The calls that a service says are not over. */
final class OpenCalls {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI metrics;

  OpenCalls(URI root) {
    this.metrics = root.resolve("q/metrics");
  }

  int count() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(metrics).build();
      return client
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith("factorscope_calls_open "))
          .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Whatever its client did, no call may stay. */
  void awaitNone() {
    await().atMost(PATIENCE).until(() -> count() == 0);
  }
}
