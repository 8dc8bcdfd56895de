package io.factorscope.wire;

import static io.factorscope.wire.InvalidMessageException.require;

import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.LayerSums;

/** Checks and unpacks messages of codes. Errors name the field, its value and its limit. */
public final class CodeBatches {

  private static final int HASH_BYTES = 32;

  private CodeBatches() {}

  /**
   * Checks that document, layers, slices, version, sums and the number of codes agree; the codes
   * themselves are not looked at.
   *
   * @throws InvalidMessageException if they do not
   */
  public static void check(CodeBatch message) throws InvalidMessageException {
    Answers.checkDocument(message.hasDocument(), message.getDocument());
    Answers.checkRows(
        StateRows.of(message), message.hasNoVectors(), "codes.rows", message.getCodes().getRows());
    if (message.getSlicesCount() > 0) {
      checkVersion(message.getDictionary());
    }
    checkSums(message);
  }

  private static void checkVersion(DictionaryVersion version) throws InvalidMessageException {
    require(!version.getName().isEmpty(), "dictionary.name", "empty", "that of the codes");
    require(version.getVersion() != 0, "dictionary.version", 0, "at least 1");
    int bytes = version.getContentHash().size();
    require(bytes == HASH_BYTES, "dictionary.content_hash, bytes", bytes, HASH_BYTES);
  }

  private static void checkSums(CodeBatch message) throws InvalidMessageException {
    long sumBytes = (long) Float.BYTES * message.getModel().getWidth();
    long vectors = 0;
    for (LayerSums sums : message.getLayerSumsList()) {
      int bytes = sums.getSum().size();
      require(bytes == sumBytes, "layer_sums.sum, bytes", bytes, sumBytes);
      vectors += sums.getVectors();
    }
    int rows = message.getCodes().getRows();
    require(vectors == rows, "layer_sums.vectors, in all", vectors, rows);
  }

  /**
   * Checks a message and unpacks its codes.
   *
   * @return one a row of {@link StateRows}
   * @throws InvalidMessageException if it contradicts itself, or its codes are none
   */
  public static Codes unpack(CodeBatch message) throws InvalidMessageException {
    check(message);
    try {
      return Codes.unpack(message.getCodes());
    } catch (IllegalArgumentException e) {
      throw new InvalidMessageException("codes", e);
    }
  }
}
