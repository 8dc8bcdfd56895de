package io.factorscope.embedder.stream;

import io.factorscope.v1.NoVectors;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;

/**
 * What the stream made of documents. Counted when the work is done, shortly before the commit; what
 * a failed transaction makes the step do again is counted again. (The records that are committed
 * are counted by the step's own metrics.) Always:
 *
 * <pre>
 * factorscope_documents{answer="vectors"} + {answer="empty"} + {answer="split"} + {answer="dead_letter"}
 *     = records of texts that were answered
 * factorscope_vectors = factorscope_tokens x layers
 * </pre>
 */
public final class StreamMetrics {

  private static final String DOCUMENTS = "factorscope.documents";

  private static final List<NoVectors.Reason> WITHOUT_VECTORS =
      List.of(NoVectors.Reason.EMPTY, NoVectors.Reason.SPLIT, NoVectors.Reason.DEAD_LETTER);

  private final MeterRegistry meters;
  private final Counter withVectors;
  private final Counter windows;
  private final Counter tokens;
  private final Counter vectors;

  public StreamMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.withVectors = documents("vectors");
    this.windows = counter("factorscope.windows", "Windows that the stream's model read");
    this.tokens = counter("factorscope.tokens", "Tokens in these windows, without special ones");
    this.vectors = counter("factorscope.vectors", "Hidden states published");
    // All answers are there from the start, so that their rates are, too.
    WITHOUT_VECTORS.forEach(reason -> documents(label(reason)));
  }

  void embedded(int newWindows, int newTokens, int newVectors) {
    withVectors.increment();
    windows.increment(newWindows);
    tokens.increment(newTokens);
    vectors.increment(newVectors);
  }

  void answered(NoVectors.Reason reason) {
    documents(label(reason)).increment();
  }

  private Counter documents(String answer) {
    return Counter.builder(DOCUMENTS)
        .description("Records of texts, by how they were answered")
        .tag("answer", answer)
        .register(meters);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(meters);
  }

  private static String label(NoVectors.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
