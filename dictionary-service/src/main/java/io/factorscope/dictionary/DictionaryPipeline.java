package io.factorscope.dictionary;

import io.factorscope.dictionary.first.FirstVersion;
import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.versions.NewVersion;
import io.factorscope.dictionary.versions.VersionBook;
import io.factorscope.dictionary.versions.VersionLog;
import io.factorscope.dictionary.versions.VersionTail;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.Partitions;
import io.factorscope.exactlyonce.TopicSpecs;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * What the owner of a partition of the evidence does, from taking over to letting go: take over the
 * log of versions, read it to its end, and make version 1 of the configured dictionary if it lies
 * in this partition and has none.
 */
public final class DictionaryPipeline {

  private static final Logger LOG = Logger.getLogger(DictionaryPipeline.class);
  private static final String LIVE = "live";

  private final Instance instance;
  private final TopicSpecs topics;
  private final FirstVersionSettings settings;
  private final VersionBook book;
  private final VersionTail tail;

  public DictionaryPipeline(
      Instance instance,
      TopicSpecs topics,
      FirstVersionSettings settings,
      VersionBook book,
      VersionTail tail) {
    this.instance = instance;
    this.topics = topics;
    this.settings = settings;
    this.book = book;
    this.tail = tail;
  }

  /** Runs until there is nothing left to do, or it is cancelled. */
  void own(int partition, BooleanSupplier cancelled) throws InterruptedException {
    try (VersionLog log =
        VersionLog.takeOver(instance, topics.dictionaryVersions().name(), partition, tail)) {
      LOG.infof("This replica writes the dictionaries of partition %d", partition);
      if (isOurs(partition) && book.newest(settings.dictionary()).isEmpty()) {
        String states = topics.hiddenStates(settings.model()).name();
        Optional<NewVersion> first = new FirstVersion(settings).make(instance, states, cancelled);
        if (first.isPresent()) {
          log.commit(first.get(), LIVE);
        }
      }
    }
  }

  private boolean isOurs(int partition) {
    return Partitions.of(settings.dictionary(), topics.evidence().partitions()) == partition;
  }
}
