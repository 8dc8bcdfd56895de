package io.factorscope.embedder.api;

import io.factorscope.documents.InvalidDocumentException;
import io.factorscope.edge.calls.RetryLaterException;
import io.factorscope.embedder.windows.DocumentParts;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.Partitions;
import io.factorscope.exactlyonce.RecordPosition;
import io.factorscope.v1.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** Puts documents into the topic {@code texts}. Thread-safe. */
public final class Ingestion {

  private final RecordWriter writer;
  private final Supplier<Optional<String>> full;
  private final String topic;
  private final int partitions;

  /** Writes records in one transaction; see the broker's transactional writer. */
  public interface RecordWriter {

    /**
     * Writes records and waits until they are committed.
     *
     * @return where each record lies, in order
     * @throws KafkaException if none was written
     */
    List<RecordPosition> commit(List<OutputRecord> records) throws InterruptedException;
  }

  /**
   * @param full says why the stream takes no more, if so
   * @param partitions of the topic
   */
  public Ingestion(
      RecordWriter writer, Supplier<Optional<String>> full, String topic, int partitions) {
    this.writer = writer;
    this.full = full;
    this.topic = topic;
    this.partitions = partitions;
  }

  /**
   * The records that a document becomes: one, or one a part. All go to the partition of its id, in
   * order.
   *
   * @param id made up if empty
   * @throws InvalidDocumentException if a field breaks its limit
   */
  List<OutputRecord> records(String id, String source, String text)
      throws InvalidDocumentException {
    Document document =
        Document.newBuilder()
            .setId(id.isEmpty() ? UUID.randomUUID().toString() : id)
            .setSource(source)
            .setText(text)
            .build();
    List<OutputRecord> records = new ArrayList<>();
    int partition = Partitions.of(document.getId(), partitions);
    for (Document part : DocumentParts.of(document)) {
      records.add(new OutputRecord(topic, partition, part.getId(), part, 0));
    }
    return records;
  }

  /**
   * Writes records in one transaction.
   *
   * @return where each lies
   * @throws RetryLaterException if the stream is full, or the broker is away; then none was written
   */
  List<RecordPosition> commit(List<OutputRecord> records) throws InterruptedException {
    if (records.isEmpty()) {
      return List.of();
    }
    Optional<String> reason = full.get();
    if (reason.isPresent()) {
      throw new RetryLaterException(
          RetryLaterException.Kind.FULL, "The stream is full: " + reason.get());
    }
    try {
      return writer.commit(records);
    } catch (KafkaException e) {
      throw new RetryLaterException(
          RetryLaterException.Kind.AWAY, "The broker did not take it: " + e.getMessage());
    }
  }
}
