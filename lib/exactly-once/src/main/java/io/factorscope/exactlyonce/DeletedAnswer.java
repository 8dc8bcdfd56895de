package io.factorscope.exactlyonce;

import io.factorscope.v1.Deleted;
import io.factorscope.v1.NoVectors;

/** How a step answers for records that were deleted before it had read them. */
public final class DeletedAnswer {

  private DeletedAnswer() {}

  /** The reason, with the range. */
  public static NoVectors of(DeletedRecords deleted) {
    return NoVectors.newBuilder()
        .setReason(NoVectors.Reason.DELETED)
        .setDetail(deleted.text())
        .setDeleted(
            Deleted.newBuilder()
                .setTopic(deleted.partition().topic())
                .setFirst(deleted.first())
                .setEnd(deleted.end()))
        .build();
  }
}
