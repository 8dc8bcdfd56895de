package io.factorscope.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script, to be run by a shell in a project of its own with a JDK and a Maven that
 * only tell.
 */
abstract class ScriptRuns {

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

  Path project;
  Path tools;
  Path jdk;

  @BeforeEach
  void project() throws IOException {
    project = Files.createDirectories(folder.resolve("the project"));
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(
        Path.of(System.getProperty("factorscope.home"), "factorscope"),
        project.resolve("factorscope"));
    Files.setPosixFilePermissions(
        project.resolve("factorscope"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(project.resolve("tools/standalone/src/main/java"));
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    Files.writeString(project.resolve("tools/standalone/src/main/java/Some.java"), "class Some {}");
    jdk = jdk("jdk 25", "25.0.3");
    maven(
        """
        mkdir -p tools/standalone/target/lib
        touch tools/standalone/target/standalone-1.jar
        echo mvn "$@" >> mvn-calls
        """);
  }

  void javaTells(String what) throws IOException {
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

  Run run(Path from, Map<String, String> environment, String... arguments) throws Exception {
    return run(project.resolve("factorscope"), from, environment, arguments);
  }

  Run run(Path script, Path from, Map<String, String> environment, String... arguments)
      throws Exception {
    Process process = start(script, from, environment, arguments);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), out);
  }

  Process start(Path script, Path from, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(from.toFile()).redirectErrorStream(true);
    builder.environment().put("PATH", path());
    builder.environment().putAll(environment);
    return builder.start();
  }

  Map<String, String> javaHome() {
    return Map.of("JAVA_HOME", jdk.toString());
  }

  String path() {
    return tools + ":" + System.getenv("PATH");
  }

  String onlyBasics() throws IOException {
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

  Path jdk(String name, String version) throws IOException {
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

  void maven(String script) throws IOException {
    tool(tools.resolve("mvn"), script);
  }

  static void tool(Path file, String script) throws IOException {
    Files.writeString(file, "#!/usr/bin/env bash\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  record Run(int status, String out) {}
}
