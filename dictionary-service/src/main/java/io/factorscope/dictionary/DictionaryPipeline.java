package io.factorscope.dictionary;

import io.factorscope.dictionary.first.FirstVersion;
import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.learn.LearningLoop;
import io.factorscope.dictionary.learn.LearningMetrics;
import io.factorscope.dictionary.learn.Retention;
import io.factorscope.dictionary.versions.VersionLog;
import io.factorscope.exactlyonce.GroupPlace;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.Partitions;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.versions.NewVersion;
import io.factorscope.versions.VersionBook;
import io.factorscope.versions.VersionTail;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * What the owner of a partition of the evidence does, from taking over to letting go: take over the
 * log of versions and read it to its end; make version 1 of the configured dictionary if it lies in
 * this partition and has none; then learn.
 */
public final class DictionaryPipeline {

  private static final Logger LOG = Logger.getLogger(DictionaryPipeline.class);
  private static final String LIVE = "live";

  private final Instance instance;
  private final TopicSpecs topics;
  private final FirstVersionSettings settings;
  private final Retention retention;
  private final VersionBook book;
  private final VersionTail tail;
  private final LearningMetrics metrics;

  public DictionaryPipeline(
      Instance instance,
      TopicSpecs topics,
      FirstVersionSettings settings,
      Retention retention,
      VersionBook book,
      VersionTail tail,
      LearningMetrics metrics) {
    this.instance = instance;
    this.topics = topics;
    this.settings = settings;
    this.retention = retention;
    this.book = book;
    this.tail = tail;
    this.metrics = metrics;
  }

  /** Runs until it is cancelled, or there is nothing to do in this partition. */
  void own(int partition, BooleanSupplier cancelled) throws InterruptedException {
    try (VersionLog log = VersionLog.takeOver(instance, topics, partition, tail)) {
      LOG.infof("This replica writes the dictionaries of partition %d", partition);
      if (isOurs(partition) && hasFirstVersion(log, cancelled)) {
        new LearningLoop(instance, topics, partition, settings.dictionary(), retention, metrics)
            .run(book, log, cancelled);
      }
    }
  }

  /** Counts an owner that ended by an error. */
  void failed() {
    metrics.restarted();
  }

  /**
   * Makes version 1 if there is none, and waits until it was read back. Before that, this is a
   * reader of the states, for which nothing unread is deleted by its time.
   */
  private boolean hasFirstVersion(VersionLog log, BooleanSupplier cancelled)
      throws InterruptedException {
    String place = instance.namespace() + ".first-version." + settings.dictionary();
    if (book.newest(settings.dictionary()).isEmpty()) {
      String states = topics.hiddenStates(settings.model()).name();
      GroupPlace.take(instance, place, states);
      Optional<NewVersion> first =
          new FirstVersion(settings).make(instance, states, book::awaits, cancelled);
      if (first.isEmpty()) {
        return false;
      }
      log.commit(first.get(), Optional.of(LIVE), List.of(), List.of());
      log.awaitReadBack();
    }
    GroupPlace.giveUp(instance, place);
    return true;
  }

  private boolean isOurs(int partition) {
    return Partitions.of(settings.dictionary(), topics.evidence().partitions()) == partition;
  }
}
