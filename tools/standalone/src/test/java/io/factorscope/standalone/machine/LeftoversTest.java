package io.factorscope.standalone.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.local.ChildProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a launcher that was killed has left running. */
class LeftoversTest {

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private ChildProcess child;

  @BeforeEach
  void start() {
    child = ChildProcess.start("small", List.of("sleep", "600"), folder.resolve("small.log"));
  }

  @AfterEach
  void kill() {
    child.handle().destroyForcibly();
  }

  @Test
  void leftoversOfAKilledLauncherAreStopped() throws Exception {
    DataFolder data = new DataFolder(folder.resolve("data"));

    try (FolderLock _ = data.lock()) {
      new RunInfo("127.0.0.1:1", "m", "d", List.of(RunInfo.Child.of(child, null))).write(data);

      Optional<String> stopped = Leftovers.stop(data);

      assertThat(stopped).hasValueSatisfying(text -> assertThat(text).contains(named(child)));
      assertThat(child.isAlive()).isFalse();
      assertThat(RunInfo.read(data)).isEmpty();
    }
  }

  @Test
  void aProcessNumberThatWentToAnotherProcessIsNotOurs() throws Exception {
    RunInfo.Child told = RunInfo.Child.of(child, null);
    RunInfo.Child earlier =
        new RunInfo.Child(told.name(), told.pid(), told.started() - 60_000, null, told.log());

    assertThat(told.runs()).isTrue();
    assertThat(earlier.runs()).isFalse();
  }

  private static String named(ChildProcess process) {
    return "small (process " + process.handle().pid() + ")";
  }
}
