package io.factorscope.embedder;

import static org.awaitility.Awaitility.await;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.v1.Document;
import io.factorscope.v1.HiddenStateBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the topics of the service under test. */
final class StreamReader {

  private static final String TEXTS = "test-texts";
  private static final String STATES = "test-hidden-states.bge-small-en-v1.5";

  private final TestBroker broker;

  StreamReader(TestBroker broker) {
    this.broker = broker;
  }

  /** Waits until every record of texts is answered, and gives all answers in order. */
  List<HiddenStateBatch> answers() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> answered().containsAll(places()));
    return batches();
  }

  /** The texts by place, as far as they can be read. */
  Map<String, Document> texts() {
    Map<String, Document> texts = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.read(TEXTS)) {
      try {
        texts.put(
            record.partition() + "/" + record.offset(),
            Headers.parse(record, Document.parser(), Document.getDefaultInstance()));
      } catch (BadRecordException e) {
        // What is no document is not asked for.
      }
    }
    return texts;
  }

  /** Where a batch's record lies in texts. */
  static String place(HiddenStateBatch batch) {
    return batch.getDocument().getPartition() + "/" + batch.getDocument().getOffset();
  }

  private Set<String> answered() {
    Set<String> places = new HashSet<>();
    batches().forEach(batch -> places.add(place(batch)));
    return places;
  }

  private Set<String> places() {
    Set<String> places = new HashSet<>();
    broker.read(TEXTS).forEach(r -> places.add(r.partition() + "/" + r.offset()));
    return places;
  }

  private List<HiddenStateBatch> batches() {
    List<HiddenStateBatch> batches = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.read(STATES)) {
      batches.add(batch(record));
    }
    return batches;
  }

  private static HiddenStateBatch batch(ConsumerRecord<byte[], byte[]> record) {
    try {
      HiddenStateBatch batch =
          Headers.parse(record, HiddenStateBatch.parser(), HiddenStateBatch.getDefaultInstance());
      if (batch.getDocument().getPartition() != record.partition()
          || Headers.vectors(record) != batch.getStates().getRows()
          || record.value().length >= 900_000) {
        throw new AssertionError("partition, header or size of " + record);
      }
      return batch;
    } catch (BadRecordException e) {
      throw new AssertionError(e);
    }
  }
}
