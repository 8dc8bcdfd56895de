package io.factorscope.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.v1.VersionHeader;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DictionariesClientTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final VersionServer server = new VersionServer();
  private final DictionariesClient client = new DictionariesClient(server.endpoint());

  DictionariesClientTest() throws IOException {}

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void listsAllPages() {
    float[] atoms = TestVersions.atoms(1);
    VersionHeader header = TestVersions.header(1, atoms);
    for (long number = 1; number <= 250; number++) {
      server.serve(numbered(header, number), atoms);
    }

    VersionList all = client.list("d", 0, PATIENCE);
    VersionList newer = client.list("d", 248, PATIENCE);

    assertThat(all.versions()).hasSize(250);
    assertThat(all.live()).isEqualTo(250);
    assertThat(all.inUse()).contains(all.versions().getLast());
    assertThat(newer.versions()).isEqualTo(all.versions().subList(248, 250));
    assertThat(client.awaited("d", PATIENCE)).isEmpty();
  }

  @Test
  void saysWhatTheFirstVersionWaitsFor() {
    server.awaits("nothing came yet");

    VersionList none = client.list("d", 0, PATIENCE);

    assertThat(none.versions()).isEmpty();
    assertThat(none.live()).isZero();
    assertThat(none.awaited().orElseThrow().getReason()).isEqualTo("nothing came yet");
    assertThat(client.awaited("d", PATIENCE)).isEqualTo(none.awaited());
  }

  @Test
  void givesAVersionByNumberOrTheLiveOne() {
    for (long number = 1; number <= 2; number++) {
      float[] atoms = TestVersions.atoms(number);
      server.serve(TestVersions.header(number, atoms), atoms);
    }

    assertThat(client.get("d", 1).atoms()).isEqualTo(TestVersions.atoms(1));
    assertThat(client.live("d").number()).isEqualTo(2);
    assertThatThrownBy(() -> client.get("d", 7))
        .isInstanceOf(DictionariesException.class)
        .hasMessage(
            "dictionary-service: does not give a version of d: Status{code=NOT_FOUND, description=null, cause=null}");
  }

  @Test
  void aVersionThatIsNotWhatItsHashSaysIsRefused() {
    server.serve(TestVersions.header(1, TestVersions.atoms(1)), TestVersions.atoms(2));

    assertThatThrownBy(() -> client.get("d", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("version 1 of d is not what its content hash says");
  }

  @Test
  void aServiceThatIsAwayIsNamed() {
    server.close();

    assertThatThrownBy(() -> client.list("d", 0, Duration.ofMillis(200)))
        .isInstanceOfSatisfying(
            DictionariesException.class,
            e -> assertThat(e.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED))
        .hasMessageStartingWith("dictionary-service: does not list its versions: ");
  }

  private static VersionHeader numbered(VersionHeader header, long number) {
    return header.toBuilder().setId(header.getId().toBuilder().setVersion(number)).build();
  }
}
