package io.factorscope.embedder;

import static java.util.Objects.requireNonNull;

import io.factorscope.edge.KafkaConfig;
import io.factorscope.edge.Service;
import io.factorscope.embedder.api.Embedding;
import io.factorscope.embedder.api.Ingestion;
import io.factorscope.embedder.api.ServedParts;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The composition root: loads the model, then puts together what runs on it. */
@Singleton
final class EmbedderService implements Service, ServedParts {

  private static final Logger LOG = Logger.getLogger(EmbedderService.class);

  private final EmbedderConfig config;
  private final KafkaConfig kafka;
  private final MeterRegistry meters;
  private volatile @Nullable RunningEmbedder running;

  EmbedderService(EmbedderConfig config, KafkaConfig kafka, MeterRegistry meters) {
    this.config = config;
    this.kafka = kafka;
    this.meters = meters;
  }

  @Override
  public String name() {
    return "embedder";
  }

  @Override
  public void start(Progress progress) throws InterruptedException {
    progress.is("loads the model " + config.model().name());
    LoadedModel model = new ModelLoading(config.model(), meters).load();
    LOG.infof(
        "Layers %s, windows of %d tokens, about %.0f tokens/s",
        model.layers(), model.cutter().size(), model.tokensPerSecond());
    progress.is("waits for the broker at " + kafka.bootstrapServers());
    try {
      running = new RunningEmbedder(config, kafka, model, meters);
    } finally {
      if (running == null) {
        model.close();
      }
    }
  }

  private RunningEmbedder running() {
    return requireNonNull(running, "the embedder has not started");
  }

  @Override
  public Ingestion ingestion() {
    return running().ingestion();
  }

  @Override
  public Embedding embedding() {
    return running().embedding();
  }

  @Override
  public Optional<String> problem() {
    return running().problem();
  }

  @Override
  public void close() {
    RunningEmbedder current = running;
    if (current != null) {
      current.close();
    }
  }
}
