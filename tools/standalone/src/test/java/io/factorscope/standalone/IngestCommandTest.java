package io.factorscope.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.standalone.ingest.IngestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./factorscope ingest}, with a server of this test: what it sends, says and ends with. */
class IngestCommandTest {

  @TempDir Path folder;

  private IngestServer server;

  @BeforeEach
  void open() throws IOException {
    server = IngestServer.open(folder.resolve("data"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aBadLineOfAHundredIsCountedAndNamedAndTheOthersAreSent() throws IOException {
    Path file = hundredLinesWithABadOne();

    Commands.Run run = ingest(file.toString());

    assertThat(server.texts()).hasSize(99);
    assertThat(run.out())
        .contains("99 documents of news.ndjson", "; 1 rejected, the first: news.ndjson:70: line: ");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void strictStopsAtTheBadLineAndSaysHowFarItCame() throws IOException {
    Path file = hundredLinesWithABadOne();

    Commands.Run run = ingest("--strict", file.toString(), file.toString());

    assertThat(server.texts()).hasSize(69);
    assertThat(run.out()).contains("69 documents of news.ndjson").contains("news.ndjson:70: ");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void everythingSentIsStatusZeroWithBlankTextsToo() throws IOException {
    Path file = write("t.ndjson", "{\"text\":\"\"}\n{\"text\":\" \"}\n{\"text\":\"x\"}\n");

    Commands.Run run = ingest(file.toString());

    assertThat(server.texts()).containsExactly("", " ", "x");
    assertThat(run.status()).isZero();
  }

  @Test
  void nothingFoundHasAWordAndAStatusOfItsOwn() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path file = write("some.txt", "text\n");

    Commands.Run run = ingest(empty.toString(), file.toString());

    assertThat(run.out()).contains("0 documents of " + empty, "there is none", "1 documents of");
    assertThat(run.status()).isEqualTo(3);
  }

  @Test
  void aLinkToAFolderIsFollowed() throws IOException {
    Path texts = Files.createDirectory(folder.resolve("texts"));
    Files.writeString(texts.resolve("a"), "first");
    Path current = Files.createSymbolicLink(folder.resolve("current"), texts);

    assertThat(ingest(current.toString()).status()).isZero();
    assertThat(server.texts()).containsExactly("first");
  }

  @Test
  void aFileOfAnotherEncodingIsRejectedByNameAndTheNextIsSent() throws IOException {
    Path utf16 =
        Files.write(folder.resolve("w.txt"), "windows".getBytes(StandardCharsets.UTF_16LE));
    Path file = write("some.txt", "text\n");

    Commands.Run run = ingest(utf16.toString(), file.toString());

    assertThat(server.texts()).containsExactly("text");
    assertThat(run.out()).contains("w.txt: is not UTF-8", "seems to be UTF-16 (little-endian)");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void aPipeIsSentInSilenceAndAtCtrlC() throws Exception {
    Process process = startReadingStandardInput();
    try (OutputStream pipe = process.getOutputStream()) {
      say(pipe, "one");
      await().atMost(Duration.ofSeconds(30)).until(() -> server.texts().contains("one"));
      say(pipe, "two");
      await().atMost(Duration.ofSeconds(2)).until(() -> server.texts().contains("two"));
      say(pipe, "three");
      TimeUnit.MILLISECONDS.sleep(200); // read, and too young to be sent
      interrupt(process);

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(server.texts()).containsExactly("one", "two", "three");
      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("3 documents of standard input")
          .doesNotContain("Exception");
      assertThat(process.exitValue()).isEqualTo(130);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process startReadingStandardInput() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(heedingCtrlC());
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Factorscope.class.getName(),
            "ingest",
            "--data",
            folder.resolve("data").toString(),
            "-"));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** A shell lets what it starts in the background ignore Ctrl-C, and these tests' children too. */
  private static List<String> heedingCtrlC() throws IOException, InterruptedException {
    List<String> prefix = List.of("env", "--default-signal=INT");
    List<String> tried = Stream.concat(prefix.stream(), Stream.of("true")).toList();
    return new ProcessBuilder(tried).start().waitFor() == 0 ? prefix : List.of();
  }

  private static void say(OutputStream pipe, String text) throws IOException {
    pipe.write(("{\"text\": \"" + text + "\"}\n").getBytes(StandardCharsets.UTF_8));
    pipe.flush();
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    List<String> kill = List.of("kill", "-INT", String.valueOf(process.pid()));
    assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
  }

  private Path hundredLinesWithABadOne() throws IOException {
    return write(
        "news.ndjson",
        IntStream.rangeClosed(1, 100)
            .mapToObj(i -> i == 70 ? "{broken" : "{\"text\": \"text " + i + "\"}")
            .collect(Collectors.joining("\n")));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Commands.Run ingest(String... arguments) {
    List<String> all = new ArrayList<>(List.of("ingest", "--data"));
    all.add(folder.resolve("data").toString());
    all.addAll(List.of(arguments));
    return Commands.run(all.toArray(String[]::new));
  }
}
