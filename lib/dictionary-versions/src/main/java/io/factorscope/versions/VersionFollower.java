package io.factorscope.versions;

import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.exactlyonce.Worker;
import io.factorscope.v1.FirstVersionWait;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the alias {@code live} of a dictionary: whenever it moves, fetches the version and hands
 * it on. A dictionary-service that is away changes nothing but that no new version comes.
 */
public final class VersionFollower implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(VersionFollower.class);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration TIME_TO_STOP = Duration.ofSeconds(5);
  private static final Duration ASK_WHY = Duration.ofSeconds(5);

  private final DictionariesClient dictionaries;
  private final String dictionary;
  private final Consumer<Version> user;
  private final Worker worker;
  private long inUse;
  private volatile @Nullable String problem;
  private volatile @Nullable String waitsFor;

  /**
   * Starts.
   *
   * @param endpoint host:port of the dictionary-service
   * @param user of the versions, called by one thread; if it fails it gets the version again
   */
  public VersionFollower(
      String endpoint, String dictionary, Consumer<Version> user, MeterRegistry meters) {
    this.dictionaries = new DictionariesClient(endpoint);
    this.dictionary = dictionary;
    this.user = user;
    this.worker =
        new Worker(
            "live-version", this::run, Worker.restarts(meters, "live-version"), TIME_TO_STOP);
    worker.start();
  }

  private void run(StopSignal stopping) throws InterruptedException {
    worker.works();
    do {
      try {
        dictionaries.watch(dictionary, patience(), this::moved);
      } catch (DictionariesException e) {
        if (!dictionaries.isClosed()) {
          LOG.infof("No answer from the dictionary-service (%s); asking again", e.code());
        }
      } catch (RuntimeException e) {
        tell(e);
      }
    } while (!stopping.pause(RETRY));
  }

  /** While there is no version, asks again and again why. */
  private Optional<Duration> patience() {
    if (inUse > 0) {
      return Optional.empty();
    }
    waitsFor = reason();
    return Optional.of(ASK_WHY);
  }

  /** Only the replica that makes the first version knows what it waits for. */
  private @Nullable String reason() {
    try {
      return dictionaries
          .awaited(dictionary, ASK_WHY)
          .map(FirstVersionWait::getReason)
          .orElse(null);
    } catch (DictionariesException e) {
      return null;
    }
  }

  private void moved(long version) {
    if (version != inUse) {
      user.accept(dictionaries.get(dictionary, version));
      inUse = version;
      problem = null;
      waitsFor = null;
    }
  }

  /** Logged once, though it is tried again and again: there may be memory later. */
  private void tell(RuntimeException e) {
    String reason = "a version of %s can't be used: %s".formatted(dictionary, e.getMessage());
    if (!reason.equals(problem)) {
      problem = reason;
      LOG.errorf(e, "%s; asking again", reason);
    }
  }

  /**
   * Why the version that {@code live} names is not in use, if it can't be used; or why there is
   * none.
   */
  public Optional<String> problem() {
    return Optional.ofNullable(problem).or(() -> Optional.ofNullable(waitsFor)).or(worker::problem);
  }

  @Override
  public void close() {
    dictionaries.close();
    worker.close();
  }
}
