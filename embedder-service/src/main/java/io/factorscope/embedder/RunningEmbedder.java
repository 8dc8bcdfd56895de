package io.factorscope.embedder;

import io.factorscope.edge.KafkaConfig;
import io.factorscope.embedder.api.EmbedLimits;
import io.factorscope.embedder.api.Embedding;
import io.factorscope.embedder.api.Ingestion;
import io.factorscope.embedder.stream.StreamSetup;
import io.factorscope.exactlyonce.GroupPlace;
import io.factorscope.exactlyonce.Instance;
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

/** Everything that makes up a running embedder. */
final class RunningEmbedder implements AutoCloseable {

  private final LoadedModel model;
  private final Backpressure textsBackpressure;
  private final Backpressure statesBackpressure;
  private final List<Expiry> expiries;
  private final TransactionalWriter writer;
  private final TransactionalStep step;
  private final Ingestion ingestion;
  private final Embedding embedding;

  /**
   * Creates missing topics and starts the step. Takes the model over: closes it when it is closed.
   *
   * @throws InterruptedException if interrupted while it waits for the broker
   */
  RunningEmbedder(EmbedderConfig config, KafkaConfig kafka, LoadedModel model, MeterRegistry meters)
      throws InterruptedException {
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
            writer::commit, textsBackpressure::problem, topics.texts(), kafka.partitions());
    this.embedding = embedding(config.api(), model);
    this.step =
        new TransactionalStep(
            instance,
            group,
            topics.texts(),
            new BackpressureWork(
                work(config.stream(), topics, model, meters),
                statesBackpressure::applies,
                Optional.empty()),
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

  private static Work work(
      EmbedderConfig.Stream stream, TopicNames topics, LoadedModel model, MeterRegistry meters) {
    return new StreamSetup(model.runs(), model.cutter(), model.info(), model.layers())
        .pipeline(topics, stream.longestWork(), model.tokensPerSecond(), meters);
  }

  private static Embedding embedding(EmbedderConfig.Api limits, LoadedModel model) {
    return new Embedding(
        model.runs(),
        model.cutter(),
        model.info(),
        model.layers(),
        new EmbedLimits(limits.maxInputs(), limits.maxTokens()));
  }

  Ingestion ingestion() {
    return ingestion;
  }

  Embedding embedding() {
    return embedding;
  }

  /** Why the stream does not flow, if it does not. */
  Optional<String> problem() {
    return step.problem().map(problem -> "the step from texts to hidden-states: " + problem);
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
