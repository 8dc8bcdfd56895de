package io.factorscope.exactlyonce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.v1.DeadLetter;
import io.factorscope.v1.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Owners who write alone, and their dead letters, on a real broker. */
class TransactionalProducerTest {

  private static final AtomicInteger TESTS = new AtomicInteger();
  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private final String prefix = "o" + TESTS.incrementAndGet() + ".";
  private final String owned = prefix + "owned";
  private final String letters = prefix + "letters";

  @BeforeEach
  void prepare() throws InterruptedException {
    Topics.ensure(
        broker.instance("test", "admin"),
        List.of(
            new TopicSpec(owned, 2, Map.of()),
            new TopicSpec(letters, 1, Map.of()),
            new TopicSpec(prefix + "input", 4, Map.of())));
  }

  @Test
  void tellsWhereEachRecordLies() {
    try (TransactionalProducer producer = owner("0")) {
      assertThat(producer.commit(List.of(record(0, "a"), record(1, "b"), record(0, "c"))))
          .containsExactly(
              new RecordPosition(0, 0), new RecordPosition(1, 0), new RecordPosition(0, 1));
    }
    assertThat(keys(owned)).containsExactly("a", "c", "b");
  }

  @Test
  void tombstonesStandBehindTheRecords() {
    try (TransactionalProducer producer = owner("0")) {
      producer.commit(
          List.of(record(0, "a"), record(0, "b")), List.of(new Tombstone(owned, 0, "a")));
    }

    List<ConsumerRecord<byte[], byte[]>> records = broker.read(owned);
    assertThat(keys(owned)).containsExactly("a", "b", "a");
    assertThat(records.getFirst().value()).isNotNull();
    assertThat(records.getLast().value()).isNull();
  }

  @Test
  void whoOpensItFencesTheLastOwner() {
    try (TransactionalProducer first = owner("0")) {
      first.commit(List.of(record(0, "of the first")));
      try (TransactionalProducer second = owner("1")) {
        assertThatThrownBy(() -> first.commit(List.of(record(0, "too late"))))
            .isInstanceOf(KafkaException.class);
        second.commit(List.of(record(0, "of the second")));
        assertThat(TopicOffsets.ends(broker.instance("test", "0"), owned))
            .containsEntry(new TopicPartition(owned, 1), 0L);
      }
    }
    assertThat(keys(owned)).containsExactly("of the first", "of the second");
  }

  @Test
  void aBadRecordHasOneLetterWhoeverOwnsItThen() throws Exception {
    try (TransactionalProducer producer = owner("0");
        OwnersDeadLetters first = letters("0", producer)) {
      assertThat(first.put(bad(4), new BadRecordException("bad"))).isTrue();
      assertThat(first.put(bad(4), new BadRecordException("bad"))).isFalse();
      assertThat(first.put(bad(9), new BadRecordException("bad, too"))).isTrue();
    }
    try (TransactionalProducer producer = owner("1");
        OwnersDeadLetters second = letters("1", producer)) {
      assertThat(second.put(bad(4), new BadRecordException("bad"))).isFalse();
      assertThat(second.put(bad(9), new BadRecordException("bad, too"))).isFalse();
      assertThat(second.put(bad(10), new BadRecordException("new"))).isTrue();
    }

    List<String> reasons = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> letter : broker.read(letters)) {
      reasons.add(DeadLetter.parseFrom(letter.value()).getReason());
    }
    assertThat(reasons).containsExactly("bad", "bad, too", "new");
    assertThat(keys(letters)).containsExactly(place(4), place(9), place(10));
  }

  @Test
  void whoLostTheOwnershipWritesNoLetter() {
    try (TransactionalProducer lost = owner("0");
        OwnersDeadLetters first = letters("0", lost);
        TransactionalProducer current = owner("1");
        OwnersDeadLetters second = letters("1", current)) {
      assertThatThrownBy(() -> first.put(bad(4), new BadRecordException("bad")))
          .isInstanceOf(KafkaException.class);
      assertThat(second.put(bad(4), new BadRecordException("bad"))).isTrue();
    }
    assertThat(keys(letters)).containsExactly(place(4));
  }

  private TransactionalProducer owner(String replica) {
    return new TransactionalProducer(broker.instance("owner", replica), prefix + "owner");
  }

  private OwnersDeadLetters letters(String replica, TransactionalProducer producer) {
    return new OwnersDeadLetters(
        broker.instance("owner", replica), producer, letters, prefix + "letters");
  }

  private OutputRecord record(int partition, String key) {
    return new OutputRecord(owned, partition, key, Document.newBuilder().setId(key).build(), 0);
  }

  private ConsumerRecord<byte[], byte[]> bad(long offset) {
    return new ConsumerRecord<>(prefix + "input", 3, offset, new byte[0], new byte[0]);
  }

  private String place(long offset) {
    return prefix + "input/3/" + offset;
  }

  private static List<String> keys(String topic) {
    return broker.read(topic).stream().map(record -> new String(record.key(), UTF_8)).toList();
  }
}
