package io.factorscope.standalone.ingest;

import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.local.Loopback;
import io.factorscope.local.StoppedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;

/** Client of the embedder's HTTP API: waits when it is behind, and sends the rest again. */
public final class IngestClient implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private final HttpClient http = Loopback.http().connectTimeout(CONNECT_TIMEOUT).build();
  private final URI documents;
  private final Duration patience;
  private final StopSignal stop;

  /**
   * A client; nothing is connected yet.
   *
   * @param address of the embedder, e.g. {@code http://127.0.0.1:8081}
   * @param patience how long nobody may answer: the embedder may just be starting again
   */
  public IngestClient(String address, Duration patience, StopSignal stop) {
    this.patience = patience;
    this.documents = URI.create(address + "/v1/documents");
    this.stop = stop;
  }

  /**
   * Sends a batch until the API has dealt with all of it. What has no answer, because the embedder
   * ended meanwhile, is sent again: it may be in the stream twice then, as revisions.
   *
   * @param outcomes is told what became of it, answer by answer
   * @throws IngestException if the API refuses for good, or does not answer
   * @throws StoppedException if the signal is given while it waits
   */
  void send(Batch batch, Consumer<Outcome> outcomes) {
    Batch rest = batch;
    Duration pause = FIRST_PAUSE;
    while (rest.documents() > 0) {
      Answered answered = answered(rest);
      HttpResponse<String> response = answered.response;
      IngestAnswer answer = IngestAnswer.of(response.body());
      outcomes.accept(Outcome.of(answer, rest, answered.sentAgain));
      rest = rest.after(isDone(response, answer, rest) ? rest.documents() : answer.dealtWith());
      if (rest.documents() > 0 && stop.await(pauseAskedFor(response, pause))) {
        throw new StoppedException();
      }
      pause = longer(pause);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private boolean isDone(HttpResponse<String> response, IngestAnswer answer, Batch sent) {
    if (answer.dealtWith() >= sent.documents()) {
      return true;
    }
    int status = response.statusCode();
    if (status != TOO_MANY_REQUESTS && status != UNAVAILABLE) {
      throw new IngestException(
          documents + ": answered " + status + ": " + response.body().strip());
    }
    return false;
  }

  private Answered answered(Batch batch) {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean unknown = false;
    while (true) {
      try {
        return new Answered(post(batch), unknown ? batch.documents() : 0);
      } catch (NoAnswerException e) {
        unknown |= e.mayBeCommitted();
        if (System.nanoTime() > deadline) {
          throw e;
        }
        if (stop.await(FIRST_PAUSE)) {
          throw new StoppedException();
        }
      }
    }
  }

  private HttpResponse<String> post(Batch batch) {
    HttpRequest request =
        HttpRequest.newBuilder(documents)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofByteArrays(batch.lines()))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new NoAnswerException(
          documents + ": nobody answers; is ./factorscope up running?", e, false);
    } catch (IOException e) {
      throw new NoAnswerException(documents + ": did not answer: " + e, e, true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }

  private static Duration pauseAskedFor(HttpResponse<String> response, Duration otherwise) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,4}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(otherwise);
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : twice;
  }

  private record Answered(HttpResponse<String> response, int sentAgain) {}

  /**
   * What became of documents, by one answer.
   *
   * @param sentAgain documents that were sent again though they may have been committed
   */
  record Outcome(int accepted, int rejected, int sentAgain, String firstError) {

    private static Outcome of(IngestAnswer answer, Batch sent, int sentAgain) {
      String id = sent.id(answer.firstErrorLine());
      String error = id.isEmpty() ? answer.firstError() : id + ": " + answer.firstError();
      return new Outcome(answer.accepted(), answer.rejected(), sentAgain, error);
    }
  }
}
