package io.factorscope.audit;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.NoVectors.Reason;
import io.factorscope.v1.Slice;
import io.factorscope.v1.SourceDocument;
import io.factorscope.wire.CodeBatches;
import io.factorscope.wire.HiddenStateBatches;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads the answers of both steps, and checks that each is sound in itself and in its place. */
final class Batches {

  private Batches() {}

  /**
   * Reads a record of hidden-states.
   *
   * @throws BadRecordException if it is none, contradicts itself, or stands in another partition
   *     than its document
   */
  static HiddenStateBatch hiddenStates(ConsumerRecord<byte[], byte[]> record)
      throws BadRecordException {
    HiddenStateBatch batch =
        Headers.parse(
            record,
            HiddenStateBatch.parser(),
            HiddenStateBatch.getDefaultInstance(),
            HiddenStateBatches::check);
    checkPartition(record, batch.getDocument());
    return batch;
  }

  /**
   * Reads a record of codes.
   *
   * @throws BadRecordException if it is none, contradicts itself, stands in another partition than
   *     its document, or was made with another dictionary
   */
  static CodeBatch codes(ConsumerRecord<byte[], byte[]> record, String dictionary)
      throws BadRecordException {
    CodeBatch batch =
        Headers.parse(
            record, CodeBatch.parser(), CodeBatch.getDefaultInstance(), CodeBatches::check);
    checkPartition(record, batch.getDocument());
    String name = batch.getDictionary().getName();
    if (batch.getSlicesCount() > 0 && !name.equals(dictionary)) {
      throw new BadRecordException("dictionary.name: is " + name + ", must be " + dictionary);
    }
    return batch;
  }

  static Answer answer(ConsumerRecord<byte[], byte[]> record, HiddenStateBatch batch) {
    return answer(
        record,
        batch.getDocument(),
        batch.getLayersList(),
        batch.getSlicesList(),
        reason(batch.hasNoVectors(), batch.getNoVectors()));
  }

  static Answer answer(ConsumerRecord<byte[], byte[]> record, CodeBatch batch) {
    return answer(
        record,
        batch.getDocument(),
        batch.getLayersList(),
        batch.getSlicesList(),
        reason(batch.hasNoVectors(), batch.getNoVectors()));
  }

  private static Answer answer(
      ConsumerRecord<byte[], byte[]> record,
      SourceDocument document,
      List<Integer> layers,
      List<Slice> slices,
      @Nullable Reason reason) {
    return new Answer(
        record.offset(),
        record.timestamp(),
        document.getOffset(),
        document.getWindows(),
        layers,
        slices.stream().map(SliceSpan::of).toList(),
        reason);
  }

  private static @Nullable Reason reason(boolean none, NoVectors why) {
    return none ? why.getReason() : null;
  }

  private static void checkPartition(ConsumerRecord<byte[], byte[]> record, SourceDocument document)
      throws BadRecordException {
    if (document.getPartition() != record.partition()) {
      throw new BadRecordException(
          "document.partition: is %d, must be %d"
              .formatted(document.getPartition(), record.partition()));
    }
  }
}
