package io.factorscope.onnx;

import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Token ids of a batch of texts, checked.
 *
 * @param ids row-major [batch][length]
 * @param lengths true length of each text, without padding
 */
@SuppressWarnings("ArrayRecordComponent") // passed on within one call, never compared
record TokenBatch(long[] ids, int[] lengths, int batch, int length) {
  TokenBatch {
    if (batch < 1 || length < 1) {
      throw wrong("batch is %d, length is %d; both must be at least 1".formatted(batch, length));
    }
    long tokens = (long) batch * length;
    if (ids.length != tokens) {
      throw wrong("ids holds %d tokens; batch × length is %d".formatted(ids.length, tokens));
    }
    if (lengths.length != batch) {
      throw wrong("lengths has %d entries; batch is %d".formatted(lengths.length, batch));
    }
    for (int text = 0; text < batch; text++) {
      checkLength(text, lengths[text], length);
    }
  }

  private static void checkLength(int text, int trueLength, int length) {
    if (trueLength < 1 || trueLength > length) {
      throw wrong(
          "lengths[%d] is %d; it must be from 1 to %d. Leave empty texts out."
              .formatted(text, trueLength, length));
    }
  }

  /** Checks what depends on the model. */
  void checkFits(int maxPositions, int vocabulary) {
    if (length > maxPositions) {
      throw wrong(
          "length is %d; the model takes at most %d tokens. Cut the text into windows."
              .formatted(length, maxPositions));
    }
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= vocabulary) {
        throw wrong(
            "ids[%d] is %d; the model knows ids from 0 to %d. Use the model's own tokenizer."
                .formatted(i, ids[i], vocabulary - 1));
      }
    }
  }

  /** 1 at tokens, 0 at padding; row-major [batch][length]. */
  LongBuffer mask() {
    long[] mask = new long[ids.length];
    for (int text = 0; text < batch; text++) {
      Arrays.fill(mask, text * length, text * length + lengths[text], 1);
    }
    return LongBuffer.wrap(mask);
  }

  long[] shape() {
    return new long[] {batch, length};
  }

  private static IllegalArgumentException wrong(String message) {
    return new IllegalArgumentException(message);
  }
}
