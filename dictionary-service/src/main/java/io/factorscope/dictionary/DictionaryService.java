package io.factorscope.dictionary;

import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.learn.Retention;
import io.factorscope.dictionary.owner.OwnerMetrics;
import io.factorscope.dictionary.owner.OwnerSettings;
import io.factorscope.dictionary.owner.Ownership;
import io.factorscope.edge.KafkaConfig;
import io.factorscope.edge.Service;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.Worker;
import io.factorscope.v1.Alias;
import io.factorscope.v1.FirstVersionWait;
import io.factorscope.versions.VersionBook;
import io.factorscope.versions.VersionTail;
import io.factorscope.wire.Aliases;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The composition root: what runs in this service, and in which order it starts and stops. */
@Singleton
public final class DictionaryService implements Service {

  private static final String NAME = "dictionary";

  private final Instance instance;
  private final TopicSpecs topics;
  private final FirstVersionSettings settings;
  private final VersionBook book = new VersionBook();
  private final VersionTail tail;
  private final Ownership ownership;

  @Inject
  DictionaryService(DictionaryConfig config, KafkaConfig kafka, MeterRegistry meters) {
    this(
        kafka.instance(NAME),
        kafka.specs(),
        settings(config),
        OwnerSettings.DEFAULT.withRetention(
            Retention.DEFAULT.withYoung(config.dictionary().atomsKept())),
        meters);
  }

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
    String dictionary = settings.dictionary();
    Gauge.builder("factorscope.dictionary.version", book, versions -> live(versions, dictionary))
        .description("The version that the alias live names; 0 before there is one")
        .tag("dictionary", dictionary)
        .register(meters);
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

  private static FirstVersionSettings settings(DictionaryConfig config) {
    return new FirstVersionSettings(
        config.dictionary().name().orElse(config.model().name()),
        config.model().name(),
        config.dictionary().factors(),
        config.dictionary().lambda(),
        config.dictionary().seed(),
        config.dictionary().patience());
  }

  private static long live(VersionBook book, String dictionary) {
    return book.alias(dictionary, Aliases.LIVE).map(Alias::getVersion).orElse(0L);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(Progress progress) throws InterruptedException {
    progress.is("waits for the broker at " + instance.bootstrapServers());
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
  }

  /** What every replica serves reads from. */
  public VersionBook book() {
    return book;
  }

  @Override
  public Optional<String> problem() {
    Optional<String> unread = tail.problem();
    if (unread.isPresent()) {
      return unread;
    }
    return ownership.ready()
        ? Optional.empty()
        : Optional.of("is not in the group of " + topics.evidence().name());
  }

  /** It serves without a version, too; who asks learns why there is none. */
  @Override
  public Map<String, String> details() {
    return Map.of("waiting", book.awaited("").map(FirstVersionWait::getReason).orElse("no"));
  }

  @Override
  public void close() {
    ownership.close();
    tail.close();
  }
}
