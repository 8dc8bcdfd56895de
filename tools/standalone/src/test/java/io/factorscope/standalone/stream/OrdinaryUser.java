package io.factorscope.standalone.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One who is not root: whoever runs the test, or a user that nobody is. */
final class OrdinaryUser {

  /** No user of the system's: so Java takes the home from the environment, as the shell does. */
  private static final int NOBODYS_ID = 54321;

  private static final List<String> BECOME =
      List.of(
          "setpriv",
          "--reuid=" + NOBODYS_ID,
          "--regid=" + NOBODYS_ID,
          "--clear-groups",
          "--no-new-privs");

  private final List<String> become;

  private OrdinaryUser(List<String> become) {
    this.become = become;
  }

  /**
   * The user. Root stays root, and says why, where it can become nobody else, or nobody else may
   * read the project.
   *
   * @param project what the user must be able to read
   */
  static OrdinaryUser of(Path project) throws IOException, InterruptedException {
    if (!isRoot()) {
      return new OrdinaryUser(List.of());
    }
    List<String> reading = new ArrayList<>(BECOME);
    reading.addAll(List.of("test", "-r", project.resolve("factorscope").toString()));
    if (succeeds(reading)) {
      return new OrdinaryUser(BECOME);
    }
    System.out.println("run as root: there is no setpriv, or other users may not read " + project);
    return new OrdinaryUser(List.of());
  }

  /** The command, as this user runs it. */
  List<String> command(List<String> command) {
    List<String> result = new ArrayList<>(become);
    result.addAll(command);
    return result;
  }

  /** Gives this user a folder with all that is in it; the folders above are opened to all. */
  void own(Path folder) throws IOException {
    if (become.isEmpty()) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        Files.setAttribute(each, "unix:uid", NOBODYS_ID);
        Files.setAttribute(each, "unix:gid", NOBODYS_ID);
      }
    }
    Files.setPosixFilePermissions(folder.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
