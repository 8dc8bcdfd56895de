package io.factorscope.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.standalone.machine.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users may mistake: each is told in words, with what is wrong, and never with a stack. */
class UserErrorsTest {

  /** What Java makes of an accent in a locale without accents, and nobody can type. */
  private static final String UNREPRESENTABLE = "caf\0";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() throws IOException {
    file = Files.writeString(folder.resolve("file"), "no folder");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("'' is no path", "up", "--data="),
        mistake("'' is no path", "clean", "--data="),
        mistake("'' is no path", "up", "--corpus="),
        mistake("is no folder", "up", "--data=FILE"),
        mistake("Not a directory", "up", "--data=FILE/data"),
        mistake("Not a directory", "status", "--data=FILE"),
        mistake("is no data folder of factorscope", "clean", "--data=FILE"),
        mistake("@nothing.txt is missing", "up", "--corpus=@nothing.txt"),
        mistake(
            "--summary: FOLDER/no/such can't be written",
            "up",
            "--exit",
            "--summary=FOLDER/no/such"),
        mistake("--checkpoint: FOLDER/no/such can't", "audit", "--checkpoint=FOLDER/no/such"),
        mistake(
            "topic prefix: 'a b' can't be",
            "audit",
            "--bootstrap-servers=x:1",
            "--topic-prefix=a b"),
        mistake("model: 'ä' can't be", "audit", "--bootstrap-servers=x:1", "--model=ä"),
        mistake(
            "dictionary: 'a,b' can't be", "audit", "--bootstrap-servers=x:1", "--dictionary=a,b"),
        mistake("Invalid url", "audit", "--bootstrap-servers=nonsense"),
        mistake("is not in", "up", "--data=" + UNREPRESENTABLE),
        mistake("is not in", "up", "--corpus=" + UNREPRESENTABLE),
        mistake("in this locale", "up", "--data=FOLDER/data", "--model=" + UNREPRESENTABLE),
        mistake("is not an int", "up", "--layers=1,,2"),
        mistake("is not a double", "up", "--lambda=0,5"),
        mistake("nothing runs on", "ingest", "--data=FOLDER/none", "@file"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldInWords(String told, List<String> arguments) {
    Commands.Run run = Commands.run(arguments.stream().map(this::placed).toArray(String[]::new));

    assertThat(run.status()).isIn(1, 2);
    assertThat(run.err()).contains(placed(told)).doesNotContain("\tat ");
  }

  @Test
  void aModelsFolderThatCannotNameATopicIsToldBeforeAnythingStarts() throws IOException {
    Path model = Files.createDirectory(folder.resolve("mödel"));
    Files.writeString(model.resolve("model.onnx"), "weights");
    Files.writeString(model.resolve("tokenizer.json"), "words");

    Commands.Run run = Commands.run("up", "--data=" + folder.resolve("data"), "--model=" + model);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("--model: model: 'mödel' can't be part", "rename the folder");
    assertThat(run.out()).doesNotContain("starting");
  }

  @ParameterizedTest
  @MethodSource("brokenRecords")
  void aBrokenRecordOfWhatRunsSaysWhatToDo(String record) throws IOException {
    DataFolder data = new DataFolder(folder.resolve("data"));
    data.lock().close();
    Files.writeString(data.path().resolve("run.json"), record);

    for (String command : List.of("status", "versions", "up", "clean")) {
      Commands.Run run = Commands.run(command, "--data=" + data.path());
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err())
          .contains("run.json: does not say what runs", "remove the file")
          .doesNotContain("\tat ", "REDACTED");
    }
  }

  static Stream<String> brokenRecords() {
    return Stream.of(
        "", "{", "[]", "{\"bootstrapServers\":\"x\",\"model\":\"m\",\"dictionary\":\"d\"}");
  }

  private String placed(String argument) {
    return argument.replace("FILE", file.toString()).replace("FOLDER", folder.toString());
  }

  private static Arguments mistake(String told, String... arguments) {
    return Arguments.of(told, List.of(arguments));
  }
}
