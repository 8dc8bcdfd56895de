package io.factorscope.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a broker may be called what it likes: all that the broker writes lies in it. */
class BrokerFolderTest {

  private static final Path JARS = TestBrokers.jars();

  @TempDir Path temp;

  @Test
  void aCommaAnAccentAndWhatPropertiesTakeForTheirOwnAreOnlyAName() throws Exception {
    Path folder = temp.resolve(" umlaut-ä 語,here #!50%=:\\u0041${x} ");
    BrokerSettings settings = settings(JARS, folder);

    try (BrokerProcess broker = BrokerProcess.start(settings)) {
      assertThat(broker.process().isAlive()).isTrue();
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
        .isInstanceOf(IOException.class)
        .hasMessageContaining(jars.toString())
        .hasMessageContaining("a class path can't hold a ':'");
  }

  @Test
  void theEndOfALogInAnotherEncodingCanBeTold() throws Exception {
    BrokerSettings settings = settings(JARS, temp);
    Files.write(settings.log(), "zu spät\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(BrokerFolder.logTail(settings)).isEqualTo("zu sp�t");
  }

  private static BrokerSettings settings(Path jars, Path folder) throws IOException {
    return new BrokerSettings(jars, folder, freePort(), freePort(), 256);
  }

  private static Stream<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList().stream();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
