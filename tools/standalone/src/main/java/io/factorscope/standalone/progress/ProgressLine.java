package io.factorscope.standalone.progress;

import java.util.Locale;
import java.util.OptionalDouble;

/** The line of progress: totals now, rates since the snapshot before. */
public final class ProgressLine {

  private static final String UNKNOWN = "-";
  private static final double NANOS_PER_SECOND = 1e9;

  private ProgressLine() {}

  /** The line; what no service tells is {@code -}. */
  public static String of(Snapshot before, Snapshot now) {
    double seconds = (now.nanos() - before.nanos()) / NANOS_PER_SECOND;
    return String.join(
        " | ",
        text("documents %,.0f", now.documents()),
        text("%,.0f tokens/s", rate(before.tokens(), now.tokens(), seconds)),
        text("%,.0f vectors coded/s", rate(before.vectors(), now.vectors(), seconds)),
        text("lag %,.0f", now.lag()),
        text("support %.1f", now.supportSince(before)),
        text("explained variance %.3f", now.explainedVariance()),
        text("gap %.1e", now.largestGap()),
        text("version %.0f", now.version()),
        learning(now.learning()));
  }

  private static String learning(DictionaryProgress learning) {
    return learning.latest() == 0
        ? "learned - | dead - | replaced -"
        : String.format(
            Locale.ROOT,
            "learned %,d | dead %,d | replaced %,d",
            learning.learned(),
            learning.dead(),
            learning.replaced());
  }

  /** Never negative: a service that was restarted counts from zero again. */
  private static OptionalDouble rate(OptionalDouble before, OptionalDouble now, double seconds) {
    if (now.isEmpty() || seconds <= 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Math.max(0, now.getAsDouble() - before.orElse(0)) / seconds);
  }

  private static String text(String format, OptionalDouble value) {
    if (value.isEmpty() || Double.isNaN(value.getAsDouble())) {
      return format.replaceFirst("%\\S+?[fe]", UNKNOWN);
    }
    return String.format(Locale.ROOT, format, value.getAsDouble());
  }
}
