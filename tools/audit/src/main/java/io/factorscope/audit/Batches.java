package io.factorscope.audit;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.NoVectors.Reason;
import io.factorscope.v1.Slice;
import io.factorscope.v1.SourceDocument;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads the answers of both steps, and checks that each record is sound in itself. */
final class Batches {

  private static final int HASH_BYTES = 32;

  private Batches() {}

  /**
   * Reads a record of hidden-states.
   *
   * @throws BadRecordException if it is none, or its rows do not fit its slices
   */
  static HiddenStateBatch hiddenStates(ConsumerRecord<byte[], byte[]> record)
      throws BadRecordException {
    HiddenStateBatch batch =
        Headers.parse(record, HiddenStateBatch.parser(), HiddenStateBatch.getDefaultInstance());
    checkAnswer(
        record,
        batch.getDocument(),
        batch.getLayersList(),
        batch.getSlicesCount(),
        batch.hasNoVectors());
    long rows = rows(batch.getSlicesList(), batch.getLayersCount());
    check("states.rows", batch.getStates().getRows(), rows);
    check("states.data, bytes", batch.getStates().getData().size(), rows * rowBytes(batch));
    return batch;
  }

  /**
   * Reads a record of codes.
   *
   * @throws BadRecordException if it is none, its rows do not fit its slices, or it was made with
   *     another dictionary
   */
  static CodeBatch codes(ConsumerRecord<byte[], byte[]> record, String dictionary)
      throws BadRecordException {
    CodeBatch batch = Headers.parse(record, CodeBatch.parser(), CodeBatch.getDefaultInstance());
    checkAnswer(
        record,
        batch.getDocument(),
        batch.getLayersList(),
        batch.getSlicesCount(),
        batch.hasNoVectors());
    long rows = rows(batch.getSlicesList(), batch.getLayersCount());
    check("codes.rows", batch.getCodes().getRows(), rows);
    if (batch.getSlicesCount() > 0) {
      checkDictionary(batch.getDictionary(), dictionary);
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

  /**
   * Compares a field with what it must be.
   *
   * @throws BadRecordException if it is something else
   */
  static void check(String field, long is, long must) throws BadRecordException {
    if (is != must) {
      throw new BadRecordException(field + ": is " + is + ", must be " + must);
    }
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

  private static void checkAnswer(
      ConsumerRecord<byte[], byte[]> record,
      SourceDocument document,
      List<Integer> layers,
      int slices,
      boolean none)
      throws BadRecordException {
    check("document.partition", document.getPartition(), record.partition());
    if (none == slices > 0) {
      throw new BadRecordException(
          "no_vectors: is "
              + (none ? "set" : "absent")
              + " with "
              + slices
              + " slices, must be set just if there are none");
    }
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i - 1) >= layers.get(i)) {
        throw new BadRecordException("layers: are " + layers + ", must ascend");
      }
    }
  }

  private static void checkDictionary(DictionaryVersion version, String dictionary)
      throws BadRecordException {
    if (!version.getName().equals(dictionary)) {
      throw new BadRecordException(
          "dictionary.name: is " + version.getName() + ", must be " + dictionary);
    }
    if (version.getVersion() == 0) {
      throw new BadRecordException("dictionary.version: is 0, must be at least 1");
    }
    check("dictionary.content_hash, bytes", version.getContentHash().size(), HASH_BYTES);
  }

  /** One a (token, layer). */
  private static long rows(List<Slice> slices, int layers) {
    return slices.stream().mapToLong(slice -> SliceSpan.of(slice).tokens()).sum() * layers;
  }

  private static long rowBytes(HiddenStateBatch batch) throws BadRecordException {
    int elementBytes =
        switch (batch.getStates().getType()) {
          case FLOAT16 -> Short.BYTES;
          case FLOAT32 -> Float.BYTES;
          default -> bytesOfNone(batch);
        };
    return (long) batch.getStates().getWidth() * elementBytes;
  }

  /** Without slices there are no elements, and no type need be named. */
  private static int bytesOfNone(HiddenStateBatch batch) throws BadRecordException {
    if (batch.getSlicesCount() > 0) {
      throw new BadRecordException(
          "states.type: is " + batch.getStates().getType() + ", must be FLOAT16 or FLOAT32");
    }
    return 0;
  }
}
