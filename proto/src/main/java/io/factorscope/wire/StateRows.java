package io.factorscope.wire;

import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a message of states or codes, one a (token, layer): the tokens of the slices in order
 * and, within a token, the layers in order. The slices are those of a message that was checked.
 */
public record StateRows(List<Slice> slices, List<Integer> layers) {

  public static StateRows of(HiddenStateBatch message) {
    return new StateRows(message.getSlicesList(), message.getLayersList());
  }

  public static StateRows of(CodeBatch message) {
    return new StateRows(message.getSlicesList(), message.getLayersList());
  }

  /** Is shown each row. */
  @FunctionalInterface
  public interface Visitor {

    /**
     * @param token counted in the slice's window
     * @param layer its index in the layers
     */
    void row(int row, Slice slice, int token, int layer);
  }

  /** Shows all rows, in order. */
  public void forEach(Visitor visitor) {
    int row = 0;
    for (Slice slice : slices) {
      for (int token = slice.getFirst(); token < slice.getEnd(); token++) {
        for (int layer = 0; layer < layers.size(); layer++) {
          visitor.row(row++, slice, token, layer);
        }
      }
    }
  }

  /** Tokens of all slices. */
  public long tokens() {
    long tokens = 0;
    for (Slice slice : slices) {
      tokens += slice.getEnd() - slice.getFirst();
    }
    return tokens;
  }

  /** How many rows there are. */
  public long count() {
    return tokens() * layers.size();
  }

  /** The rows of tokens [from, to), counted over all slices. */
  public StateRows ofTokens(long from, long to) {
    List<Slice> cut = new ArrayList<>();
    long at = 0;
    for (Slice slice : slices) {
      int length = slice.getEnd() - slice.getFirst();
      int first = Math.clamp(from - at, 0, length);
      int end = Math.clamp(to - at, 0, length);
      if (first < end) {
        cut.add(
            slice.toBuilder()
                .setFirst(slice.getFirst() + first)
                .setEnd(slice.getFirst() + end)
                .build());
      }
      at += length;
    }
    return new StateRows(cut, layers);
  }
}
