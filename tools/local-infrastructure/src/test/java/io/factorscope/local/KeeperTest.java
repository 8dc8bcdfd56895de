package io.factorscope.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that are killed, and started again. */
class KeeperTest {

  private static final RestartRule QUICK =
      new RestartRule(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMinutes(1), 3);

  @TempDir Path folder;

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger starts = new AtomicInteger();

  @SuppressWarnings("NullAway.Init")
  private Keeper keeper;

  @AfterEach
  void end() {
    keeper.stop(Duration.ofSeconds(10));
  }

  @Test
  void whatWasKilledIsStartedAgainAndSaidSo() {
    keep(QUICK, "echo life; exec sleep 600");
    ChildProcess first = keeper.child();
    await(() -> first.logTail(9).equals("life"));

    first.handle().destroyForcibly();
    await(() -> starts.get() == 1 && keeper.child().isAlive());

    assertThat(keeper.child()).isNotSameAs(first);
    assertThat(told)
        .containsExactly(
            "small ended with status 137; starting it again after 0.1 s, attempt 1; its log: "
                + folder.resolve("small.log"));
    keeper.requireKept();
    await(() -> keeper.child().logTail(9).equals("life\nlife"));
  }

  @Test
  void whatWasReadyIsNeverGivenUp() {
    keep(QUICK, "exit 3");
    keeper.ready();

    await(() -> starts.get() >= 6);

    keeper.requireKept();
    assertThat(told.get(4)).contains("ended with status 3", "after 0.3 s, attempt 5");
  }

  @Test
  void whatDiesAgainAndAgainAndWasNeverReadyIsGivenUp() {
    keep(QUICK, "echo no such model; exit 3");

    await(this::isGivenUp);

    assertThat(starts).hasValue(2);
    assertThatThrownBy(keeper::requireKept)
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("small ended with status 3; it died 3 times and never was ready")
        .hasMessageContaining("no such model");
  }

  @Test
  void aStopIsNoDeath() {
    keep(RestartRule.DEFAULT, "exec sleep 600");

    // As a terminal does, or a service manager: all processes are told at once.
    keeper.child().handle().destroy();
    await(() -> !keeper.child().isAlive());
    keeper.stop(Duration.ofSeconds(10));

    assertThat(told).isEmpty();
    assertThat(starts).hasValue(0);
  }

  @Test
  void stopsTheChildThatRunsNow() {
    keep(QUICK, "exec sleep 600");
    keeper.child().handle().destroyForcibly();
    await(() -> starts.get() == 1 && keeper.child().isAlive());

    keeper.stop(Duration.ofSeconds(10));

    assertThat(keeper.child().isAlive()).isFalse();
    assertThat(starts).hasValue(1);
  }

  private void keep(RestartRule rule, String script) {
    List<String> command = List.of("sh", "-c", script);
    Path log = folder.resolve("small.log");
    keeper =
        new Keeper(
            rule,
            ChildProcess.start("small", command, log),
            () -> ChildProcess.startAgain("small", command, log),
            starts::incrementAndGet,
            told::add);
    keeper.watch();
  }

  private boolean isGivenUp() {
    try {
      keeper.requireKept();
      return false;
    } catch (MachineException e) {
      return true;
    }
  }

  private static void await(BooleanSupplier condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition::getAsBoolean);
  }
}
