package io.factorscope.models;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A folder in which Maven keeps what it has fetched before. */
record LocalRepository(Path root) implements JarSource {
  /**
   * Where Maven keeps it by default, or where {@code -Dmaven.repo.local} says. What the user's
   * settings say only Maven itself knows; then it is asked.
   */
  static Path usersFolder() {
    String named = System.getProperty("maven.repo.local");
    return named != null
        ? Path.of(named)
        : Path.of(System.getProperty("user.home"), ".m2", "repository");
  }

  @Override
  public Optional<Path> fetch(ModelArtifact artifact, Path work) {
    Path jar =
        root.resolve(artifact.groupId().replace('.', '/'))
            .resolve(artifact.artifactId())
            .resolve(artifact.version())
            .resolve(artifact.jarName());
    return Optional.of(jar).filter(Files::isRegularFile);
  }
}
