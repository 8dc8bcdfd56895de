package io.factorscope.standalone.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.models.ModelCatalogue;
import io.factorscope.models.ModelStore;
import io.factorscope.standalone.machine.DataFolder;
import io.factorscope.standalone.machine.RunInfo;
import io.factorscope.v1.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script as it is met in the wild: called through a link by an ordinary user, in a locale
 * without accents, a shell that exports this and that, and folders whose names hold what other
 * formats take for their own.
 */
class HostileSurroundingsTest {

  private static final String HOSTILE = "a b,c-ä#50%'\"${HOME}$\\=;*";

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "LC_ALL", "POSIX",
          "CDPATH", "/usr:/tmp",
          "POSIXLY_CORRECT", "1",
          "BASH_FUNC_cd%%", "() { echo not me; }",
          "CLASSPATH", "/nowhere",
          "QUARKUS_HTTP_SSL_PORT", "none",
          "QUARKUS_PROFILE", "dev",
          "FACTORSCOPE_KAFKA_TOPIC_PREFIX", "not a topic",
          "FACTORSCOPE_DICTIONARY_PATIENCE", "2s",
          "JAVA_TOOL_OPTIONS",
              "-Duser.language=ar -Duser.country=EG -Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=1"
                  + " -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=1 -Dhttp.nonProxyHosts=none");

  @TempDir private Path folder;

  private OrdinaryUser user;
  private Path home;
  private Path data;
  private Path model;
  private @Nullable Process up;

  @BeforeEach
  void surroundings() throws Exception {
    Path project = Path.of(System.getProperty("factorscope.home")).toRealPath();
    user = OrdinaryUser.of(project);
    Path installation =
        HostileInstallation.make(project, folder.resolve("project ä,#50%$+!'")).home();
    model = new ModelStore(folder.resolve("modèles ${HOME},#")).folder(ModelCatalogue.DEFAULT);
    home = Files.createDirectory(folder.resolve("hömé"));
    Path work = Files.createDirectories(home.resolve(HOSTILE));
    data = work.resolve("the data " + HOSTILE);
    Files.createSymbolicLink(home.resolve("fs"), installation.resolve("factorscope"));
    Files.writeString(work.resolve(".env"), "QUARKUS_HTTP_HOST=${nonsense}\n");
    Files.createDirectory(work.resolve("config"));
    Files.writeString(work.resolve("config/application.properties"), "quarkus.http.port=${x}\n");
    Path corpus = Files.createDirectory(work.resolve("textes"));
    Files.writeString(corpus.resolve("café.txt"), "A coffee house, with an acute accent.");
    Files.writeString(corpus.resolve("cafè.txt"), "The same house, and the accent is grave.");
    user.own(home);
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (up != null) {
      up.toHandle().destroy();
      up.waitFor(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void anOrdinaryUserStreamsAuditsAndCleansWhateverThingsAreCalled() throws Exception {
    Set<Path> before = HostileInstallation.tree(home);
    Process machine = startUp();
    await().atMost(Duration.ofMinutes(2)).until(() -> isReady(machine));

    assertThat(run("ingest", "textes").out())
        .as("%s", printed())
        .contains("2 documents of textes")
        .doesNotContain("٢");
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> run("versions").out().contains("live"));
    assertThat(ids()).containsExactlyInAnyOrder("café.txt", "cafè.txt");
    checkAudit(run("audit"));
    assertThat(run("status").status()).isZero();

    checkSummary(machine);
    assertThat(run("audit").out()).contains("nothing runs on").contains("ä#50%");
    checkClean();
    assertThat(HostileInstallation.tree(home))
        .as("nothing but the summary is left, and nothing lay elsewhere")
        .isEqualTo(withSummary(before));
  }

  private Process startUp() throws IOException {
    List<String> command = new ArrayList<>(List.of("up", "--corpus=-", "--exit"));
    command.addAll(List.of("--summary=sümmary.json", "--model=" + model, "--topic-limit=64MiB"));
    command.addAll(List.of("--layers=12", "--factors=16"));
    Process process = builder(command).redirectOutput(home.resolve("up.log").toFile()).start();
    up = process;
    return process;
  }

  private boolean isReady(Process machine) throws IOException {
    assertThat(machine.isAlive()).as("%s", printed()).isTrue();
    return printed().contains("streaming standard input");
  }

  private String printed() throws IOException {
    return Files.readString(home.resolve("up.log"));
  }

  private List<String> ids() throws Exception {
    RunInfo info = RunInfo.read(new DataFolder(data)).orElseThrow();
    return new StreamTopics(info.bootstrapServers())
        .read("texts", Document.parser(), Document.getDefaultInstance()).stream()
            .map(Document::getId)
            .toList();
  }

  private static void checkAudit(Run audit) throws IOException {
    assertThat(audit.status()).as("%s", audit).isZero();
    JsonNode report = new ObjectMapper().readTree(audit.out().substring(audit.out().indexOf('{')));
    assertThat(report.findValue("documents").asLong()).isEqualTo(2);
  }

  /** Ends the standard input, and with it the run. */
  private void checkSummary(Process machine) throws Exception {
    try (var in = machine.getOutputStream()) {
      in.write("Lastly a third text.\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(machine.waitFor(2, TimeUnit.MINUTES)).as("%s", printed()).isTrue();
    assertThat(machine.exitValue()).as("%s", printed()).isZero();
    assertThat(printed())
        .contains("not passed on to the services", "FACTORSCOPE_KAFKA_TOPIC_PREFIX")
        .contains("sent 1 documents")
        .doesNotContain("\tat ");
    JsonNode summary =
        new ObjectMapper().readTree(home.resolve(HOSTILE).resolve("sümmary.json").toFile());
    assertThat(summary.get("documents").asLong()).isEqualTo(3);
    assertThat(summary.get("lost").asLong()).isZero();
    assertThat(summary.get("doubled").asLong()).isZero();
  }

  private void checkClean() throws Exception {
    assertThat(data.resolve("broker/data/meta.properties")).exists();
    assertThat(run("clean").out()).startsWith("removed " + data);
    assertThat(data).doesNotExist();
    assertThat(run("clean").out()).contains("is not there");
  }

  private Set<Path> withSummary(Set<Path> before) {
    Set<Path> tree = new HashSet<>(before);
    tree.add(home.resolve("up.log"));
    tree.add(home.resolve(HOSTILE).resolve("sümmary.json"));
    return tree;
  }

  private Run run(String... arguments) throws IOException, InterruptedException {
    Process process = builder(List.of(arguments)).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(out).doesNotContain("\tat ");
    return new Run(process.waitFor(), out.replaceFirst("^Picked up JAVA_TOOL_OPTIONS.*\n", ""));
  }

  private ProcessBuilder builder(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 0777; exec \"$@\"", "sh"));
    command.addAll(List.of("../fs"));
    command.addAll(arguments);
    command.addAll(List.of("--data", data.getFileName().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(user.command(command))
            .directory(home.resolve(HOSTILE).toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("HOME", home.toString());
    return builder;
  }

  private record Run(int status, String out) {}
}
