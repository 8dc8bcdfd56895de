package io.factorscope.dictionary.versions;

import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.StopSignal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Which replica owns which partition of the evidence, and so the dictionaries in it: Kafka's group
 * decides. An owner runs from when it gets a partition until it loses it.
 */
public final class Ownership implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Ownership.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Instance instance;
  private final String evidenceTopic;
  private final IntFunction<? extends AutoCloseable> owner;
  private final Map<Integer, AutoCloseable> owned = new HashMap<>();
  private final StopSignal stopping = new StopSignal();
  private final Thread thread;
  private volatile boolean member;

  /**
   * @param owner starts what owns a partition and returns at once; closed when the partition is
   *     lost
   */
  public Ownership(
      Instance instance, String evidenceTopic, IntFunction<? extends AutoCloseable> owner) {
    this.instance = instance;
    this.evidenceTopic = evidenceTopic;
    this.owner = owner;
    this.thread = Thread.ofPlatform().name("ownership").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether this replica is in the group, be it as an owner or as a stand-by. */
  public boolean ready() {
    return member;
  }

  private void run() {
    Properties settings = Clients.member(instance, instance.namespace() + ".dictionary");
    while (!stopping.isGiven()) {
      try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
        consumer.subscribe(List.of(evidenceTopic), new Owners(consumer));
        while (!stopping.isGiven()) {
          consumer.poll(POLL);
          member = consumer.groupMetadata().generationId() >= 0;
        }
      } catch (KafkaException e) {
        LOG.errorf(e, "Left the group of %s; joining again", evidenceTopic);
        stopping.pause(1_000);
      } finally {
        member = false;
        release(List.copyOf(owned.keySet()));
      }
    }
  }

  private void release(Collection<Integer> partitions) {
    for (int partition : partitions) {
      AutoCloseable lost = owned.remove(partition);
      try {
        if (lost != null) {
          lost.close();
        }
      } catch (Exception e) {
        LOG.warnf(e, "Letting go of partition %d", partition);
      }
    }
  }

  @Override
  public void close() {
    stopping.give();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Owners implements ConsumerRebalanceListener {

    private final KafkaConsumer<byte[], byte[]> consumer;

    Owners(KafkaConsumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // Membership is all that is wanted of this consumer: the owner reads its partition itself.
      consumer.seekToBeginning(consumer.assignment());
      consumer.pause(consumer.assignment());
      for (TopicPartition partition : partitions) {
        owned.computeIfAbsent(partition.partition(), owner::apply);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      release(partitions.stream().map(TopicPartition::partition).toList());
    }
  }
}
