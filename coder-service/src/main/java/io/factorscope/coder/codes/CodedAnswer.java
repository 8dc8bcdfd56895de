package io.factorscope.coder.codes;

import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.Evidence;
import java.util.Optional;

/** What a coded batch is answered with. */
public record CodedAnswer(CodedBatch coded, CodeBatch codes, Optional<Evidence> evidence) {

  /** Makes the messages of a batch. */
  public static CodedAnswer of(CodedBatch coded, CodeMessages messages) {
    return new CodedAnswer(coded, messages.codes(coded), EvidenceSample.of(coded));
  }
}
