package io.factorscope.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script, run by a shell in a project of its own with a JDK and a Maven that only
 * tell.
 */
class ScriptTest {

  /** What the script needs besides a JDK and Maven. */
  private static final List<String> BASICS =
      List.of(
          "bash",
          "cat",
          "dirname",
          "env",
          "find",
          "head",
          "mkdir",
          "readlink",
          "sed",
          "sort",
          "touch");

  @TempDir Path folder;

  private Path project;
  private Path tools;
  private Path jdk;

  @BeforeEach
  void project() throws IOException {
    project = Files.createDirectories(folder.resolve("the project"));
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(
        Path.of(System.getProperty("factorscope.home"), "factorscope"),
        project.resolve("factorscope"));
    Files.setPosixFilePermissions(
        project.resolve("factorscope"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(project.resolve("standalone/src/main/java"));
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    Files.writeString(project.resolve("standalone/src/main/java/Some.java"), "class Some {}");
    jdk = jdk("jdk 25", "25.0.3");
    maven(
        """
        mkdir -p standalone/target/lib
        touch standalone/target/standalone-1.jar
        echo mvn "$@" >> mvn-calls
        """);
  }

  @Test
  void helpNeedsNeitherJdkNorBuild() throws Exception {
    Run run = run(folder, Map.of("JAVA_HOME", ""), "--help");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Usage: ./factorscope COMMAND", "ingest", "JDK 25");
    assertThat(project.resolve("mvn-calls")).doesNotExist();
  }

  @Test
  void buildsOnceAndStartsTheCommandLine() throws Exception {
    Run first = run(folder, javaHome(), "up", "--corpus", "my texts");
    Run second = run(folder, javaHome(), "status");

    assertThat(first.status()).as(first.out()).isZero();
    assertThat(first.out())
        .contains("factorscope: building")
        .contains("-Dfactorscope.home=" + project.toRealPath())
        .contains("io.factorscope.standalone.Factorscope|up|--corpus|my texts|")
        .contains(
            project.toRealPath()
                + "/standalone/target/standalone-1.jar:"
                + project.toRealPath()
                + "/standalone/target/lib/*");
    assertThat(second.out()).doesNotContain("building").contains("Factorscope|status|");
    assertThat(Files.readAllLines(project.resolve("mvn-calls")))
        .hasSize(1)
        .first()
        .asString()
        .contains("-DskipTests package");
  }

  @Test
  void benchmarksAreAProgramOfTheirOwnWithTheirOwnClassPath() throws Exception {
    maven(
        """
        mkdir -p standalone/target/lib benchmarks/target
        touch standalone/target/standalone-1.jar benchmarks/target/benchmarks-1.jar a.jar b.jar
        echo "$PWD/a.jar:$PWD/b.jar" > benchmarks/target/class-path
        """);
    tool(
        jdk.resolve("bin/java"),
        """
        case "$*" in
          *-version*) echo 'openjdk version "25.0.3"' >&2 ;;
          *) printf '%s|' "$@"; echo " CLASSPATH $CLASSPATH" ;;
        esac
        """);

    Run run = run(folder, javaHome(), "benchmark", "coder", "--json", "my file");

    assertThat(run.out())
        .contains("-Dfactorscope.home=" + project.toRealPath())
        .contains("io.factorscope.benchmarks.Benchmarks|coder|--json|my file|")
        .contains(
            "CLASSPATH "
                + project.toRealPath()
                + "/benchmarks/target/benchmarks-1.jar:"
                + project.toRealPath()
                + "/a.jar:"
                + project.toRealPath()
                + "/b.jar")
        .doesNotContain("io.factorscope.standalone");
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    run(folder, javaHome(), "status");
    Path source = project.resolve("standalone/src/main/java/Some.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(run(folder, javaHome(), "status").out()).contains("building");
  }

  @Test
  void aTestThatIsNewerNeedsNoBuild() throws Exception {
    run(folder, javaHome(), "status");
    Path test =
        Files.createDirectories(project.resolve("standalone/src/test/java"))
            .resolve("SomeTest.java");
    Files.writeString(test, "class SomeTest {}");
    Files.setLastModifiedTime(test, FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(run(folder, javaHome(), "status").out()).doesNotContain("building");
  }

  @Test
  void keepsTheCallersFolder() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("else where"));

    Run run = run(elsewhere, javaHome(), "status");

    assertThat(run.out()).contains("in " + elsewhere.toRealPath());
  }

  @Test
  void worksThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(tools.resolve("fs"), project.resolve("factorscope"));

    Run run = run(link, folder, javaHome(), "status");

    assertThat(run.out()).contains("-Dfactorscope.home=" + project.toRealPath());
  }

  @Test
  void worksThroughARelativeLinkWhoseFolderIsNamedLikeAnOption() throws Exception {
    Path odd = Files.createDirectories(folder.resolve("-P"));
    Files.createSymbolicLink(odd.resolve("fs"), Path.of("../the project/factorscope"));

    assertThat(run(Path.of("./-P/fs"), folder, javaHome(), "status").out())
        .contains("-Dfactorscope.home=" + project.toRealPath());
    assertThat(run(Path.of("./fs"), odd, javaHome(), "status").out())
        .contains("-Dfactorscope.home=" + project.toRealPath());
  }

  @Test
  void whatAShellExportsChangesNothing() throws Exception {
    Files.createDirectories(folder.resolve("elsewhere/the project"));
    Map<String, String> shell = new HashMap<>(javaHome());
    shell.put("CDPATH", folder.resolve("elsewhere").toString());
    shell.put("POSIXLY_CORRECT", "1");
    shell.put("SHELLOPTS", "noglob:noclobber");
    shell.put("BASHOPTS", "failglob:nocasematch");
    shell.put("BASH_FUNC_cd%%", "() { echo not me; }");
    shell.put("JAVACMD", "/no/such/java");
    shell.put("JAVA_TOOL_OPTIONS", "-XX:+NoSuchOption");

    Run run = run(Path.of("the project/factorscope"), folder, shell, "status");

    assertThat(run.out())
        .contains("-Dfactorscope.home=" + project.toRealPath())
        .doesNotContain("not me");
    assertThat(run.status()).isZero();
  }

  @Test
  void aLocaleWithoutAccentsGivesWayToOneWithThem() throws Exception {
    javaTells("$LC_ALL|$LANG");

    for (String locale : List.of("POSIX", "C", "tr_TR.no-such")) {
      assertThat(run(folder, Map.of("JAVA_HOME", jdk.toString(), "LC_ALL", locale), "up").out())
          .containsPattern("(?i)\\.utf-?8\\|");
    }
  }

  @Test
  void aLocaleWithAccentsStays() throws Exception {
    javaTells("LC_ALL is $LC_ALL");

    assertThat(run(folder, Map.of("JAVA_HOME", jdk.toString(), "LC_ALL", "C.UTF-8"), "up").out())
        .contains("LC_ALL is C.UTF-8");
  }

  @Test
  void aWorkingFolderThatWasRemovedIsNamed() throws Exception {
    Path gone = Files.createDirectories(folder.resolve("gone"));
    Process process =
        new ProcessBuilder(
                "sh", "-c", "rmdir ../gone; exec \"$@\"", "sh", project + "/factorscope", "up")
            .directory(gone.toFile())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("the working folder was removed; cd to one that is there");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  @Test
  void aFolderThatJavaCannotRunFromIsNamed() throws Exception {
    for (String name : List.of("a:b", "wow!")) {
      Path moved = Files.move(project, folder.resolve(name));

      Run run = run(moved.resolve("factorscope"), folder, javaHome(), "up");

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).contains("Java can't run from " + moved.toRealPath(), "rename or move");
      Files.move(moved, project);
    }
  }

  @Test
  void aFolderThatIsNotOursToBuildInIsNamed() throws Exception {
    Files.setPosixFilePermissions(project, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(project), "root may write anywhere");

    Run run = run(folder, javaHome(), "up");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("must be built", "is not yours to write in");
  }

  @Test
  void whatTheUmaskForbidsItsUserIsAllowed() throws Exception {
    javaTells("$(umask -S)");

    Process process =
        start(
            Path.of("/bin/sh"),
            folder,
            javaHome(),
            "-c",
            "umask 777; exec '" + project + "/factorscope' up");

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("u=rwx,g=,o=");
  }

  @Test
  void aFailedBuildShowsTheEndOfItsLogAndWhereItIs() throws Exception {
    maven("seq 1 100; echo 'cannot find symbol'; exit 1");

    Run run = run(folder, javaHome(), "up");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("cannot find symbol", "\n100\n")
        .doesNotContain("\n50\n")
        .contains(
            "the build failed; the whole log is " + project.toRealPath() + "/target/build.log");
    assertThat(project.resolve("target/factorscope-built")).doesNotExist();
  }

  @Test
  void anOldJavaHomeIsPassedOver() throws Exception {
    Path old = jdk("jdk 17", "17.0.1");
    Path java = Files.createDirectories(folder.resolve("bin of path"));
    Files.createSymbolicLink(java.resolve("java"), jdk.resolve("bin/java"));

    Run run =
        run(folder, Map.of("JAVA_HOME", old.toString(), "PATH", java + ":" + path()), "status");

    assertThat(run.out()).contains("by " + jdk).doesNotContain("by " + old);
  }

  @Test
  void aNewerJdkWillDo() throws Exception {
    Path newer = jdk("jdk 26", "26-ea");

    assertThat(run(folder, Map.of("JAVA_HOME", newer.toString()), "status").out())
        .contains("by " + newer);
  }

  @Test
  void withoutMavenItSaysHowToGetIt() throws Exception {
    Files.delete(tools.resolve("mvn"));

    Run run = run(folder, Map.of("JAVA_HOME", jdk.toString(), "PATH", onlyBasics()), "up");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("Maven (mvn) is not on PATH");
  }

  @Test
  void testRunsAllChecksAndPassesOptionsOn() throws Exception {
    Run run = run(folder, javaHome(), "test", "-pl", "standalone");

    assertThat(run.status()).isZero();
    assertThat(Files.readAllLines(project.resolve("mvn-calls")))
        .containsExactly("mvn --batch-mode verify -pl standalone");
  }

  @Test
  void aFailedTestIsAFailure() throws Exception {
    maven("exit 7");

    assertThat(run(folder, javaHome(), "test").status()).isEqualTo(7);
  }

  @Test
  void passesTheStatusAndSignalsOn() throws Exception {
    tool(
        jdk.resolve("bin/java"),
        """
        case "$*" in
          *-version*) echo 'openjdk version "25.0.3"' >&2 ;;
          *) echo pid $$; exit 130 ;;
        esac
        """);

    Process process = start(project.resolve("factorscope"), folder, javaHome(), "up");
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(out).contains("pid " + process.pid());
  }

  private void javaTells(String what) throws IOException {
    tool(
        jdk.resolve("bin/java"),
        """
        case "$*" in
          *-version*) echo 'openjdk version "25.0.3"' >&2 ;;
          *) echo "WHAT" ;;
        esac
        """
            .replace("WHAT", what));
  }

  private Run run(Path from, Map<String, String> environment, String... arguments)
      throws Exception {
    return run(project.resolve("factorscope"), from, environment, arguments);
  }

  private Run run(Path script, Path from, Map<String, String> environment, String... arguments)
      throws Exception {
    Process process = start(script, from, environment, arguments);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), out);
  }

  private Process start(
      Path script, Path from, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(from.toFile()).redirectErrorStream(true);
    builder.environment().put("PATH", path());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Map<String, String> javaHome() {
    return Map.of("JAVA_HOME", jdk.toString());
  }

  private String path() {
    return tools + ":" + System.getenv("PATH");
  }

  private String onlyBasics() throws IOException {
    Path basics = Files.createDirectories(folder.resolve("basics"));
    for (String program : BASICS) {
      for (String place : List.of("/usr/bin/", "/bin/")) {
        Path file = Path.of(place + program);
        if (Files.exists(file) && !Files.exists(basics.resolve(program))) {
          Files.createSymbolicLink(basics.resolve(program), file);
        }
      }
    }
    return basics.toString();
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(home.resolve("bin"));
    tool(
        home.resolve("bin/java"),
        """
        case "$*" in
          *-XshowSettings*) echo "    java.home = HOME" >&2 ;;
          *-version*) echo 'openjdk version "VERSION" 2026-01-01' >&2 ;;
          *) printf '%s|' "$@"; echo " by HOME in $PWD" ;;
        esac
        """
            .replace("HOME", home.toString())
            .replace("VERSION", version));
    tool(home.resolve("bin/javac"), "exit 0");
    return home;
  }

  private void maven(String script) throws IOException {
    tool(tools.resolve("mvn"), script);
  }

  private static void tool(Path file, String script) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Run(int status, String out) {}
}
