package io.factorscope.embedder.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.factorscope.documents.DocumentLimits;
import io.factorscope.documents.InvalidDocumentException;
import io.factorscope.embedder.states.HiddenStateMessages;
import io.factorscope.embedder.states.PackedStates;
import io.factorscope.embedder.windows.DocumentParts;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.DeletedAnswer;
import io.factorscope.exactlyonce.DeletedRecords;
import io.factorscope.exactlyonce.Output;
import io.factorscope.v1.Document;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.SourceDocument;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Answers records of {@code texts}, each by at least one message in its own partition. */
final class Answers {

  private final HiddenStateMessages messages;
  private final String textsTopic;
  private final String statesTopic;
  private final StreamMetrics metrics;

  Answers(
      HiddenStateMessages messages, String textsTopic, String statesTopic, StreamMetrics metrics) {
    this.messages = messages;
    this.textsTopic = textsTopic;
    this.statesTopic = statesTopic;
    this.metrics = metrics;
  }

  /**
   * Publishes the states of a document.
   *
   * @param states one entry a window
   */
  void publish(Incoming.Windowed incoming, List<PackedStates> states, Output output) {
    if (states.isEmpty()) {
      withoutVectors(incoming, reason(NoVectors.Reason.EMPTY, "no token in the text"), output);
      return;
    }
    Optional<String> problem =
        states.stream().flatMap(window -> window.problem().stream()).findFirst();
    if (problem.isPresent()) {
      giveUp(incoming.record(), new BadRecordException(problem.get()), output);
      return;
    }
    int vectors = 0;
    for (HiddenStateBatch message : messages.of(source(incoming), incoming.text(), states)) {
      send(incoming.record(), message, output);
      vectors += HiddenStateMessages.vectors(message);
    }
    metrics.embedded(states.size(), incoming.tokens(), vectors);
  }

  /** Sends a document that is too long back in parts, which are answered on their own. */
  void split(Incoming.Oversized incoming, Output output) {
    try {
      List<Document> parts = DocumentParts.of(incoming.document());
      for (Document part : parts) {
        output.send(textsTopic, incoming.record().partition(), part.getId(), part, 0);
      }
      NoVectors reason =
          reason(NoVectors.Reason.SPLIT, "went back in parts").toBuilder()
              .setParts(parts.size())
              .build();
      send(
          incoming.record(),
          messages.withoutVectors(source(incoming.record(), incoming.document(), 0), reason),
          output);
      metrics.answered(NoVectors.Reason.SPLIT);
    } catch (InvalidDocumentException e) {
      giveUp(incoming.record(), new BadRecordException(String.valueOf(e.getMessage()), e), output);
    }
  }

  /** Sends a record to the dead letters. */
  void giveUp(ConsumerRecord<byte[], byte[]> record, BadRecordException reason, Output output) {
    output.deadLetter(record, reason);
    SourceDocument place =
        SourceDocument.newBuilder()
            .setPartition(record.partition())
            .setOffset(record.offset())
            .build();
    NoVectors why = reason(NoVectors.Reason.DEAD_LETTER, String.valueOf(reason.getMessage()));
    send(record, messages.withoutVectors(place, why), output);
    metrics.answered(NoVectors.Reason.DEAD_LETTER);
  }

  /** Says of records that they were deleted before they were read. */
  void deleted(DeletedRecords deleted, Output output) {
    SourceDocument first =
        SourceDocument.newBuilder()
            .setPartition(deleted.partition().partition())
            .setOffset(deleted.first())
            .build();
    output.send(
        statesTopic,
        deleted.partition().partition(),
        "",
        messages.withoutVectors(first, DeletedAnswer.of(deleted)),
        0);
  }

  private void withoutVectors(Incoming.Windowed incoming, NoVectors reason, Output output) {
    send(incoming.record(), messages.withoutVectors(source(incoming), reason), output);
    metrics.answered(reason.getReason());
  }

  private void send(
      ConsumerRecord<byte[], byte[]> record, HiddenStateBatch message, Output output) {
    output.send(
        statesTopic,
        record.partition(),
        key(record),
        message,
        HiddenStateMessages.vectors(message));
  }

  /**
   * As the record has it, but no longer than an id may be: who writes records may write anything.
   */
  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null
        ? ""
        : new String(
            record.key(), 0, Math.min(record.key().length, DocumentLimits.MAX_ID_BYTES), UTF_8);
  }

  private static SourceDocument source(Incoming.Windowed incoming) {
    return source(incoming.record(), incoming.document(), incoming.text().windows());
  }

  private static SourceDocument source(
      ConsumerRecord<byte[], byte[]> record, Document document, int windows) {
    SourceDocument.Builder source =
        SourceDocument.newBuilder()
            .setPartition(record.partition())
            .setOffset(record.offset())
            .setId(document.getId())
            .setSource(document.getSource())
            .setWindows(windows);
    if (document.hasPart()) {
      source.setPart(document.getPart());
    }
    return source.build();
  }

  private static NoVectors reason(NoVectors.Reason reason, String detail) {
    return NoVectors.newBuilder().setReason(reason).setDetail(detail).build();
  }
}
