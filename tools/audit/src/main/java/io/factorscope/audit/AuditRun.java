package io.factorscope.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topics side by side and has them audited. A topic that runs far ahead of the others is
 * paused, so that few documents are open at once.
 */
public final class AuditRun {

  private static final Duration POLL = Duration.ofMillis(250);
  private static final long PROGRESS_MILLIS = 1_000;

  /** A broker that is away, e.g. because it starts again, must not keep a stop waiting. */
  private static final Duration END_PATIENCE = Duration.ofSeconds(3);

  private static final Duration ONCE_PATIENCE = Duration.ofMinutes(1);

  private final Consumer<byte[], byte[]> consumer;
  private final AuditedTopics topics;
  private final TopicPartitions partitions;
  private final @Nullable Path checkpoint;
  private final AuditStart start;
  private final Audit audit;
  private boolean following;

  /**
   * Finds where to begin.
   *
   * @param consumer reads committed; the caller closes it
   * @param checkpoint file to begin from, if it is there, and to write at the end; null for none
   * @param since from when on codes count as recent, milliseconds since 1970
   * @throws AuditException if a topic is missing, or their partitions do not fit each other
   */
  public AuditRun(
      Consumer<byte[], byte[]> consumer,
      AuditedTopics topics,
      @Nullable Path checkpoint,
      long since) {
    this.consumer = consumer;
    this.topics = topics;
    this.checkpoint = checkpoint;
    this.partitions = TopicPartitions.of(consumer, topics);
    this.start =
        new StartFinder(consumer, topics, partitions.all())
            .find(partitions.count(), checkpoint == null ? null : AuditCheckpoint.read(checkpoint));
    this.audit = new Audit(topics, start.partitions(), since);
    consumer.assign(partitions.all());
    start.positions().forEach(consumer::seek);
  }

  /** Waits until the services have made their topics; false if it was stopped before. */
  public static boolean awaitTopics(
      Consumer<byte[], byte[]> consumer, AuditedTopics topics, BooleanSupplier stop) {
    while (!TopicPartitions.exist(consumer, topics)) {
      if (stop.getAsBoolean()) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }

  /** The report of an audit that had nothing to read. */
  public static AuditReport nothing(AuditedTopics topics) {
    return new Audit(topics, List.of(), 0).finish(List.of("there are no topics yet"));
  }

  /**
   * Audits what is there now.
   *
   * @throws AuditException if retention is faster than the audit
   */
  public AuditReport once() {
    Map<TopicPartition, Long> ends = ends(ONCE_PATIENCE);
    while (behind(ends) > 0) {
      step();
    }
    return finish();
  }

  /**
   * Audits what is there and what comes, until it is stopped.
   *
   * @param progress told once a second, while the broker answers
   * @throws AuditException if retention is faster than the audit
   */
  public AuditReport follow(
      BooleanSupplier stop, java.util.function.Consumer<AuditProgress> progress) {
    following = true;
    long next = 0;
    while (!stop.getAsBoolean()) {
      step();
      long now = System.currentTimeMillis();
      if (now >= next) {
        tell(progress, now);
        next = now + PROGRESS_MILLIS;
      }
    }
    return finish();
  }

  private void tell(java.util.function.Consumer<AuditProgress> progress, long now) {
    try {
      progress.accept(audit.progress(now, behind(ends(END_PATIENCE))));
    } catch (TimeoutException e) {
      // The broker is away: whether all is read is not known, and nobody must believe so.
    }
  }

  private AuditReport finish() {
    if (checkpoint != null) {
      position().write(checkpoint);
    }
    return audit.finish(start.notes());
  }

  private AuditCheckpoint position() {
    Map<String, List<Long>> positions = new HashMap<>();
    for (TopicPartition partition : partitions.all()) {
      positions
          .computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
          .add(resumeAt(partition));
    }
    List<Long> documents = audit.partitions().stream().map(PartitionAudit::settledBelow).toList();
    return new AuditCheckpoint(topics.dictionary(), positions, documents);
  }

  private long resumeAt(TopicPartition partition) {
    long position = consumer.position(partition);
    if (partition.topic().equals(topics.deadLetters())) {
      return position;
    }
    PartitionAudit part = audit.partition(partition.partition());
    if (partition.topic().equals(topics.texts())) {
      return Math.min(position, part.settledBelow());
    }
    AuditedStep step =
        partition.topic().equals(topics.of(AuditedStep.CODES))
            ? AuditedStep.CODES
            : AuditedStep.HIDDEN_STATES;
    return part.resumeAt(step, position);
  }

  private void step() {
    pauseWhatRunsAhead();
    try {
      consumer.poll(POLL).forEach(audit::take);
    } catch (OffsetOutOfRangeException e) {
      throw new AuditException(
          "retention removed records before the audit has read them: "
              + e.partitions()
              + "; audit again, from what is left, or raise the topics' limit",
          e);
    }
    // The position passes transaction markers, which no record shows.
    for (TopicPartition texts : partitions.texts()) {
      audit.partition(texts.partition()).readTextsTo(consumer.position(texts));
    }
  }

  private void pauseWhatRunsAhead() {
    Set<TopicPartition> ahead = new HashSet<>();
    for (int p = 0; p < partitions.count(); p++) {
      ahead.addAll(ahead(p));
    }
    consumer.resume(
        consumer.paused().stream().filter(partition -> !ahead.contains(partition)).toList());
    consumer.pause(ahead);
  }

  /**
   * Nothing runs ahead of topics that have no more to give: then what they lack is lost, or late.
   */
  private Set<TopicPartition> ahead(int p) {
    PartitionAudit part = audit.partition(p);
    Set<TopicPartition> ahead = new HashSet<>();
    Set<TopicPartition> others =
        new HashSet<>(
            List.of(
                partitions.texts().get(p), partitions.states().get(p), partitions.codes().get(p)));
    addIf(!part.mayReadTexts(), partitions.texts().get(p), ahead);
    addIf(!part.mayRead(AuditedStep.HIDDEN_STATES), partitions.states().get(p), ahead);
    addIf(!part.mayRead(AuditedStep.CODES), partitions.codes().get(p), ahead);
    others.removeAll(ahead);
    boolean othersGoOn = others.stream().anyMatch(each -> consumer.currentLag(each).orElse(1) > 0);
    // While the stream goes on, texts may wait for their answers for long: they do so in Kafka.
    boolean answersCome = following && ahead.equals(Set.of(partitions.texts().get(p)));
    return othersGoOn || answersCome ? ahead : Set.of();
  }

  private static void addIf(boolean condition, TopicPartition partition, Set<TopicPartition> set) {
    if (condition) {
      set.add(partition);
    }
  }

  /**
   * Asked for in the order codes, states, texts: what a code was made from is then within the ends,
   * too, while the stream goes on.
   */
  private Map<TopicPartition, Long> ends(Duration patience) {
    Map<TopicPartition, Long> ends = new LinkedHashMap<>();
    ends.putAll(consumer.endOffsets(partitions.codes(), patience));
    ends.putAll(consumer.endOffsets(partitions.states(), patience));
    ends.putAll(consumer.endOffsets(partitions.texts(), patience));
    ends.putAll(consumer.endOffsets(partitions.deadLetters(), patience));
    return ends;
  }

  private long behind(Map<TopicPartition, Long> ends) {
    long behind = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      behind += Math.max(0, end.getValue() - consumer.position(end.getKey()));
    }
    return behind;
  }
}
