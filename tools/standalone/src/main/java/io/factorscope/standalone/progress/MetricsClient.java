package io.factorscope.standalone.progress;

import io.factorscope.local.Loopback;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks services for their metrics. */
public final class MetricsClient implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final HttpClient http = Loopback.http().connectTimeout(TIMEOUT).build();

  /**
   * The metrics of a service; none if it does not answer: a line of progress fails nothing.
   *
   * @param address e.g. {@code http://127.0.0.1:8081}
   */
  public Metrics of(String address) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/q/metrics")).timeout(TIMEOUT).build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return response.statusCode() == OK ? Metrics.parse(response.body()) : Metrics.none();
    } catch (IOException e) {
      return Metrics.none();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Metrics.none();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
