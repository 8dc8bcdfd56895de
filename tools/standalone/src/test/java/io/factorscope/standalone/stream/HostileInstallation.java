package io.factorscope.standalone.stream;

import io.factorscope.standalone.machine.ServiceSpec;
import io.factorscope.standalone.machine.ServiceSpecs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The project as it is built, in a folder of another name: the script, the services of this build,
 * and a jar of the classes under test, which need not be packaged yet.
 */
record HostileInstallation(Path home) {

  private static final List<String> MODULES =
      Stream.concat(Stream.of("tools/broker"), ServiceSpecs.ALL.stream().map(ServiceSpec::name))
          .toList();

  /**
   * Makes one.
   *
   * @param project that was built
   * @param home folder to be made
   */
  static HostileInstallation make(Path project, Path home) throws IOException {
    Path jars = Files.createDirectories(home.resolve("tools/standalone/target/lib"));
    Files.copy(
        project.resolve("factorscope"),
        home.resolve("factorscope"),
        StandardCopyOption.COPY_ATTRIBUTES);
    for (String module : MODULES) {
      Files.createSymbolicLink(home.resolve(module), project.resolve(module));
    }
    packageClassPath(jars);
    Files.createFile(Files.createDirectory(home.resolve("target")).resolve("factorscope-built"));
    return new HostileInstallation(home);
  }

  /** Copied, as the local repository may be for one user's eyes only. */
  private static void packageClassPath(Path jars) throws IOException {
    Set<String> written = new HashSet<>();
    Path classes = jars.resolveSibling("standalone-1.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(classes))) {
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        Path path = Path.of(entry);
        if (!entry.isEmpty() && Files.isDirectory(path) && !path.endsWith("test-classes")) {
          add(jar, path, written);
        } else if (Files.isRegularFile(path)) {
          Files.copy(path, jars.resolve(path.getFileName()));
        }
      }
    }
  }

  private static void add(JarOutputStream jar, Path classes, Set<String> written)
      throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString();
        if (written.add(name)) {
          jar.putNextEntry(new JarEntry(name));
          Files.copy(file, jar);
          jar.closeEntry();
        }
      }
    }
  }

  /** All files and folders under a folder. */
  static Set<Path> tree(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return Set.copyOf(files.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
