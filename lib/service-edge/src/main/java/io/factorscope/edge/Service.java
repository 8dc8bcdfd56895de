package io.factorscope.edge;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a process is for. Its composition root implements this, as the only bean of this type; the
 * edge starts, watches and closes it: {@link ServiceLifecycle}.
 */
public interface Service extends AutoCloseable {

  /** The name in health, logs, client ids and transactional ids, e.g. {@code coder}. */
  String name();

  /**
   * Starts all that runs, and returns when it does. Called once, on a thread that may wait; a
   * failure is for good: then only a new process, perhaps with other settings, helps.
   *
   * @param progress to be told what the start waits for
   * @throws InterruptedException if the service is closed meanwhile
   */
  void start(Progress progress) throws InterruptedException;

  /** Why it does not do all of its work now, if so. Asked only when it has started. */
  Optional<String> problem();

  /** More that people may want to know, by name: part of the answer about readiness. */
  default Map<String, String> details() {
    return Map.of();
  }

  /** Stops what runs, in order; called even if the start failed or was interrupted. */
  @Override
  void close();

  /** Takes what a start waits for, for people. */
  interface Progress {

    /** Replaces the state before, e.g. {@code waits for the broker at localhost:9092}. */
    default void is(String state) {
      is(() -> state);
    }

    /** The same for a state with a part that changes; called whenever somebody asks. */
    void is(Supplier<String> state);
  }
}
