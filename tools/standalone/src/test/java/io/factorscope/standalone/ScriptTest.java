package io.factorscope.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The launcher script: JDK, Maven, build, and what it hands on. */
class ScriptTest extends ScriptRuns {

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
                + "/tools/standalone/target/standalone-1.jar:"
                + project.toRealPath()
                + "/tools/standalone/target/lib/*");
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
        mkdir -p tools/standalone/target/lib tools/benchmarks/target
        touch tools/standalone/target/standalone-1.jar tools/benchmarks/target/benchmarks-1.jar a.jar b.jar
        echo "$PWD/a.jar:$PWD/b.jar" > tools/benchmarks/target/class-path
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
                + "/tools/benchmarks/target/benchmarks-1.jar:"
                + project.toRealPath()
                + "/a.jar:"
                + project.toRealPath()
                + "/b.jar")
        .doesNotContain("io.factorscope.standalone");
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    run(folder, javaHome(), "status");
    Path source = project.resolve("tools/standalone/src/main/java/Some.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(run(folder, javaHome(), "status").out()).contains("building");
  }

  @Test
  void aTestThatIsNewerNeedsNoBuild() throws Exception {
    run(folder, javaHome(), "status");
    Path test =
        Files.createDirectories(project.resolve("tools/standalone/src/test/java"))
            .resolve("SomeTest.java");
    Files.writeString(test, "class SomeTest {}");
    Files.setLastModifiedTime(test, FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(run(folder, javaHome(), "status").out()).doesNotContain("building");
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
}
