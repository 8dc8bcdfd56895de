package io.factorscope.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Waits until services say that they are ready, or that they never will be. */
public final class Readiness {

  private static final String LIVE = "/q/health/live";
  private static final int OK = 200;
  private static final int DOWN = 503;
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(150);

  private final HttpClient http;
  private final Predicate<Duration> stop;
  private final Duration patience;

  /**
   * A wait that has not begun.
   *
   * @param stop waits, and says whether to stop
   * @param patience for all services together
   */
  public Readiness(HttpClient http, Predicate<Duration> stop, Duration patience) {
    this.http = http;
    this.stop = stop;
    this.patience = patience;
  }

  /**
   * Waits for all services, and reports them ready to their keepers.
   *
   * @throws MachineException if one is given up, could not start, or is late
   * @throws StoppedException if it is told to stop
   */
  public void await(List<KeptService> services) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<KeptService> waiting = new ArrayList<>(services);
    while (!waiting.isEmpty()) {
      waiting.removeIf(this::isReady);
      services.forEach(service -> service.keeper().requireKept());
      if (System.nanoTime() > deadline && !waiting.isEmpty()) {
        throw late(waiting.getFirst());
      }
      if (stop.test(POLL)) {
        throw new StoppedException();
      }
    }
  }

  private MachineException late(KeptService service) {
    ChildProcess process = service.keeper().child();
    return new MachineException(
        process.name()
            + " is not ready after "
            + patience.toSeconds()
            + " s ("
            + ask(service, service.health())
            + "); "
            + process.endOfLog());
  }

  private boolean isReady(KeptService service) {
    Answer answer = ask(service, service.health());
    // Not ready is for now; not alive is for good: a start that failed for its settings, say.
    if (answer.status() == DOWN && ask(service, LIVE).status() == DOWN) {
      throw new MachineException(
          service.keeper().child().name()
              + ": "
              + answer.problem()
              + "; its log: "
              + service.keeper().child().log());
    }
    boolean ready = answer.status() == OK;
    if (ready) {
      service.keeper().ready();
    }
    return ready;
  }

  /** What a service said of its health; status 0: nothing. */
  private record Answer(int status, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The first problem that a check names, or all that was said. */
    String problem() {
      try {
        JsonNode problem = JSON.readTree(body).findValue("problem");
        return problem == null ? toString() : problem.asText();
      } catch (JsonProcessingException e) {
        return toString();
      }
    }

    @Override
    public String toString() {
      return status + " " + body;
    }
  }

  private Answer ask(KeptService service, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(service.address() + path))
            .timeout(REQUEST_TIMEOUT)
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body().replaceAll("\\s+", " "));
    } catch (IOException e) {
      return new Answer(0, "no answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }
}
