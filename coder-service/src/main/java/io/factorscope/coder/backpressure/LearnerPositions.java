package io.factorscope.coder.backpressure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.backpressure.Readers;
import io.factorscope.v1.LearnerCheckpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The readers of the evidence: the learners of dictionaries. Each is done with what its last
 * checkpoint includes; after a restart it reads again from there. A dictionary without a checkpoint
 * has no reader. Used by one thread.
 */
public final class LearnerPositions implements Readers {

  private static final Logger LOG = Logger.getLogger(LearnerPositions.class);
  private static final String FIRST_PART = "/0";
  private static final Duration POLL = Duration.ofMillis(100);

  private final Instance instance;
  private final TopicPartition checkpoints;
  private final TopicPartition evidence;
  private final Predicate<String> dictionaries;
  private final Map<String, Long> positions = new HashMap<>();
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;

  /**
   * @param checkpoints where the dictionaries' checkpoints lie
   * @param evidence where their evidence lies
   * @param dictionaries whose learners count
   */
  public LearnerPositions(
      Instance instance,
      TopicPartition checkpoints,
      TopicPartition evidence,
      Predicate<String> dictionaries) {
    this.instance = instance;
    this.checkpoints = checkpoints;
    this.evidence = evidence;
    this.dictionaries = dictionaries;
  }

  @Override
  public Map<String, Map<TopicPartition, Long>> positions(Admin admin) {
    KafkaConsumer<byte[], byte[]> current = consumer();
    long end = current.endOffsets(List.of(checkpoints)).getOrDefault(checkpoints, 0L);
    while (current.position(checkpoints) < end) {
      current.poll(POLL).forEach(this::read);
    }
    Map<String, Map<TopicPartition, Long>> named = new TreeMap<>();
    positions.forEach(
        (dictionary, position) ->
            named.put("the learner of " + dictionary, Map.of(evidence, position)));
    return named;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    KafkaConsumer<byte[], byte[]> current = consumer;
    if (current == null) {
      current = new KafkaConsumer<>(Clients.reader(instance));
      consumer = current;
      current.assign(List.of(checkpoints));
      current.seekToBeginning(List.of(checkpoints));
    }
    return current;
  }

  /** Every part names the position: the first one will do. */
  private void read(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || !new String(record.key(), UTF_8).endsWith(FIRST_PART)) {
      return;
    }
    try {
      LearnerCheckpoint part =
          Headers.parse(record, LearnerCheckpoint.parser(), LearnerCheckpoint.getDefaultInstance());
      if (dictionaries.test(part.getDictionary())) {
        positions.put(part.getDictionary(), part.getNextEvidence());
      }
    } catch (BadRecordException e) {
      // Its owner makes the dead letter.
      LOG.warnf("No checkpoint at %s/%d: %s", checkpoints, record.offset(), e.getMessage());
    }
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
  }
}
