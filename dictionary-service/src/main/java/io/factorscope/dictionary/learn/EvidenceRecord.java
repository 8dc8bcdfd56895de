package io.factorscope.dictionary.learn;

import com.google.protobuf.ByteString;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.sparse.learn.EvidenceBatch;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.SampledVector;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.Codes;
import io.factorscope.wire.HiddenStateId;
import io.factorscope.wire.Vectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of evidence that was read and checked.
 *
 * @param offset of the record
 * @param timestamp of the record, ms since 1970
 * @param version that made the codes
 * @param contentHash of that version
 */
public record EvidenceRecord(
    long offset,
    long timestamp,
    long version,
    ByteString contentHash,
    boolean heldOut,
    EvidenceBatch batch) {

  /** Of a vector: 1 / the smallest share that a version could ask for. */
  private static final double MOST_WEIGHT = 1e6;

  /** So that no state of up to a million values is longer than a coder takes. */
  private static final float LARGEST_VALUE = 1e12f;

  /**
   * Reads a record.
   *
   * @throws BadRecordException naming the field, its value and what it must be
   */
  public static EvidenceRecord of(
      ConsumerRecord<byte[], byte[]> record, Evidence message, VersionHeader dictionary)
      throws BadRecordException {
    require(message.getModel().equals(dictionary.getModel()), "model", message.getModel().getId());
    int width = dictionary.getModel().getWidth();
    require(
        message.getStates().getWidth() == width, "states.width", message.getStates().getWidth());
    try {
      EvidenceBatch batch =
          new EvidenceBatch(
              Vectors.unpack(message.getStates()),
              codes(Codes.unpack(message.getCodes()), dictionary.getFactors()),
              message.getWeight(),
              identities(message, dictionary.getEvidence().getSalt()),
              message.getVectorsList().stream().mapToInt(SampledVector::getLayer).toArray());
      require(
          message.getStates().getRows() == batch.count(),
          "states.rows",
          message.getStates().getRows());
      return new EvidenceRecord(
          record.offset(),
          record.timestamp(),
          message.getDictionary().getVersion(),
          message.getDictionary().getContentHash(),
          message.getHeldOut(),
          plausible(batch));
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Reads the message of a record. */
  public static Evidence parse(ConsumerRecord<byte[], byte[]> record) throws BadRecordException {
    return Headers.parse(record, Evidence.parser(), Evidence.getDefaultInstance());
  }

  private static SparseCodes codes(Codes codes, int dictionaryFactors) {
    SparseCodes.Builder builder = new SparseCodes.Builder(codes.rows());
    for (int row = 0; row < codes.rows(); row++) {
      int[] factors = new int[codes.support(row)];
      float[] activations = new float[factors.length];
      for (int entry = 0; entry < factors.length; entry++) {
        factors[entry] = codes.factor(row, entry);
        activations[entry] = codes.activation(row, entry);
        if (factors[entry] < 0 || factors[entry] >= dictionaryFactors) {
          throw new IllegalArgumentException(
              "codes.factors: is " + factors[entry] + ", must be below " + dictionaryFactors);
        }
      }
      builder.add(factors, activations, factors.length, codes.gap(row));
    }
    return builder.build();
  }

  private static long[] identities(Evidence message, long salt) {
    int partition = message.getDocument().getPartition();
    long offset = message.getDocument().getOffset();
    return message.getVectorsList().stream()
        .map(v -> new HiddenStateId(partition, offset, v.getWindow(), v.getToken(), v.getLayer()))
        .mapToLong(id -> id.hash(salt))
        .toArray();
  }

  /** Numbers that a coder makes: others would poison the sums for good. */
  private static EvidenceBatch plausible(EvidenceBatch batch) {
    if (!(batch.weight() >= 1 && batch.weight() <= MOST_WEIGHT)) {
      throw new IllegalArgumentException(
          "weight: is " + batch.weight() + ", must be from 1 to " + MOST_WEIGHT);
    }
    for (float value : batch.states()) {
      if (!(Math.abs(value) <= LARGEST_VALUE)) {
        throw new IllegalArgumentException(
            "states.data: is "
                + value
                + ", must be a number of size "
                + LARGEST_VALUE
                + " at most");
      }
    }
    return batch;
  }

  private static void require(boolean holds, String field, Object value) throws BadRecordException {
    if (!holds) {
      throw new BadRecordException(
          field + ": is " + value + ", which is not that of the dictionary");
    }
  }
}
