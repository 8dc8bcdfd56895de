package io.factorscope.dictionary.first;

import io.factorscope.v1.FirstVersionWait;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.SourceDocument;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Counts what was read while version 1 is awaited, and says what it waits for. */
final class StreamSeen {

  private final String dictionary;
  private final long wanted;

  /** Partition of texts to the last offset in it: the messages of a record follow one another. */
  private final Map<Integer, Long> last = new HashMap<>();

  private long answered;
  private long heldOut;
  private long withoutVectors;

  /**
   * Of a stream that was not read yet.
   *
   * @param wanted hidden states for version 1
   */
  StreamSeen(String dictionary, long wanted) {
    this.dictionary = dictionary;
    this.wanted = wanted;
  }

  void add(HiddenStateBatch batch, boolean isHeldOut) {
    SourceDocument document = batch.getDocument();
    Long before = last.put(document.getPartition(), document.getOffset());
    if (before != null && before == document.getOffset()) {
      return;
    }
    answered++;
    // A long document comes in parts, and the record that it was has only this to say.
    boolean counts =
        document.getPart().getIndex() == 0
            && batch.getNoVectors().getReason() != NoVectors.Reason.SPLIT;
    if (counts && batch.getSlicesCount() == 0) {
      withoutVectors++;
    } else if (counts && isHeldOut) {
      heldOut++;
    }
  }

  /**
   * What is waited for.
   *
   * @param vectors that version 1 can be made of, so far
   */
  FirstVersionWait waitsFor(long vectors) {
    return FirstVersionWait.newBuilder()
        .setDictionary(dictionary)
        .setAnswered(answered)
        .setHeldOut(heldOut)
        .setWithoutVectors(withoutVectors)
        .setVectors(vectors)
        .setReason(reason(vectors))
        .build();
  }

  private String reason(long vectors) {
    if (vectors > 0) {
      return String.format(
          Locale.ROOT, "version 1 waits for more hidden states: %,d of %,d came", vectors, wanted);
    }
    if (heldOut + withoutVectors == 0) {
      return "version 1 waits for documents";
    }
    return String.format(
        Locale.ROOT,
        "%s for version 1: %s; add documents",
        heldOut + withoutVectors == 1
            ? "1 document waits"
            : String.format(Locale.ROOT, "%,d documents wait", heldOut + withoutVectors),
        whyNone());
  }

  /** Why none of what was read can be learned from. */
  private String whyNone() {
    if (withoutVectors == 0) {
      return "all of " + (heldOut == 1 ? "it is" : "them are") + " held out";
    }
    if (heldOut == 0) {
      return withoutVectors == 1
          ? "it has no token, or is a dead letter"
          : "they have no token, or are dead letters";
    }
    return String.format(
        Locale.ROOT, "%,d held out, %,d without a token or dead letters", heldOut, withoutVectors);
  }
}
