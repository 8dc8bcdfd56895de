package io.factorscope.models;

import java.nio.file.Path;
import java.util.Optional;

/** Where the jar of a known model comes from. */
@FunctionalInterface
public interface JarSource {
  /**
   * The model's jar.
   *
   * @param work a folder that the jar may be put into
   * @return empty if this source doesn't have it
   * @throws ModelException if the source should have it but fails
   */
  Optional<Path> fetch(KnownModel model, Path work);

  /** Asks the other source for what this one doesn't have. */
  default JarSource orElse(JarSource other) {
    return (model, work) -> fetch(model, work).or(() -> other.fetch(model, work));
  }
}
