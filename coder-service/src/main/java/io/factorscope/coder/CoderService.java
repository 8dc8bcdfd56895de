package io.factorscope.coder;

import io.factorscope.coder.backpressure.LearnerPositions;
import io.factorscope.coder.codes.CodeMessages;
import io.factorscope.coder.current.CurrentVersion;
import io.factorscope.coder.current.PreparedVersion;
import io.factorscope.coder.device.DeviceCoders;
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
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The composition root. The step starts when there is a dictionary: until then the states wait in
 * Kafka.
 */
public final class CoderService implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(CoderService.class);

  /**
   * Between two records that are coded while the learner is too far behind: so little that hours of
   * it fit what the topic may still take. A learner makes checkpoints only with versions, and a
   * version closes by enough evidence or by the evidence's time. Where half of what the topic keeps
   * is less than a version needs, learner and coder would wait for each other; the trickle lets the
   * evidence's time go on.
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
  private final Thread starting;
  private volatile @Nullable String problem = "waits for the broker";
  private volatile @Nullable String failure;

  public CoderService(
      Instance instance, TopicSpecs topics, CoderSettings settings, MeterRegistry meters) {
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
    this.starting = Thread.ofPlatform().name("start").start(this::start);
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

  private void start() {
    if (coders.problem().isPresent()) {
      problem = coders.problem().get();
      LOG.error(problem);
      return;
    }
    try {
      problem = "waits for the broker at " + instance.bootstrapServers();
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
      problem = "waits for a version of dictionary " + settings.dictionary();
      LOG.infof("Coding starts with version %d", current.await().number());
      step.start();
      problem = null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = String.valueOf(e.getMessage());
      LOG.error("Can't start", e);
    }
  }

  public CurrentVersion current() {
    return current;
  }

  /** Why the start failed, if it did: it will not be tried again. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** Why this replica does not code, if it does not. */
  public Optional<String> problem() {
    if (failure != null) {
      return failure();
    }
    String waiting = problem;
    if (waiting == null) {
      return step.problem().or(evidenceBackpressure::silence);
    }
    Optional<String> refused = follower == null ? Optional.empty() : follower.problem();
    return Optional.of(waiting + refused.map(reason -> ": " + reason).orElse(""));
  }

  @Override
  public void close() {
    starting.interrupt();
    try {
      starting.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
