package io.factorscope.wire;

import static io.factorscope.wire.InvalidMessageException.require;

import io.factorscope.v1.Slice;
import io.factorscope.v1.SourceDocument;
import java.util.List;

/**
 * The rules of all messages that answer a record of texts: with rows, or with why there are none.
 */
final class Answers {

  private Answers() {}

  /** Whether it is known what is answered. */
  static void checkDocument(boolean isThere, SourceDocument document)
      throws InvalidMessageException {
    if (!isThere) {
      throw new InvalidMessageException("document: is missing, must name the record of texts");
    }
    checkLength("document.id", document.getId());
    checkLength("document.source", document.getSource());
  }

  /** Answers repeat names, and must fit the broker's messages. */
  private static void checkLength(String field, String value) throws InvalidMessageException {
    if (value.length() > MessageLimits.MAX_NAME_CHARACTERS) {
      throw new InvalidMessageException(
          "%s: has %d characters, must have at most %d"
              .formatted(field, value.length(), MessageLimits.MAX_NAME_CHARACTERS));
    }
  }

  /**
   * @param hasReason whether the message says why it has no vectors
   * @param field that holds the number of rows
   * @param count what it says
   */
  static void checkRows(StateRows rows, boolean hasReason, String field, int count)
      throws InvalidMessageException {
    int slices = rows.slices().size();
    require(slices > 0 || hasReason, "slices", "empty", "some, or no_vectors must say why not");
    require(
        slices == 0 || !hasReason,
        "no_vectors",
        "set with " + slices + " slices",
        "set just if there are none");
    require(slices == 0 || !rows.layers().isEmpty(), "layers", "empty", "those of the rows");
    checkOrder(rows.layers());
    for (Slice slice : rows.slices()) {
      checkSlice(slice);
    }
    require(count == rows.count(), field, Integer.toUnsignedLong(count), rows.count());
  }

  private static void checkOrder(List<Integer> layers) throws InvalidMessageException {
    int before = -1;
    for (int layer : layers) {
      if (layer <= before) {
        throw new InvalidMessageException("layers: are " + layers + ", must ascend");
      }
      before = layer;
    }
  }

  private static void checkSlice(Slice slice) throws InvalidMessageException {
    int tokens = slice.getWindow().getTokenIdsCount();
    require(
        slice.getFirst() >= 0 && slice.getFirst() < slice.getEnd() && slice.getEnd() <= tokens,
        "slice",
        "[" + slice.getFirst() + ", " + slice.getEnd() + ")",
        "within the window's " + tokens + " tokens");
  }
}
