package io.factorscope.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.NoVectors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CodeBatchesTest {

  @Test
  void soundMessagesAreUnpacked() throws InvalidMessageException {
    Codes codes = CodeBatches.unpack(BatchMessages.codes().build());
    assertThat(codes.rows()).isEqualTo(6);
    assertThat(codes.factor(5, 0)).isEqualTo(5);
    assertThat(CodeBatches.unpack(BatchMessages.noCodes().build()).rows()).isZero();
  }

  @Test
  void theyAnswerADocumentWithRowsOrTheReasonForNone() {
    refused(b -> b.clearDocument(), "document: is missing, must name the record of texts");
    refused(b -> b.clearSlices(), "slices: is empty, must be some, or no_vectors must say why not");
    refused(
        b -> b.setNoVectors(NoVectors.getDefaultInstance()),
        "no_vectors: is set with 2 slices, must be set just if there are none");
    refused(b -> b.addLayers(2), "layers: are [0, 2, 2], must ascend");
    refused(b -> b.setCodes(b.getCodes().toBuilder().setRows(5)), "codes.rows: is 5, must be 6");
  }

  @Test
  void theyNameTheirVersion() {
    refused(b -> b.clearDictionary(), "dictionary.name: is empty, must be that of the codes");
    refused(version(v -> v.clearVersion()), "dictionary.version: is 0, must be at least 1");
    refused(
        version(v -> v.setContentHash(ByteString.copyFrom(new byte[31]))),
        "dictionary.content_hash, bytes: is 31, must be 32");
  }

  @Test
  void sumsAreOfTheirVectors() {
    refused(
        b -> b.setModel(b.getModel().toBuilder().setWidth(3)),
        "layer_sums.sum, bytes: is 8, must be 12");
    refused(b -> b.removeLayerSums(0), "layer_sums.vectors, in all: is 3, must be 6");
  }

  @Test
  void codesAreLookedAtWhenTheyAreUnpacked() throws InvalidMessageException {
    CodeBatch.Builder bad = BatchMessages.codes();
    bad.getCodesBuilder().setFactorTypeValue(9);
    CodeBatches.check(bad.build());
    assertThatThrownBy(() -> CodeBatches.unpack(bad.build()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessage("codes.factor_type: is UNRECOGNIZED, must be UINT16 or UINT32");
  }

  private static UnaryOperator<CodeBatch.Builder> version(
      UnaryOperator<DictionaryVersion.Builder> fault) {
    return batch -> batch.setDictionary(fault.apply(batch.getDictionary().toBuilder()));
  }

  private static void refused(UnaryOperator<CodeBatch.Builder> fault, String reason) {
    CodeBatch bad = fault.apply(BatchMessages.codes()).build();
    assertThatThrownBy(() -> CodeBatches.check(bad))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessage(reason);
  }
}
