package io.factorscope.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real child processes: small programs that the JDK runs from source. */
class ChildProcessTest {

  /** Ends in order when it is asked to. */
  private static final String LASTING =
      """
      void main() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("ended in order")));
        System.out.println("started");
        Thread.sleep(600_000);
      }
      """;

  /** Is asked to end, and does not. */
  private static final String DEAF =
      """
      void main() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) { } }));
        System.out.println("started");
        Thread.sleep(600_000);
      }
      """;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private ChildProcess child;

  @AfterEach
  void kill() {
    child.handle().destroyForcibly();
  }

  @Test
  void stopsInOrder() throws Exception {
    child = start(LASTING);
    awaitLog("started");

    child.stop(Duration.ofSeconds(20));

    assertThat(child.isAlive()).isFalse();
    assertThat(child.logTail(5)).isEqualTo("started\nended in order");
  }

  @Test
  void endsByForceWhatDoesNotStop() throws Exception {
    child = start(DEAF);
    awaitLog("started");

    child.stop(Duration.ofMillis(300));

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void isDeafToTheTerminalsInterrupt() throws Exception {
    child = start(LASTING);
    awaitLog("started");

    new ProcessBuilder("kill", "-INT", Long.toString(child.handle().pid())).start().waitFor();
    Thread.sleep(500);

    assertThat(child.isAlive()).isTrue();
  }

  @Test
  void oneThatHasEndedIsToldWithTheEndOfItsLog() throws Exception {
    child = start("void main() { System.out.println(\"no port left\"); System.exit(3); }");

    awaitEnd();

    assertThatThrownBy(child::requireAlive)
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("small ended with status 3")
        .hasMessageContaining("no port left")
        .hasMessageContaining(folder.resolve("small.log").toString());
  }

  @Test
  void aLogInAnotherEncodingIsToldAllTheSame() throws Exception {
    child =
        start(
            """
            void main() { System.out.write(new byte[] {'n', 'o', ' ', (byte) 0xe9, '\\n'}, 0, 5); }
            """);

    awaitEnd();

    assertThat(child.logTail(5)).isEqualTo("no �");
  }

  @Test
  void standsWhereItsLogLiesAndSeesNoSettings() throws Exception {
    child = start("void main() { System.out.println(System.getProperty(\"user.dir\")); }");

    awaitEnd();

    assertThat(child.logTail(5)).isEqualTo(folder.toRealPath().toString());
  }

  private ChildProcess start(String program) throws IOException {
    Path source = Files.writeString(folder.resolve("Small.java"), program);
    return ChildProcess.start(
        "small",
        List.of(ChildProcess.java(), "-XX:+UseSerialGC", source.toString()),
        folder.resolve("small.log"));
  }

  private void awaitLog(String line) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!child.logTail(5).contains(line)) {
      assertThat(System.nanoTime()).as(child.logTail(20)).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private void awaitEnd() throws Exception {
    child.handle().onExit().get(60, TimeUnit.SECONDS);
  }
}
