package io.factorscope.coder.codes;

import io.factorscope.coder.states.StatesBatch;
import io.factorscope.exactlyonce.DeletedAnswer;
import io.factorscope.exactlyonce.DeletedRecords;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.SourceDocument;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.Codes;
import java.util.function.IntUnaryOperator;

/** Makes the messages of the topic of codes. */
public final class CodeMessages {

  private final String answeredBy;

  public CodeMessages(String answeredBy) {
    this.answeredBy = answeredBy;
  }

  /** The answer to a batch: its codes, or why it has none. */
  CodeBatch codes(CodedBatch coded) {
    StatesBatch batch = coded.batch();
    CodeBatch.Builder answer = answer(batch.message(), coded.version().header());
    if (batch.noVectors().isPresent()) {
      return answer.setNoVectors(batch.noVectors().get()).build();
    }
    return answer
        .addAllSlices(coded.stateRows().slices())
        .setCodes(packed(coded, coded.rows(), row -> row).message())
        .setLargestGap(coded.largestGap())
        .addAllLayerSums(LayerTotals.of(coded))
        .build();
  }

  /**
   * The answer for states that were deleted before they were read: of which documents is unknown.
   */
  public CodeBatch deleted(DeletedRecords deleted, VersionHeader version) {
    return CodeBatch.newBuilder()
        .setModel(version.getModel())
        .setDictionary(version.getId())
        .setDocument(SourceDocument.newBuilder().setPartition(deleted.partition().partition()))
        .addAllLayers(version.getLayersList())
        .setNoVectors(DeletedAnswer.of(deleted))
        .setAnsweredBy(answeredBy)
        .build();
  }

  private CodeBatch.Builder answer(HiddenStateBatch message, VersionHeader version) {
    return CodeBatch.newBuilder()
        .setModel(message.getModel())
        .setDictionary(version.getId())
        .setDocument(message.getDocument())
        .addAllLayers(message.getLayersList())
        .setAnsweredBy(answeredBy);
  }

  /**
   * Packs some rows of a batch.
   *
   * @param rows how many
   * @param which the batch's row for each of them
   */
  static Codes.Packer packed(CodedBatch coded, int rows, IntUnaryOperator which) {
    SparseCodes codes = coded.codes();
    int entries = 0;
    for (int i = 0; i < rows; i++) {
      entries += codes.support(coded.row(which.applyAsInt(i)));
    }
    Codes.Packer packer = new Codes.Packer(rows, entries, coded.version().header().getFactors());
    for (int i = 0; i < rows; i++) {
      int row = coded.row(which.applyAsInt(i));
      packer.row(codes.support(row), codes.gaps()[row]);
      for (int entry = codes.offset(row); entry < codes.offset(row) + codes.support(row); entry++) {
        packer.entry(codes.factors()[entry], codes.activations()[entry]);
      }
    }
    return packer;
  }
}
