package io.factorscope.models;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches by the user's own Maven, so that mirrors, proxies and credentials are those of the user's
 * settings.
 *
 * @param command its name on the PATH, or a path to it
 */
record MavenCommand(String command) implements JarSource {
  private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";
  private static final long TIMEOUT_MINUTES = 20;
  private static final int TOLD_LINES = 8;

  @Override
  public Optional<Path> fetch(ModelArtifact artifact, Path work) {
    Path log = work.resolve("maven.log");
    try {
      Process maven = start(artifact, work, log);
      if (!finished(maven) || maven.exitValue() != 0) {
        throw failure(artifact, "Maven said:%n%s".formatted(lastLines(log)), null);
      }
    } catch (IOException e) {
      throw failure(artifact, "Maven can't be started: " + e.getMessage(), e);
    }
    return Optional.of(work.resolve(artifact.jarName())).filter(Files::isRegularFile);
  }

  private Process start(ModelArtifact artifact, Path work, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            executable(),
            "--batch-mode",
            "--no-transfer-progress",
            COPY,
            "-Dartifact=" + artifact.coordinates(),
            "-Dtransitive=false",
            "-DoutputDirectory=" + work.toAbsolutePath());
    builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    return builder
        .directory(work.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private String executable() {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    return windows ? command + ".cmd" : command;
  }

  /** Ends Maven when it takes too long, or when the caller is told to stop waiting. */
  private static boolean finished(Process maven) {
    try {
      return maven.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      maven.destroy();
    }
  }

  /** Maven writes in the locale's encoding; what is no UTF-8 is shown as U+FFFD. */
  private static String lastLines(Path log) throws IOException {
    List<String> all =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return String.join(
        System.lineSeparator(), all.subList(Math.max(0, all.size() - TOLD_LINES), all.size()));
  }

  private ModelException failure(ModelArtifact artifact, String cause, @Nullable Exception e) {
    return new ModelException(
        ("Model '%s' can't be fetched from %s by '%s'. %s%n"
                + "Put Maven on the PATH and check its settings, or give a folder with %s.")
            .formatted(artifact.model(), artifact.coordinates(), command, cause, ModelFolder.FILES),
        e);
  }
}
