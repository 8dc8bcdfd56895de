package io.factorscope.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a broker may be called what it likes: all that the broker writes lies in it. */
class BrokerFolderTest {

  private static final Path JARS = BrokerExtension.jars();

  @TempDir Path temp;

  @Test
  void aCommaAnAccentAndWhatPropertiesTakeForTheirOwnAreOnlyAName() throws Exception {
    Path folder = temp.resolve(" umlaut-ä 語,here #!50%=:\\u0041${x} ");
    BrokerSettings settings = settings(JARS, folder);

    try (BrokerProcess broker = BrokerProcess.start(settings)) {
      assertThat(broker.child().isAlive()).isTrue();
    }

    assertThat(folder.resolve("data/meta.properties")).exists();
    assertThat(entries(temp)).containsExactly(folder);
    assertThat(entries(Path.of(""))).noneMatch(entry -> entry.toString().contains("umlaut"));
    assertThat(settings.properties()).isASCII().contains("log.dirs=data\n");
    assertThat(Files.readString(settings.log()))
        .as("Log4j has found its settings")
        .contains("KafkaRaftServer")
        .doesNotContain("Cannot locate", "Exception");
  }

  @Test
  void jarsThatAClassPathCannotHoldAreRefusedByName() throws Exception {
    Path jars = Files.createDirectories(temp.resolve("lib:exec"));

    assertThatThrownBy(() -> BrokerProcess.launch(settings(jars, temp.resolve("broker"))))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining(jars.toString())
        .hasMessageContaining("a class path can't hold a ':'");
  }

  private static BrokerSettings settings(Path jars, Path folder) {
    List<Integer> ports = Ports.free(2);
    return new BrokerSettings(jars, folder, ports.get(0), ports.get(1), 256);
  }

  private static Stream<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList().stream();
    }
  }
}
