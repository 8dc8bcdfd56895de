package io.factorscope.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.exactlyonce.TestBroker;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of the whole service share: its API, its metrics, its broker. */
@SuppressWarnings("NullAway.Init") // the fields are set before a test begins
abstract class ServiceTest {

  static final List<Integer> LAYERS = List.of(0, 2, 4, 6, 8, 10, 12);
  static final String EMOJI = "🙂 smile 👩‍👩‍👧 naïve cafe\u0301 中文 end.";

  TestBroker broker;

  @TestHTTPResource("/")
  URI root;

  ManagedChannel channel;

  @BeforeEach
  void connect() {
    channel =
        ManagedChannelBuilder.forAddress(root.getHost(), root.getPort()).usePlaintext().build();
    await().atMost(Duration.ofSeconds(60)).until(() -> get("q/health/ready").statusCode() == 200);
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  double metric(String name) throws IOException, InterruptedException {
    return get("q/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(root.resolve(path)).GET());
  }

  HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(root.resolve("v1/documents"))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Within the tolerance, relative to the number or, under 1, absolute. */
  static void assertClose(float[] actual, float[][] expected, float tolerance) {
    assertThat(actual.length).isEqualTo(expected.length * expected[0].length);
    for (int i = 0; i < actual.length; i++) {
      float value = expected[i / expected[0].length][i % expected[0].length];
      assertThat(actual[i])
          .isCloseTo(value, Offset.offset(tolerance * Math.max(1, Math.abs(value))));
    }
  }
}
