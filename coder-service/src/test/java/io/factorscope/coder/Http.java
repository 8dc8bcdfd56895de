package io.factorscope.coder;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks the service under test. */
record Http(URI root) {

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(root.resolve(path)).GET().build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** A sample of /q/metrics; the name with its tags in braces, as Prometheus writes it. */
  double metric(String name) throws IOException, InterruptedException {
    return get("q/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }
}
