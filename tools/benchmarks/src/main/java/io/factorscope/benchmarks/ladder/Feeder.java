package io.factorscope.benchmarks.ladder;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.local.Loopback;
import io.factorscope.v1.Document;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/**
 * Gives the stream documents, by its documents, as fast as it codes them: so many tokens are on
 * their way, always, so that every stage has enough to do and none runs away from the next.
 */
final class Feeder implements AutoCloseable {

  private static final int TOKENS_ON_THEIR_WAY = 16_000;
  private static final int MAX_DOCUMENTS = 64;
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI address;
  private final Documents documents;
  private final WindowCutter cutter;
  private final HttpClient http = Loopback.http().build();
  private double sentTokens;

  /**
   * @param embedder address of the service
   * @param cutter counts tokens as the service does
   */
  Feeder(String embedder, Documents documents, WindowCutter cutter) {
    this.address = URI.create(embedder + "/v1/documents");
    this.documents = documents;
    this.cutter = cutter;
  }

  /** Sends documents, if fewer tokens are on their way than should be. */
  void feed(double codedTokens) {
    StringBuilder lines = new StringBuilder();
    for (int sent = 0;
        sent < MAX_DOCUMENTS && sentTokens - codedTokens < TOKENS_ON_THEIR_WAY;
        sent++) {
      Document document = documents.next();
      sentTokens += cutter.cut(document.getText()).tokens();
      lines.append(line(document)).append('\n');
    }
    if (!lines.isEmpty()) {
      post(lines.toString());
    }
  }

  private static String line(Document document) {
    try {
      return JSON.writeValueAsString(
          Map.of(
              "id", document.getId(),
              "source", document.getSource(),
              "text", document.getText()));
    } catch (IOException e) {
      throw new IllegalStateException("strings can be written as JSON", e);
    }
  }

  private void post(String lines) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofMinutes(1))
            .POST(BodyPublishers.ofString(lines))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw new BenchmarkException(
            "the embedder takes no documents: %d %s".formatted(answer.statusCode(), answer.body()));
      }
    } catch (IOException e) {
      throw new BenchmarkException("the embedder takes no documents: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted while documents were sent", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
