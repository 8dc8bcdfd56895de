package io.factorscope.coder;

import io.factorscope.coder.backpressure.LearnerPositions;
import io.factorscope.coder.codes.CodeMessages;
import io.factorscope.coder.current.CurrentVersion;
import io.factorscope.coder.current.PreparedVersion;
import io.factorscope.coder.device.DeviceCoders;
import io.factorscope.edge.KafkaConfig;
import io.factorscope.edge.Service;
import io.factorscope.exactlyonce.GroupPlace;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.Partitions;
import io.factorscope.exactlyonce.StepMetrics;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.TransactionalStep;
import io.factorscope.exactlyonce.backpressure.Backpressure;
import io.factorscope.exactlyonce.backpressure.BackpressureWork;
import io.factorscope.exactlyonce.backpressure.GroupReaders;
import io.factorscope.exactlyonce.expiry.Expiry;
import io.factorscope.sparse.CodingStatistics;
import io.factorscope.versions.VersionFollower;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The composition root. The step starts when there is a dictionary: until then the states wait in
 * Kafka.
 */
@Singleton
public final class CoderService implements Service {

  private static final Logger LOG = Logger.getLogger(CoderService.class);
  private static final String NAME = "coder";

  /**
   * Between two records that are coded while the learner is too far behind: so little that hours of
   * it fit what the topic may still take. A learner that is up makes a checkpoint long before; this
   * is for one whose checkpoints go with versions alone, which close by the evidence's time.
   */
  private static final Duration TRICKLE = Duration.ofSeconds(30);

  private final Instance instance;
  private final TopicSpecs topics;
  private final CoderSettings settings;
  private final String group;
  private final CurrentVersion current = new CurrentVersion();
  private final DeviceCoders coders;
  private final VectorCoder coder;
  private final @Nullable VersionFollower follower;
  private final Backpressure evidenceBackpressure;
  private final List<Expiry> expiries;
  private final TransactionalStep step;

  @Inject
  CoderService(CoderConfig config, KafkaConfig kafka, MeterRegistry meters) {
    this(kafka.instance(NAME), kafka.specs(), CoderSettings.of(config), meters);
  }

  CoderService(Instance instance, TopicSpecs topics, CoderSettings settings, MeterRegistry meters) {
    this.instance = instance;
    this.topics = topics;
    this.settings = settings;
    String dictionary = settings.dictionary();
    this.group = instance.namespace() + ".coder." + dictionary;
    CodingStatistics statistics = new CodingStatistics();
    new CodingMetrics(statistics).bindTo(meters);
    this.coders = DeviceCoders.open(settings.device(), settings.cache(), statistics);
    this.coder = new VectorCoder(settings.threads());
    CoderTopics outputs =
        new CoderTopics(
            topics.codes(dictionary).name(),
            topics.evidence().name(),
            Partitions.of(dictionary, topics.evidence().partitions()),
            dictionary);
    this.evidenceBackpressure =
        new Backpressure(
            instance,
            outputs.evidence(),
            learners(outputs.evidencePartition(), dictionary::equals),
            meters);
    this.expiries = expiries(outputs, meters);
    this.step =
        new TransactionalStep(
            instance,
            group,
            topics.hiddenStates(settings.model()).name(),
            new BackpressureWork(
                new CoderPipeline(
                    current,
                    coder,
                    new CodeMessages(instance.label()),
                    outputs,
                    new CoderMetrics(meters)),
                evidenceBackpressure::applies,
                Optional.of(TRICKLE)),
            new StepMetrics(meters, "code"),
            topics.names());
    this.follower =
        coders.problem().isPresent()
            ? null
            : new VersionFollower(
                settings.dictionaries(),
                dictionary,
                version -> current.set(PreparedVersion.of(version, coders)),
                meters);
    Gauge.builder("factorscope.dictionary.version", current, CurrentVersion::number)
        .description("The version in use; 0 before there is one")
        .tag("dictionary", dictionary)
        .register(meters);
  }

  /** One dictionary has the same partition in all topics of dictionaries. */
  private LearnerPositions learners(int partition, Predicate<String> dictionaries) {
    return new LearnerPositions(
        instance,
        new TopicPartition(topics.dictionaryCheckpoints().name(), partition),
        new TopicPartition(topics.evidence().name(), partition),
        dictionaries);
  }

  /** Of what the coder writes. Evidence is also read by the learners of other dictionaries. */
  private List<Expiry> expiries(CoderTopics outputs, MeterRegistry meters) {
    return List.of(
        new Expiry(
            instance,
            outputs.codes(),
            topics.kept().codes(),
            GroupReaders.all(outputs.codes()),
            meters),
        new Expiry(
            instance,
            outputs.evidence(),
            topics.kept().evidence(),
            learners(outputs.evidencePartition(), _ -> true),
            meters));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Without a usable device there is nothing to start: {@link #problem} says why. */
  @Override
  public void start(Progress progress) throws InterruptedException {
    if (follower == null) {
      coders.problem().ifPresent(LOG::error);
      return;
    }
    progress.is(waits("for the broker at " + instance.bootstrapServers(), follower));
    Topics.ensure(
        instance,
        List.of(
            topics.hiddenStates(settings.model()),
            topics.codes(settings.dictionary()),
            topics.evidence(),
            topics.dictionaryCheckpoints(),
            topics.deadLetters()));
    // What comes before there is a version must be there still when there is one.
    GroupPlace.take(instance, group, topics.hiddenStates(settings.model()).name());
    progress.is(waits("for a version of dictionary " + settings.dictionary(), follower));
    LOG.infof("Coding starts with version %d", current.await().number());
    step.start();
  }

  private static Supplier<String> waits(String what, VersionFollower follower) {
    return () -> "waits " + what + follower.problem().map(reason -> ": " + reason).orElse("");
  }

  public CurrentVersion current() {
    return current;
  }

  @Override
  public Optional<String> problem() {
    return coders.problem().or(step::problem);
  }

  @Override
  public void close() {
    expiries.forEach(Expiry::close);
    step.close();
    evidenceBackpressure.close();
    if (follower != null) {
      follower.close();
    }
    coder.close();
    coders.close();
  }
}
