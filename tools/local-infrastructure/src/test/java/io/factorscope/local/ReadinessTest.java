package io.factorscope.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The waiting for a real process whose health is told by a server of this test. */
class ReadinessTest {

  @TempDir Path folder;

  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;
  private Keeper keeper;
  private volatile int readyAfter;
  private volatile int live = 200;
  private volatile boolean stopped;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/q/health/ready",
        exchange -> {
          byte[] body =
              "{\"checks\": [{\"data\": {\"problem\": \"waits for the broker\"}}]}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              asked.incrementAndGet() > readyAfter ? 200 : 503, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/q/health/live",
        exchange -> {
          exchange.sendResponseHeaders(live, -1);
          exchange.close();
        });
    server.start();
    keeper = keeper("sleep 600");
  }

  @AfterEach
  void end() {
    server.stop(0);
    keeper.stop(Duration.ofSeconds(5));
  }

  @Test
  void waitsUntilTheServiceSaysSo() {
    readyAfter = 3;

    await(Duration.ofSeconds(20));

    assertThat(asked.get()).isEqualTo(4);
  }

  @Test
  void saysWhatTheServiceSaidWhenItIsLate() {
    readyAfter = Integer.MAX_VALUE;

    assertThatThrownBy(() -> await(Duration.ofMillis(300)))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("sleeper is not ready after")
        .hasMessageContaining(
            "503 {\"checks\": [{\"data\": {\"problem\": \"waits for the broker\"}}]}")
        .hasMessageContaining("sleeper.log");
  }

  @Test
  void doesNotWaitForWhatWillNeverBeReadyAndSaysWhy() {
    readyAfter = Integer.MAX_VALUE;
    live = 503;

    assertThatThrownBy(() -> await(Duration.ofSeconds(60)))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("sleeper: waits for the broker; its log: ");
  }

  @Test
  void doesNotWaitForWhatWasGivenUp() {
    readyAfter = Integer.MAX_VALUE;
    keeper = keeper("exit 3");

    assertThatThrownBy(() -> await(Duration.ofSeconds(60)))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("sleeper ended with status 3");
  }

  @Test
  void stopsWaitingWhenToldTo() {
    readyAfter = Integer.MAX_VALUE;
    stopped = true;

    assertThatThrownBy(() -> await(Duration.ofSeconds(60))).isInstanceOf(StoppedException.class);
  }

  private Keeper keeper(String script) {
    List<String> command = List.of("sh", "-c", script);
    Path log = folder.resolve("sleeper.log");
    Keeper made =
        new Keeper(
            new RestartRule(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(1), 3),
            ChildProcess.start("sleeper", command, log),
            () -> ChildProcess.startAgain("sleeper", command, log),
            () -> {},
            line -> {});
    made.watch();
    return made;
  }

  private boolean isStoppedAfter(Duration time) {
    LockSupport.parkNanos(time.toNanos());
    return stopped;
  }

  private void await(Duration patience) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      new Readiness(http, this::isStoppedAfter, patience)
          .await(
              List.of(new KeptService(keeper, server.getAddress().getPort(), "/q/health/ready")));
    }
  }
}
