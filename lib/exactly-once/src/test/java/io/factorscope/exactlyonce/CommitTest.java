package io.factorscope.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.v1.Document;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A step whose records and offsets are kept elsewhere than in Kafka. */
class CommitTest {

  private static final String GROUP = "elsewhere";
  private static final TopicNames TOPICS = new TopicNames("");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Store store = new Store();

  @Test
  void aStepRunsOnAnyCommitAndReadsOnFromWhereThatSays() throws Exception {
    try (TestBroker broker = TestBroker.start()) {
      Topics.ensure(
          broker.instance("test", "admin"), List.of(new TopicSpec(TOPICS.texts(), 1, Map.of())));
      ingest(broker, 0, 50);
      try (TransactionalStep step = step(broker)) {
        step.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> store.ids().size() >= 50);
      }
      ingest(broker, 50, 60);
      // As if a backup had been put back: the group's own offsets, if it had any, would not know.
      store.returnTo(40);
      try (TransactionalStep step = step(broker)) {
        step.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> store.ids().size() >= 60);
      }

      assertThat(store.ids()).isEqualTo(numbers(60));
      assertThat(meters.counter("factorscope.step.restarts", "step", "keep").count())
          .isEqualTo(Store.FAILURES);
      assertThat(committed(broker)).isEmpty();
    }
  }

  private TransactionalStep step(TestBroker broker) {
    return new TransactionalStep(
        broker.instance("keep", "0"),
        GROUP,
        TOPICS.texts(),
        new Keep(),
        new StepMetrics(meters, "keep"),
        TOPICS,
        _ -> store.open());
  }

  private void ingest(TestBroker broker, int first, int end) throws InterruptedException {
    try (TransactionalWriter writer =
        new TransactionalWriter(broker.instance("writer", "0"), "texts", meters)) {
      writer.commit(
          IntStream.range(first, end)
              .mapToObj(i -> Document.newBuilder().setId("" + i).build())
              .map(document -> new OutputRecord(TOPICS.texts(), 0, document.getId(), document, 0))
              .toList());
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(TestBroker broker)
      throws Exception {
    try (Admin admin = Admin.create(Clients.admin(broker.instance("test", "admin")))) {
      return admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
    }
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static final class Keep implements Work {

    @Override
    public int take(List<ConsumerRecord<byte[], byte[]>> waiting) {
      return Math.min(7, waiting.size());
    }

    @Override
    public void process(List<ConsumerRecord<byte[], byte[]>> records, Output output) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        try {
          Document document =
              Headers.parse(record, Document.parser(), Document.getDefaultInstance());
          output.send("rows", record.partition(), document.getId(), document, 0);
        } catch (BadRecordException e) {
          throw new AssertionError(e);
        }
      }
    }

    @Override
    public void deleted(DeletedRecords deleted, Output output) {
      throw new AssertionError(deleted.text());
    }
  }

  /** Stands for a database: rows and offsets change together, and only for the newest session. */
  private static final class Store {

    private static final int FAILURES = 2;

    private final List<OutputRecord> rows = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private int commits;
    private int epoch;

    synchronized Commit open() {
      return new Session(++epoch);
    }

    synchronized List<String> ids() {
      return rows.stream().map(OutputRecord::key).toList();
    }

    synchronized void returnTo(int end) {
      rows.subList(end, rows.size()).clear();
      offsets.clear();
      offsets.put(new TopicPartition(TOPICS.texts(), 0), new OffsetAndMetadata(end));
    }

    private final class Session implements Commit {

      private final int mine;

      Session(int mine) {
        this.mine = mine;
      }

      @Override
      public Map<TopicPartition, OffsetAndMetadata> starts(Set<TopicPartition> partitions) {
        synchronized (Store.this) {
          Map<TopicPartition, OffsetAndMetadata> starts = new HashMap<>(offsets);
          starts.keySet().retainAll(partitions);
          return starts;
        }
      }

      @Override
      public void commit(Transaction transaction) {
        synchronized (Store.this) {
          if (mine != epoch) {
            throw new IllegalStateException("another session has taken over");
          }
          // Before and after: nobody knows whether the transaction was committed.
          if (++commits == 3) {
            throw new IllegalStateException("the database is away");
          }
          rows.addAll(transaction.records());
          offsets.putAll(transaction.offsets());
          if (commits == 6) {
            throw new IllegalStateException("the answer was lost");
          }
        }
      }

      @Override
      public void close() {}
    }
  }
}
