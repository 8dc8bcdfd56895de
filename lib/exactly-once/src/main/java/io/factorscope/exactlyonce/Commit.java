package io.factorscope.exactlyonce;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps what a step makes together with how far it has read: both or neither. Kafka's transactions
 * are one ({@link KafkaCommit}); a database's can be another. Belongs to one session of a step, and
 * is called by its one thread; after any error the step closes it and opens a new one.
 */
public interface Commit extends AutoCloseable {

  /** Opens a commit for each session of a step. */
  @FunctionalInterface
  interface Opener {

    /**
     * Opens one. From then on an earlier one of the same instance can't commit any more.
     *
     * @param consumer of the session; it has not joined its group yet
     */
    Commit open(Consumer<byte[], byte[]> consumer);
  }

  /**
   * Where to start reading partitions that the session has just been assigned. From now on nothing
   * that their last owner tries to commit may count.
   *
   * @return the offset after the last record that was committed; a partition in which nothing was
   *     is absent, and is read from its beginning
   */
  Map<TopicPartition, OffsetAndMetadata> starts(Set<TopicPartition> partitions);

  /**
   * Commits a transaction's records and offsets, all or nothing.
   *
   * @throws RuntimeException if they may not have been committed: the session ends
   */
  void commit(Transaction transaction);

  @Override
  void close();
}
