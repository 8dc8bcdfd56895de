package io.factorscope.standalone.machine;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits until services say that they are ready. */
final class Readiness {

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(150);

  private final HttpClient http;
  private final StopSignal stop;
  private final Duration patience;

  Readiness(HttpClient http, StopSignal stop, Duration patience) {
    this.http = http;
    this.stop = stop;
    this.patience = patience;
  }

  /**
   * Waits for all of them, and tells their keepers.
   *
   * @throws MachineException if one is given up, or is late; with the end of its log
   * @throws StoppedException if the signal is given
   */
  void await(List<Service> services) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<Service> waiting = new ArrayList<>(services);
    while (!waiting.isEmpty()) {
      waiting.removeIf(this::isReady);
      services.forEach(service -> service.keeper().requireKept());
      if (System.nanoTime() > deadline && !waiting.isEmpty()) {
        throw late(waiting.getFirst());
      }
      if (stop.await(POLL)) {
        throw new StoppedException();
      }
    }
  }

  private MachineException late(Service service) {
    ChildProcess process = service.keeper().child();
    return new MachineException(
        process.name()
            + " is not ready after "
            + patience.toSeconds()
            + " s ("
            + answer(service)
            + "); "
            + process.endOfLog());
  }

  private boolean isReady(Service service) {
    boolean ready = answer(service).startsWith("200");
    if (ready) {
      service.keeper().ready();
    }
    return ready;
  }

  /** Status and body, in one line. */
  private String answer(Service service) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(service.address() + service.health()))
            .timeout(REQUEST_TIMEOUT)
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return response.statusCode() + " " + response.body().replaceAll("\\s+", " ");
    } catch (IOException e) {
      return "no answer: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }
}
