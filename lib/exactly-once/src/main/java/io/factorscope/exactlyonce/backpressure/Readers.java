package io.factorscope.exactlyonce.backpressure;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Who reads a topic, and how far each has come. Asked and closed by one thread. */
public interface Readers extends AutoCloseable {

  /**
   * Asks again.
   *
   * @return of each reader that matters, by its name for people, the offset after the last record
   *     that it is done with; a partition that is absent has no reader
   * @throws ExecutionException if the broker does not answer
   */
  Map<String, Map<TopicPartition, Long>> positions(Admin admin)
      throws ExecutionException, InterruptedException;

  @Override
  default void close() {}
}
