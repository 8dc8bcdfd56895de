package io.factorscope.standalone.versions;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Versions as lines of text, a version a line, and what is not known as {@code -}. */
public final class VersionTable {

  private static final String COLUMNS = "%7s  %-9s  %10s  %8s  %8s  %7s  %5s  %8s  %-19s  %-12s%s";
  private static final String UNKNOWN = "-";
  private static final int SHORT_HASH = 12;

  private final DateTimeFormatter time;

  /**
   * A table.
   *
   * @param zone of the times
   */
  public VersionTable(ZoneId zone) {
    this.time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  /** The heading, and a line for each row. */
  public List<String> lines(List<VersionRow> rows) {
    return Stream.concat(Stream.of(heading()), rows.stream().map(this::line)).toList();
  }

  private static String heading() {
    return String.format(
        COLUMNS,
        "version",
        "state",
        "learned",
        "held out",
        "variance",
        "support",
        "dead",
        "replaced",
        "made",
        "content hash",
        "");
  }

  private String line(VersionRow row) {
    return String.format(
        COLUMNS,
        row.version(),
        row.state().text(),
        number("%,d", row.learnedVectors()),
        number("%,d", row.heldOutVectors()),
        number("%.4f", row.explainedVariance()),
        number("%.1f", row.supportMean()),
        number("%,d", row.dead()),
        number("%,d", row.replaced()),
        time.format(Instant.parse(row.created())),
        row.contentHash().substring(0, Math.min(SHORT_HASH, row.contentHash().length())),
        row.refused().isEmpty() ? "" : "  not used: " + row.refused());
  }

  private static String number(String format, @Nullable Number value) {
    return value == null ? UNKNOWN : String.format(Locale.ROOT, format, value);
  }
}
