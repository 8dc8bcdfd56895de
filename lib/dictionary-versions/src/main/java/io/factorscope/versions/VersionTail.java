package io.factorscope.versions;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topic of versions from its beginning and follows it, committed records only, into the
 * book.
 */
public final class VersionTail implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(VersionTail.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Instance instance;
  private final String topic;
  private final VersionBook book;
  private final VersionReader reader;
  private final BadRecords bad = new BadRecords();
  private final Thread thread;
  private final StopSignal stopping = new StopSignal();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private Map<TopicPartition, Long> positions = Map.of();
  private volatile @Nullable String problem = "has not started";

  public VersionTail(Instance instance, String topic, VersionBook book) {
    this.instance = instance;
    this.topic = topic;
    this.book = book;
    this.reader = new VersionReader(book);
    this.thread = Thread.ofPlatform().name("tail-" + topic).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether the book holds all that there was at the start. */
  public boolean ready() {
    return problem == null;
  }

  /** Why not, for people. */
  public @Nullable String problem() {
    return problem;
  }

  /** Waits until the book holds all that lies before these offsets. */
  public void awaitPositions(Map<TopicPartition, Long> ends) throws InterruptedException {
    lock.lock();
    try {
      while (!reached(ends)) {
        moved.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean reached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
  }

  private void run() {
    while (!stopping.isGiven()) {
      try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Clients.reader(instance))) {
        follow(consumer);
      } catch (RuntimeException e) {
        problem = "dictionary-versions can't be read: " + e.getMessage();
        LOG.errorf(e, "Reading %s again from its beginning", topic);
        stopping.pause(1_000);
      }
    }
  }

  private void follow(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    book.startOver();
    problem = "reads " + topic;
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (!stopping.isGiven()) {
      consumer.poll(POLL).forEach(this::read);
      publishPositions(consumer, partitions);
      if (problem != null && reached(ends)) {
        book.caughtUp();
        problem = null;
      }
    }
  }

  private void publishPositions(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    lock.lock();
    try {
      positions = partitions.stream().collect(Collectors.toMap(p -> p, consumer::position));
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      reader.read(record);
    } catch (BadRecordException e) {
      LOG.warnf("Skipped %s/%d/%d: %s", topic, record.partition(), record.offset(), e.getMessage());
      bad.add(record, e);
    }
  }

  /** What could not be read of a partition since the last call. */
  public List<BadRecords.Bad> takeBad(int partition) {
    return bad.take(partition);
  }

  @Override
  public void close() {
    stopping.give();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
