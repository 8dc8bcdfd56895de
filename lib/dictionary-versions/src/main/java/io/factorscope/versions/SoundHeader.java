package io.factorscope.versions;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.v1.VersionHeader;

/** Checks that a header is consistent before anything is derived from it. */
final class SoundHeader {

  private SoundHeader() {}

  /**
   * @throws BadRecordException naming the field, its value and what it must be
   */
  static void check(VersionHeader header) throws BadRecordException {
    require(
        header.getId().getVersion() >= 1, "id.version", header.getId().getVersion(), "1 or more");
    require(header.getFactors() >= 1, "factors", header.getFactors(), "1 or more");
    int width = header.getModel().getWidth();
    require(width >= 1, "model.width", width, "1 or more");
    require(
        header.getLambda() > 0 && header.getLambda() <= Double.MAX_VALUE,
        "lambda",
        header.getLambda(),
        "finite and above 0");
    require(
        header.getGenerationsCount() == header.getFactors(),
        "generations: their number",
        header.getGenerationsCount(),
        "that of the factors, " + header.getFactors());
    // In Java an array holds less than 2^31 values.
    require(
        (long) header.getFactors() * width <= Integer.MAX_VALUE / Float.BYTES,
        "factors x model.width",
        (long) header.getFactors() * width,
        "at most " + Integer.MAX_VALUE / Float.BYTES);
  }

  private static void require(boolean holds, String field, Object value, String must)
      throws BadRecordException {
    if (!holds) {
      throw new BadRecordException(field + ": is " + value + ", must be " + must);
    }
  }
}
