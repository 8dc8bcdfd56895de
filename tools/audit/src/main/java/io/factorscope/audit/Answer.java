package io.factorscope.audit;

import io.factorscope.v1.NoVectors.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one record of hidden-states or codes says of its document.
 *
 * @param record its offset
 * @param time its timestamp, milliseconds since 1970
 * @param document the document's offset in texts
 * @param windows how many the document has in all
 * @param layers ascending
 * @param reason why there are no slices; null if there are some
 */
record Answer(
    long record,
    long time,
    long document,
    int windows,
    List<Integer> layers,
    List<SliceSpan> slices,
    @Nullable Reason reason) {

  Answer {
    layers = List.copyOf(layers);
    slices = List.copyOf(slices);
  }

  int tokens() {
    return slices.stream().mapToInt(SliceSpan::tokens).sum();
  }

  /** One a (token, layer). */
  long vectors() {
    return (long) tokens() * layers.size();
  }
}
