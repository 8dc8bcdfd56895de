package io.factorscope.dictionary.owner;

import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.exactlyonce.Worker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Which replica owns which partition of the evidence, and so the dictionaries in it: Kafka's group
 * decides. An owner runs from when it gets a partition until it loses it.
 */
public final class Ownership implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Ownership.class);
  private static final Duration POLL = Duration.ofMillis(200);

  /** More than an owner takes to let go. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Instance instance;
  private final String evidenceTopic;
  private final IntFunction<? extends AutoCloseable> owner;
  private final Map<Integer, AutoCloseable> owned = new HashMap<>();
  private final Worker worker;
  private volatile boolean member;

  /**
   * @param owner starts what owns a partition and returns at once; closed when the partition is
   *     lost
   */
  public Ownership(
      Instance instance,
      String evidenceTopic,
      IntFunction<? extends AutoCloseable> owner,
      MeterRegistry meters) {
    this.instance = instance;
    this.evidenceTopic = evidenceTopic;
    this.owner = owner;
    this.worker =
        new Worker("ownership", this::join, Worker.restarts(meters, "ownership"), PATIENCE);
  }

  public void start() {
    worker.start();
  }

  /** Whether this replica is in the group, be it as an owner or as a stand-by. */
  public boolean ready() {
    return member;
  }

  private void join(StopSignal stopping) {
    Properties settings = Clients.member(instance, instance.namespace() + ".dictionary");
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(List.of(evidenceTopic), new Owners(consumer));
      while (!stopping.isGiven()) {
        consumer.poll(POLL);
        member = consumer.groupMetadata().generationId() >= 0;
      }
    } finally {
      member = false;
      release(List.copyOf(owned.keySet()));
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
    worker.close();
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
