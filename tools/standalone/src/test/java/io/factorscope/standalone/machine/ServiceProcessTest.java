package io.factorscope.standalone.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.local.ChildProcess;
import io.factorscope.local.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every service as a process whose broker is away: health says so, SIGTERM ends it in order. */
class ServiceProcessTest {

  private static final String NO_BROKER = "waits for the broker at 127.0.0.1:1";

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Ports.free(1).getFirst();

  @TempDir Path folder;

  @AfterEach
  void close() {
    http.close();
  }

  @ParameterizedTest
  @CsvSource({
    "coder-service, bge-small-en-v1.5, 200, " + NO_BROKER,
    "dictionary-service, bge-small-en-v1.5, 200, " + NO_BROKER,
    "embedder-service, /no/such/model, 503, could not start: "
  })
  void saysWhyItIsNotReadyAndEndsWithStatusZero(
      String service, String model, int live, String problem) throws Exception {
    Process process = start(service, model);
    try {
      await()
          .atMost(Duration.ofSeconds(90))
          .ignoreExceptions()
          .until(() -> get("ready").body().contains(problem));
      assertThat(get("ready").statusCode()).isEqualTo(503);
      assertThat(get("live").statusCode()).isEqualTo(live);
      assertThat(get("live").body()).contains(service.replace("-service", " process"));

      process.destroy(); // SIGTERM
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(Files.readString(folder.resolve("log"))).contains("has stopped");
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String service, String model) throws IOException {
    return new ProcessBuilder(
            List.of(
                ChildProcess.java(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-Dquarkus.http.port=" + port,
                "-Dfactorscope.kafka.bootstrap-servers=127.0.0.1:1",
                "-Dfactorscope.model.name=" + model,
                "-jar",
                Installation.fromSystemProperty().serviceJar(service).toString()))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private HttpResponse<String> get(String check) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/q/health/%s".formatted(port, check)))
            .timeout(Duration.ofSeconds(5))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
