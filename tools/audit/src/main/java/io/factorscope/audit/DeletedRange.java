package io.factorscope.audit;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.v1.Deleted;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.NoVectors.Reason;
import java.util.Optional;

/**
 * What an answer says was deleted before its step had read it: offsets [first, end).
 *
 * @param ofTexts whether these are offsets of texts, or else of hidden-states
 */
record DeletedRange(boolean ofTexts, long first, long end) {

  /**
   * What an answer says.
   *
   * @param step that answered
   * @return empty if it says something else
   * @throws BadRecordException if the range is none, or of a topic that the step does not read
   */
  static Optional<DeletedRange> of(NoVectors answer, AuditedStep step, AuditedTopics topics)
      throws BadRecordException {
    if (answer.getReason() != Reason.DELETED) {
      return Optional.empty();
    }
    Deleted deleted = answer.getDeleted();
    if (deleted.getFirst() < 0 || deleted.getFirst() >= deleted.getEnd()) {
      throw new BadRecordException(
          "no_vectors.deleted: is [%d, %d), must name at least one offset"
              .formatted(deleted.getFirst(), deleted.getEnd()));
    }
    boolean ofTexts = deleted.getTopic().equals(topics.texts());
    boolean ofStates =
        step == AuditedStep.CODES
            && deleted.getTopic().equals(topics.of(AuditedStep.HIDDEN_STATES));
    if (!ofTexts && !ofStates) {
      throw new BadRecordException(
          "no_vectors.deleted.topic: is " + deleted.getTopic() + ", which is not what was read");
    }
    return Optional.of(new DeletedRange(ofTexts, deleted.getFirst(), deleted.getEnd()));
  }

  /** For people. */
  String text(int partition) {
    return "offsets %d to %d of %s/%d were deleted before the %s had read them"
        .formatted(
            first,
            end - 1,
            ofTexts ? "texts" : AuditedStep.HIDDEN_STATES.label(),
            partition,
            ofTexts ? "embedder" : "coder");
  }
}
