package io.factorscope.dictionary;

import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.owner.OwnerMetrics;
import io.factorscope.dictionary.owner.OwnerSettings;
import io.factorscope.dictionary.versions.Ownership;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.Worker;
import io.factorscope.versions.VersionBook;
import io.factorscope.versions.VersionTail;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The composition root: what runs in this service, and in which order it starts and stops. */
public final class DictionaryService implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(DictionaryService.class);

  private final Instance instance;
  private final TopicSpecs topics;
  private final FirstVersionSettings settings;
  private final VersionBook book = new VersionBook();
  private final VersionTail tail;
  private final Ownership ownership;
  private final Thread starting;
  private volatile @Nullable String problem = "waits for the broker";
  private volatile @Nullable String failure;

  public DictionaryService(
      Instance instance,
      TopicSpecs topics,
      FirstVersionSettings settings,
      OwnerSettings owner,
      MeterRegistry meters) {
    this.instance = instance;
    this.topics = topics;
    this.settings = settings;
    this.tail = new VersionTail(instance, topics.dictionaryVersions().name(), book, meters);
    DictionaryPipeline pipeline =
        new DictionaryPipeline(
            instance,
            topics,
            List.of(settings),
            owner,
            book,
            tail,
            new OwnerMetrics(meters, List.of(settings.dictionary())));
    this.ownership =
        new Ownership(
            instance, topics.evidence().name(), partition -> own(pipeline, partition), meters);
    this.starting = Thread.ofPlatform().name("start").start(this::start);
  }

  private static Worker own(DictionaryPipeline pipeline, int partition) {
    Worker owner =
        new Worker(
            "owner-" + partition,
            stopping -> pipeline.own(partition, stopping::isGiven),
            pipeline.restarts(),
            Duration.ofSeconds(5));
    owner.start();
    return owner;
  }

  private void start() {
    try {
      Topics.ensure(
          instance,
          List.of(
              topics.evidence(),
              topics.dictionaryVersions(),
              topics.dictionaryCheckpoints(),
              topics.deadLetters(),
              topics.hiddenStates(settings.model())));
      tail.start();
      ownership.start();
      problem = null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = String.valueOf(e.getMessage());
      LOG.error("Can't start", e);
    }
  }

  /** What every replica serves reads from. */
  public VersionBook book() {
    return book;
  }

  /** Why the start failed, if it did: it will not be tried again. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** Why this replica can't serve, if it can't. */
  public Optional<String> problem() {
    if (failure != null) {
      return failure();
    }
    if (problem != null) {
      return Optional.of(problem);
    }
    if (!tail.ready()) {
      return tail.problem();
    }
    return ownership.ready()
        ? Optional.empty()
        : Optional.of("is not in the group of " + topics.evidence().name());
  }

  @Override
  public void close() {
    starting.interrupt();
    try {
      starting.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ownership.close();
    tail.close();
  }
}
