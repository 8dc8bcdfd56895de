package io.factorscope.dictionary;

import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.owner.OwnerMetrics;
import io.factorscope.dictionary.owner.OwnerSettings;
import io.factorscope.dictionary.owner.PartitionOwner;
import io.factorscope.dictionary.owner.VersionLog;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.Partitions;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.versions.VersionBook;
import io.factorscope.versions.VersionTail;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * What the owner of a partition of the evidence does, from taking over to letting go: take over the
 * log of versions and read it to its end; make version 1 of the configured dictionaries that lie in
 * this partition and have none; learn.
 */
public final class DictionaryPipeline {

  private static final Logger LOG = Logger.getLogger(DictionaryPipeline.class);

  private final Instance instance;
  private final TopicSpecs topics;
  private final List<FirstVersionSettings> dictionaries;
  private final OwnerSettings settings;
  private final VersionBook book;
  private final VersionTail tail;
  private final OwnerMetrics metrics;

  /**
   * @param dictionaries that are made and learned
   */
  public DictionaryPipeline(
      Instance instance,
      TopicSpecs topics,
      List<FirstVersionSettings> dictionaries,
      OwnerSettings settings,
      VersionBook book,
      VersionTail tail,
      OwnerMetrics metrics) {
    this.instance = instance;
    this.topics = topics;
    this.dictionaries = List.copyOf(dictionaries);
    this.settings = settings;
    this.book = book;
    this.tail = tail;
    this.metrics = metrics;
  }

  /** Runs until it is cancelled, or there is nothing to do in this partition. */
  void own(int partition, BooleanSupplier cancelled) throws InterruptedException {
    List<FirstVersionSettings> here =
        dictionaries.stream().filter(each -> partition(each) == partition).toList();
    try (VersionLog log = VersionLog.takeOver(instance, topics, partition, tail)) {
      LOG.infof("This replica writes the dictionaries of partition %d", partition);
      if (!here.isEmpty()) {
        try (PartitionOwner owner =
            new PartitionOwner(instance, topics, settings, book, log, metrics)) {
          owner.run(here, cancelled);
        }
      }
    }
  }

  /** Counts owners that ended by an error. */
  Counter restarts() {
    return metrics.restarts();
  }

  private int partition(FirstVersionSettings dictionary) {
    return Partitions.of(dictionary.dictionary(), topics.evidence().partitions());
  }
}
