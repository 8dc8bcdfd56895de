package io.factorscope.models;

import java.nio.file.Path;
import java.util.Optional;

/** Where the jars of models come from. */
@FunctionalInterface
interface JarSource {
  /**
   * The artifact's jar.
   *
   * @param work a folder that the jar may be put into
   * @return empty if this source doesn't have it
   * @throws ModelException if the source should have it but fails
   */
  Optional<Path> fetch(ModelArtifact artifact, Path work);

  /** Asks the other source for what this one doesn't have. */
  default JarSource orElse(JarSource other) {
    return (artifact, work) -> fetch(artifact, work).or(() -> other.fetch(artifact, work));
  }
}
