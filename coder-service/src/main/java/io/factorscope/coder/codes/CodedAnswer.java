package io.factorscope.coder.codes;

import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.Evidence;
import io.factorscope.wire.MessageLimits;
import java.util.List;
import java.util.stream.Stream;

/** What a coded batch, or a part of it, is answered with. */
public record CodedAnswer(CodedBatch coded, CodeBatch codes, List<Evidence> evidence) {

  /** Makes the messages of a batch; in parts, if it does not fit one. */
  public static Stream<CodedAnswer> of(CodedBatch coded, CodeMessages messages) {
    CodeBatch codes = messages.codes(coded);
    if (codes.getSerializedSize() > MessageLimits.MAX_BYTES && coded.tokens() > 1) {
      return coded.halves().stream().flatMap(half -> of(half, messages));
    }
    return Stream.of(new CodedAnswer(coded, codes, EvidenceSample.of(coded)));
  }
}
