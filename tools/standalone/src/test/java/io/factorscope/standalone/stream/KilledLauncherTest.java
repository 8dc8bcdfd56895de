package io.factorscope.standalone.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.standalone.Commands;
import io.factorscope.standalone.machine.RunInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine that runs, as other commands see it; then its launcher is killed, and whoever starts
 * next on the folder is told what was left, and has it stopped.
 */
class KilledLauncherTest {

  @TempDir private Path folder;

  @Test
  void versionsAreListedAndWhatAKilledLauncherLeavesIsNamedAndStopped() throws Exception {
    try (UpProcess up =
        UpProcess.start(folder, "--documents=8", "--factors=256", "--layers=6,12")) {
      await().atMost(Duration.ofMinutes(3)).until(() -> versions(up).size() >= 2);
      checkListing(up);

      List<RunInfo.Child> children = up.info().orElseThrow().children();
      assertThat(children).hasSize(5).allMatch(RunInfo.Child::runs);
      up.handle().destroyForcibly();
      up.handle().onExit().join();
      assertThat(children.stream().filter(RunInfo.Child::runs)).isNotEmpty();

      checkNextStart(children);
      assertThat(children).noneMatch(RunInfo.Child::runs);
    }
  }

  /** The next start tells the user which processes it has found and stopped. */
  private void checkNextStart(List<RunInfo.Child> children) throws Exception {
    try (UpProcess next = UpProcess.start(folder, "--documents=0")) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> next.printed().stream().anyMatch(line -> line.startsWith("sent 0 doc")));
      Optional<String> told =
          next.printed().stream().filter(line -> line.contains("was killed")).findFirst();
      assertThat(told).isPresent();
      for (RunInfo.Child child : children) {
        assertThat(told.orElseThrow()).contains(child.name() + " (process " + child.pid() + ")");
      }
      next.handle().destroy();
      assertThat(next.await(Duration.ofMinutes(1))).isZero();
      assertThat(next.info()).isEmpty();
    }
    assertThat(Commands.run("versions", "--data=" + folder.resolve("data")).err())
        .contains("nothing runs on " + folder.resolve("data"), "./factorscope up");
  }

  private static void checkListing(UpProcess up) throws IOException {
    JsonNode versions = versions(up);
    JsonNode newest = versions.get(versions.size() - 1);
    assertThat(newest.get("version").asLong()).isEqualTo(versions.size());
    assertThat(newest.get("learnedVectors").asLong()).isGreaterThanOrEqualTo(512);
    assertThat(newest.get("contentHash").textValue()).hasSize(64);
    assertThat(versions.findValuesAsText("state")).contains("live");

    Commands.Run text = Commands.run("versions", "--data=" + up.data().path());
    assertThat(text.status()).isZero();
    assertThat(text.out().lines().toList())
        .hasSizeGreaterThan(versions.size())
        .anySatisfy(
            line ->
                assertThat(line).contains(newest.get("contentHash").textValue().substring(0, 12)));
  }

  /** Empty before there is a machine. */
  private static JsonNode versions(UpProcess up) throws IOException {
    assertThat(up.isAlive()).as("%s", up.printed()).isTrue();
    Commands.Run run = Commands.run("versions", "--json", "--data=" + up.data().path());
    return new ObjectMapper().readTree(run.status() == 0 ? run.out() : "{}").path("versions");
  }
}
