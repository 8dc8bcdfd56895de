package io.factorscope.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The launcher script, wherever and with whatever settings it is called. */
class ScriptSurroundingsTest extends ScriptRuns {

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
}
