package io.factorscope.versions;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.exactlyonce.Worker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads the committed records of the topic of versions into the book: from the beginning, then as
 * they come.
 */
public final class VersionTail implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(VersionTail.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TIME_TO_STOP = Duration.ofSeconds(5);

  private final Instance instance;
  private final String topic;
  private final VersionBook book;
  private final VersionReader reader;
  private final BadRecords bad = new BadRecords();
  private final Worker worker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private Map<TopicPartition, Long> positions = Map.of();

  /** Does not start yet. */
  public VersionTail(Instance instance, String topic, VersionBook book, MeterRegistry meters) {
    this.instance = instance;
    this.topic = topic;
    this.book = book;
    this.reader = new VersionReader(book);
    String name = "tail-" + topic;
    this.worker = new Worker(name, this::follow, Worker.restarts(meters, name), TIME_TO_STOP);
  }

  public void start() {
    worker.start();
  }

  /** Whether the book holds all that there was at the start. */
  public boolean ready() {
    return problem().isEmpty();
  }

  /** Why not, for people. */
  public Optional<String> problem() {
    return worker.problem().map(problem -> topic + " is not read to its end: " + problem);
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

  private void follow(StopSignal stopping) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Clients.reader(instance))) {
      follow(consumer, stopping);
    }
  }

  private void follow(KafkaConsumer<byte[], byte[]> consumer, StopSignal stopping) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    book.startOver();
    boolean caughtUp = false;
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (!stopping.isGiven()) {
      consumer.poll(POLL).forEach(this::read);
      publishPositions(consumer, partitions);
      if (!caughtUp && reached(ends)) {
        caughtUp = true;
        book.caughtUp();
        worker.works();
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

  /** Removes and returns the records of a partition that could not be read. */
  public List<BadRecords.Bad> takeBad(int partition) {
    return bad.take(partition);
  }

  @Override
  public void close() {
    worker.close();
  }
}
