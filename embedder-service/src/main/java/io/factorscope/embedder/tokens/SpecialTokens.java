package io.factorscope.embedder.tokens;

import java.util.List;

/**
 * The ids of the tokens that are not text, and how the model wants a text framed.
 *
 * @param frame what stands around a text
 * @param unknown [UNK]
 * @param padding [PAD]
 * @param mask [MASK]
 */
public record SpecialTokens(Frame frame, int unknown, int padding, int mask) {

  /**
   * What stands around a text.
   *
   * @param before put before its tokens: [CLS] for BERT
   * @param after put after them: [SEP] for BERT
   */
  public record Frame(List<Integer> before, List<Integer> after) {

    /** Nothing around it, as in the paper. */
    public static final Frame NONE = new Frame(List.of(), List.of());

    public Frame {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    public int size() {
      return before.size() + after.size();
    }
  }
}
