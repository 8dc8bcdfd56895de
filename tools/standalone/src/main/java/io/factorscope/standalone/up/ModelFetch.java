package io.factorscope.standalone.up;

import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.local.MachineException;
import io.factorscope.models.ModelStore;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Fetches the model before anything is started: it may take minutes, and the services' patience is
 * shorter.
 */
final class ModelFetch {

  private static final Duration TELL_EVERY = Duration.ofSeconds(5);

  private final Path cache;
  private final PrintStream out;

  ModelFetch(Path cache, PrintStream out) {
    this.cache = cache;
    this.out = out;
  }

  /**
   * The model, fetched if need be.
   *
   * @param nameOrPath a known model's name, or a folder
   * @throws io.factorscope.models.ModelException if there is no such model
   * @throws MachineException if the folder's name can't be a model's
   */
  Model fetch(String nameOrPath) {
    StopSignal done = new StopSignal();
    Thread teller = Thread.ofVirtual().start(() -> tell(nameOrPath, done));
    try {
      Path folder = new ModelStore(cache).folder(nameOrPath).toAbsolutePath().normalize();
      if (folder.startsWith(cache.toAbsolutePath().normalize())) {
        return new Model(nameOrPath, nameOrPath);
      }
      return new Model(id(folder), folder.toString());
    } finally {
      done.give();
      teller.interrupt();
    }
  }

  /** The name of the folder, which names topics as well. */
  private static String id(Path folder) {
    String id = String.valueOf(folder.getFileName());
    try {
      new TopicNames("").hiddenStates(id);
      return id;
    } catch (IllegalArgumentException e) {
      throw new MachineException("--model: " + e.getMessage() + "; rename the folder", e);
    }
  }

  private void tell(String model, StopSignal done) {
    long begun = System.nanoTime();
    while (!done.await(TELL_EVERY)) {
      long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
      out.printf("still fetching model %s: %d s%n", model, seconds);
    }
  }

  /**
   * A model that is there.
   *
   * @param id names it in topics
   * @param name what the embedder opens: a known model's name, or a folder
   */
  record Model(String id, String name) {}
}
