package io.factorscope.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class VersionFollowerTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final List<Long> used = new CopyOnWriteArrayList<>();

  /** Who has no version says what the first one waits for. */
  @Test
  void theReasonIsThatOfTheDictionaryServiceAndIsRenewed() throws IOException {
    try (VersionServer server = new VersionServer();
        VersionFollower follower = follower(server)) {
      server.awaits("1 document waits for version 1: all of it is held out");
      awaitProblem(follower, "1 document waits for version 1: all of it is held out");
      server.awaits("2 documents wait for version 1: all of them are held out");
      awaitProblem(follower, "2 documents wait for version 1: all of them are held out");

      serve(server, 1);
      await().atMost(LONG).until(() -> used.equals(List.of(1L)));
      assertThat(follower.problem()).isEmpty();
    }
  }

  @Test
  void aServiceThatComesBackIsFollowedOn() throws IOException {
    VersionServer first = new VersionServer();
    serve(first, 1);
    try (VersionFollower _ = follower(first)) {
      await().atMost(LONG).until(() -> used.equals(List.of(1L)));
      serve(first, 2);
      await().atMost(LONG).until(() -> used.equals(List.of(1L, 2L)));
      first.close();

      try (VersionServer again = first.again()) {
        serve(again, 2);
        serve(again, 3);
        await().atMost(LONG).until(() -> used.equals(List.of(1L, 2L, 3L)));
      }
    }
  }

  @Test
  void aUserThatFailsGetsTheVersionAgain() throws IOException {
    try (VersionServer server = new VersionServer();
        VersionFollower follower =
            new VersionFollower(
                server.endpoint(),
                "d",
                version -> {
                  used.add(version.number());
                  if (used.size() == 1) {
                    throw new IllegalStateException("no memory");
                  }
                },
                meters)) {
      serve(server, 1);
      awaitProblem(follower, "a version of d can't be used: no memory");
      await().atMost(LONG).until(() -> used.equals(List.of(1L, 1L)));
      await().atMost(LONG).until(() -> follower.problem().isEmpty());
    }
  }

  @Test
  void anErrorOfTheUserDoesNotEndIt() throws IOException {
    try (VersionServer server = new VersionServer();
        VersionFollower _ =
            new VersionFollower(
                server.endpoint(),
                "d",
                version -> {
                  used.add(version.number());
                  if (used.size() == 1) {
                    throw new LinkageError("for this test");
                  }
                },
                meters)) {
      serve(server, 1);
      await().atMost(LONG).until(() -> used.equals(List.of(1L, 1L)));
      assertThat(meters.get("factorscope.worker.restarts").counter().count()).isEqualTo(1);
    }
  }

  private VersionFollower follower(VersionServer server) {
    return new VersionFollower(
        server.endpoint(), "d", version -> used.add(version.number()), meters);
  }

  private static void serve(VersionServer server, long number) {
    float[] atoms = TestVersions.atoms(number);
    server.serve(TestVersions.header(number, atoms), atoms);
  }

  private static void awaitProblem(VersionFollower follower, String problem) {
    await().atMost(LONG).untilAsserted(() -> assertThat(follower.problem()).hasValue(problem));
  }
}
