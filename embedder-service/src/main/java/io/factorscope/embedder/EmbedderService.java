package io.factorscope.embedder;

import io.factorscope.embedder.doors.DoorParts;
import io.factorscope.embedder.doors.EmbedLimits;
import io.factorscope.embedder.doors.Embedding;
import io.factorscope.embedder.doors.Ingestion;
import io.factorscope.embedder.stream.StreamSetup;
import io.factorscope.exactlyonce.GroupPlace;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.KafkaConfig;
import io.factorscope.exactlyonce.KeptTimes;
import io.factorscope.exactlyonce.StepMetrics;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.exactlyonce.TransactionalStep;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.exactlyonce.Work;
import io.factorscope.exactlyonce.backpressure.Backpressure;
import io.factorscope.exactlyonce.backpressure.BackpressureWork;
import io.factorscope.exactlyonce.backpressure.GroupReaders;
import io.factorscope.exactlyonce.expiry.Expiry;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;

/** The composition root: everything that makes up a running embedder. */
final class EmbedderService implements DoorParts, AutoCloseable {

  private final LoadedModel model;
  private final Backpressure textsBackpressure;
  private final Backpressure statesBackpressure;
  private final List<Expiry> expiries;
  private final TransactionalWriter writer;
  private final TransactionalStep step;
  private final Ingestion ingestion;
  private final Embedding embedding;

  /**
   * Sees to the topics and starts the step. Takes the model over: closes it when it is closed.
   *
   * @throws InterruptedException if interrupted while it waits for the broker
   */
  EmbedderService(EmbedderConfig config, LoadedModel model, MeterRegistry meters)
      throws InterruptedException {
    KafkaConfig kafka = config.kafka();
    TopicNames topics = kafka.topics();
    Instance instance = kafka.instance("embedder");
    String states = topics.hiddenStates(model.info().getId());
    String group = kafka.namespace() + ".embedder." + model.info().getId();
    ensureTopics(kafka.specs(), instance, model);
    // Before anything is deleted: what is there already waits for this embedder.
    GroupPlace.take(instance, group, topics.texts());

    this.model = model;
    this.textsBackpressure =
        new Backpressure(instance, topics.texts(), GroupReaders.of(topics.texts(), group), meters);
    this.statesBackpressure =
        new Backpressure(
            instance, states, GroupReaders.under(states, kafka.namespace() + ".coder."), meters);
    this.expiries = expiries(kafka, instance, states, meters);
    this.writer = new TransactionalWriter(instance, "documents", meters);
    this.ingestion =
        new Ingestion(
            writer::commit,
            textsBackpressure::problem,
            topics.texts(),
            kafka.partitions(),
            config.doors().retryAfter());
    this.embedding = embedding(config.doors(), model);
    this.step =
        new TransactionalStep(
            instance,
            group,
            topics.texts(),
            new BackpressureWork(
                work(config, model, meters), statesBackpressure::applies, Optional.empty()),
            new StepMetrics(meters, "embedder"),
            topics);
    step.start();
  }

  private static void ensureTopics(TopicSpecs specs, Instance instance, LoadedModel model)
      throws InterruptedException {
    Topics.ensure(
        instance,
        List.of(specs.texts(), specs.hiddenStates(model.info().getId()), specs.deadLetters()));
  }

  /** A topic's readers are all groups that read it, also those of others. */
  private static List<Expiry> expiries(
      KafkaConfig kafka, Instance instance, String states, MeterRegistry meters) {
    String texts = kafka.topics().texts();
    KeptTimes kept = kafka.kept().times();
    return List.of(
        new Expiry(instance, texts, kept.texts(), GroupReaders.all(texts), meters),
        new Expiry(instance, states, kept.hiddenStates(), GroupReaders.all(states), meters));
  }

  private static Work work(EmbedderConfig config, LoadedModel model, MeterRegistry meters) {
    return new StreamSetup(model.runs(), model.cutter(), model.info(), model.layers())
        .pipeline(
            config.kafka().topics(),
            config.stream().longestWork(),
            model.tokensPerSecond(),
            meters);
  }

  private static Embedding embedding(EmbedderConfig.Doors doors, LoadedModel model) {
    return new Embedding(
        model.runs(),
        model.cutter(),
        model.info(),
        model.layers(),
        new EmbedLimits(doors.mostInputs(), doors.mostTokens()));
  }

  @Override
  public Ingestion ingestion() {
    return ingestion;
  }

  @Override
  public Embedding embedding() {
    return embedding;
  }

  /** Says so if the broker does not answer. */
  Optional<String> brokerProblem() {
    return textsBackpressure.silence();
  }

  /** Why the stream does not flow, if it does not. */
  Optional<String> problem() {
    return step.problem()
        .map(problem -> "the step from texts to hidden-states: " + problem)
        .or(this::brokerProblem);
  }

  /** Finishes the transaction under way, then what callers have begun, then ends the model. */
  @Override
  public void close() {
    expiries.forEach(Expiry::close);
    statesBackpressure.close();
    step.close();
    writer.close();
    textsBackpressure.close();
    model.close();
  }
}
