package io.factorscope.dictionary.first;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.Part;
import io.factorscope.v1.Slice;
import io.factorscope.v1.SourceDocument;
import org.junit.jupiter.api.Test;

class StreamSeenTest {

  private final StreamSeen seen = new StreamSeen("small", 6_144);

  @Test
  void anEmptyStreamWaitsForDocuments() {
    assertThat(seen.waitsFor(0).getReason()).isEqualTo("version 1 waits for documents");
    assertThat(seen.waitsFor(0).getDictionary()).isEqualTo("small");
  }

  @Test
  void aHeldOutDocumentInSeveralMessagesIsOne() {
    seen.add(vectors(0), true);
    seen.add(vectors(0), true);
    assertThat(seen.waitsFor(0).getAnswered()).isEqualTo(1);
    assertThat(seen.waitsFor(0).getReason())
        .isEqualTo("1 document waits for version 1: all of it is held out; add documents");
    seen.add(vectors(1), true);
    assertThat(seen.waitsFor(0).getReason())
        .isEqualTo("2 documents wait for version 1: all of them are held out; add documents");
  }

  @Test
  void theRecordAndThePartsOfALongDocumentAreOneDocument() {
    seen.add(none(0, NoVectors.Reason.SPLIT), true);
    for (int part = 0; part < 3; part++) {
      HiddenStateBatch.Builder batch = vectors(part + 1).toBuilder();
      batch.getDocumentBuilder().setPart(Part.newBuilder().setIndex(part).setCount(3));
      seen.add(batch.build(), true);
    }
    assertThat(seen.waitsFor(0).getAnswered()).isEqualTo(4);
    assertThat(seen.waitsFor(0).getHeldOut()).isEqualTo(1);
  }

  @Test
  void whatHasNoVectorsIsSaidToo() {
    seen.add(none(0, NoVectors.Reason.EMPTY), false);
    assertThat(seen.waitsFor(0).getReason())
        .isEqualTo(
            "1 document waits for version 1: it has no token, or is a dead letter; add documents");
    seen.add(none(1, NoVectors.Reason.DEAD_LETTER), true);
    assertThat(seen.waitsFor(0).getReason())
        .isEqualTo(
            "2 documents wait for version 1: they have no token, or are dead letters; add"
                + " documents");
    seen.add(vectors(2), true);
    assertThat(seen.waitsFor(0).getReason())
        .isEqualTo(
            "3 documents wait for version 1: 1 held out, 2 without a token or dead letters; add"
                + " documents");
  }

  @Test
  void vectorsToLearnFromAreCounted() {
    seen.add(vectors(0), false);
    assertThat(seen.waitsFor(1_400).getReason())
        .isEqualTo("version 1 waits for more hidden states: 1,400 of 6,144 came");
  }

  private static HiddenStateBatch vectors(long offset) {
    return HiddenStateBatch.newBuilder()
        .setDocument(SourceDocument.newBuilder().setOffset(offset))
        .addSlices(Slice.getDefaultInstance())
        .build();
  }

  private static HiddenStateBatch none(long offset, NoVectors.Reason reason) {
    return HiddenStateBatch.newBuilder()
        .setDocument(SourceDocument.newBuilder().setOffset(offset))
        .setNoVectors(NoVectors.newBuilder().setReason(reason))
        .build();
  }
}
