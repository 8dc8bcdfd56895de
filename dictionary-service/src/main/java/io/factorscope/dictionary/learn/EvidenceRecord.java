package io.factorscope.dictionary.learn;

import com.google.protobuf.ByteString;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.sparse.learn.EvidenceBatch;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.SampledVector;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.Codes;
import io.factorscope.wire.HiddenStateId;
import io.factorscope.wire.Vectors;

/**
 * A record of evidence that was read and checked.
 *
 * @param offset of the record
 * @param timestamp of the record, ms since 1970
 * @param version that made the codes
 * @param contentHash of that version
 */
record EvidenceRecord(
    long offset,
    long timestamp,
    long version,
    ByteString contentHash,
    boolean heldOut,
    EvidenceBatch batch) {

  /**
   * Reads a record.
   *
   * @param dictionary the newest version
   */
  static EvidenceRecord of(EvidenceInput input, VersionHeader dictionary)
      throws BadEvidenceException {
    Evidence message = input.message();
    require(message.getModel().equals(dictionary.getModel()), "model", message.getModel().getId());
    int width = dictionary.getModel().getWidth();
    require(
        message.getStates().getWidth() == width, "states.width", message.getStates().getWidth());
    for (SampledVector vector : message.getVectorsList()) {
      require(
          dictionary.getLayersList().contains(vector.getLayer()),
          "vectors.layer",
          vector.getLayer());
    }
    try {
      EvidenceBatch batch =
          new EvidenceBatch(
              Vectors.unpack(message.getStates()),
              codes(Codes.unpack(message.getCodes())),
              message.getWeight(),
              identities(message, dictionary.getEvidence().getSalt()),
              message.getVectorsList().stream().mapToInt(SampledVector::getLayer).toArray());
      new PlausibleEvidence(dictionary).check(batch);
      return new EvidenceRecord(
          input.offset(),
          input.timestamp(),
          message.getDictionary().getVersion(),
          message.getDictionary().getContentHash(),
          message.getHeldOut(),
          batch);
    } catch (RuntimeException e) {
      // Whatever it is: the record would bring it again, and stop the learner for ever.
      throw new BadEvidenceException(String.valueOf(e.getMessage()), e);
    }
  }

  private static SparseCodes codes(Codes codes) {
    SparseCodes.Builder builder = new SparseCodes.Builder(codes.rows());
    for (int row = 0; row < codes.rows(); row++) {
      int[] factors = new int[codes.support(row)];
      float[] activations = new float[factors.length];
      for (int entry = 0; entry < factors.length; entry++) {
        factors[entry] = codes.factor(row, entry);
        activations[entry] = codes.activation(row, entry);
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

  private static void require(boolean holds, String field, Object value)
      throws BadEvidenceException {
    if (!holds) {
      throw new BadEvidenceException(
          field + ": is " + value + ", which is not that of the dictionary");
    }
  }
}
