package io.factorscope.coder.pressure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.pressure.Readers;
import io.factorscope.v1.LearnerCheckpoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The reader of the evidence: the learner of one dictionary. It is done with what its last
 * checkpoint includes; after a restart it reads again from there. A dictionary without a checkpoint
 * has no reader. Used by one thread.
 */
public final class LearnerPosition implements Readers {

  private static final Logger LOG = Logger.getLogger(LearnerPosition.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Instance instance;
  private final TopicPartition checkpoints;
  private final TopicPartition evidence;
  private final String dictionary;
  private final byte[] firstPart;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private @Nullable Long position;

  /**
   * @param checkpoints where the dictionary's checkpoints lie
   * @param evidence where its evidence lies
   */
  public LearnerPosition(
      Instance instance, TopicPartition checkpoints, TopicPartition evidence, String dictionary) {
    this.instance = instance;
    this.checkpoints = checkpoints;
    this.evidence = evidence;
    this.dictionary = dictionary;
    this.firstPart = (dictionary + "/0").getBytes(UTF_8);
  }

  @Override
  public List<Map<TopicPartition, Long>> positions(Admin admin) {
    KafkaConsumer<byte[], byte[]> current = consumer();
    long end = current.endOffsets(List.of(checkpoints)).getOrDefault(checkpoints, 0L);
    while (current.position(checkpoints) < end) {
      current.poll(POLL).forEach(this::read);
    }
    return position == null ? List.of() : List.of(Map.of(evidence, position));
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
    if (!Arrays.equals(record.key(), firstPart)) {
      return;
    }
    try {
      LearnerCheckpoint part =
          Headers.parse(record, LearnerCheckpoint.parser(), LearnerCheckpoint.getDefaultInstance());
      position = part.getNextEvidence();
    } catch (BadRecordException e) {
      // Its owner makes the dead letter.
      LOG.warnf("No checkpoint of %s at %d: %s", dictionary, record.offset(), e.getMessage());
    }
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
    }
  }
}
