package io.factorscope.embedder;

import io.factorscope.embedder.doors.DoorParts;
import io.factorscope.embedder.doors.Doorkeeper;
import io.factorscope.embedder.doors.Embedding;
import io.factorscope.embedder.doors.Ingestion;
import io.factorscope.embedder.doors.NotNowException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts the embedder in the background, so that health can be asked meanwhile, and ends it in
 * order: doors, stream, model.
 */
@ApplicationScoped
public class EmbedderLifecycle implements DoorParts {

  private static final Logger LOG = Logger.getLogger(EmbedderLifecycle.class);

  private final EmbedderConfig config;
  private final MeterRegistry meters;
  private final Doorkeeper doorkeeper;
  private final Thread opening = Thread.ofPlatform().name("opening").daemon().unstarted(this::open);
  private volatile @Nullable EmbedderService service;
  private volatile String state = "has not started";
  private volatile boolean failed;

  EmbedderLifecycle(EmbedderConfig config, MeterRegistry meters, Doorkeeper doorkeeper) {
    this.config = config;
    this.meters = meters;
    this.doorkeeper = doorkeeper;
  }

  void start(@Observes StartupEvent event) {
    // Kafka's clients look for classes through the thread; this one and its children are the
    // application's.
    opening.setContextClassLoader(EmbedderLifecycle.class.getClassLoader());
    opening.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    doorkeeper.close();
    opening.interrupt();
    opening.join(TimeUnit.SECONDS.toMillis(10));
    EmbedderService current = service;
    if (current != null) {
      current.close();
    }
    LOG.info("The embedder has stopped");
  }

  /** Why the embedder does not do all of its work now, if so. */
  public Optional<String> problem() {
    EmbedderService current = service;
    return current == null ? Optional.of(state) : current.problem();
  }

  /** Whether it could not start, and won't by itself. */
  public boolean hasFailed() {
    return failed;
  }

  @Override
  public Ingestion ingestion() {
    EmbedderService current = opened();
    // Asked before anything is read: the broker's own time limits are long.
    current
        .brokerProblem()
        .ifPresent(
            problem -> {
              throw notNow(problem);
            });
    return current.ingestion();
  }

  @Override
  public Embedding embedding() {
    return opened().embedding();
  }

  private EmbedderService opened() {
    EmbedderService current = service;
    if (current == null) {
      throw notNow(state);
    }
    return current;
  }

  private NotNowException notNow(String reason) {
    return new NotNowException(
        NotNowException.Kind.AWAY,
        "The embedder is not ready: " + reason,
        config.doors().retryAfter());
  }

  private void open() {
    try {
      state = "loads the model " + config.model().name();
      LoadedModel model = new ModelLoading(config.model(), meters).load();
      LOG.infof(
          "Layers %s, windows of %d tokens, about %.0f tokens/s",
          model.layers(), model.cutter().size(), model.tokensPerSecond());
      open(model);
    } catch (InterruptedException e) {
      state = "is stopped";
    } catch (RuntimeException | Error e) {
      failed = true;
      state = "could not start: " + e.getMessage();
      LOG.error("The embedder could not start", e);
    }
  }

  private void open(LoadedModel model) throws InterruptedException {
    try {
      state = "waits for the broker at " + config.kafka().bootstrapServers();
      service = new EmbedderService(config, model, meters);
    } finally {
      if (service == null) {
        model.close();
      }
    }
  }
}
