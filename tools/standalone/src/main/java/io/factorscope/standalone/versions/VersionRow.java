package io.factorscope.standalone.versions;

import com.fasterxml.jackson.annotation.JsonValue;
import io.factorscope.v1.VersionHeader;
import io.factorscope.v1.VersionMetrics;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A version and how it does, as it is listed. The names are read by scripts: they stay.
 *
 * @param state live, candidate (live did not follow) or earlier (was live once)
 * @param refused why live did not follow; empty if it did
 * @param learnedVectors that it was learned from, all before included
 * @param heldOutVectors that it was measured on
 * @param explainedVariance on these; null if it was not measured, as version 1 never is
 * @param supportMean factors that the code of one of these uses; null likewise
 * @param dead factors that none of these uses; null likewise
 * @param replaced factors that are others than in the version before
 * @param created ISO 8601, in UTC
 * @param contentHash hexadecimal
 */
public record VersionRow(
    long version,
    State state,
    String refused,
    long learnedVectors,
    int heldOutVectors,
    @Nullable Double explainedVariance,
    @Nullable Double supportMean,
    @Nullable Integer dead,
    int replaced,
    String created,
    String contentHash) {

  /** What a version is to its dictionary. */
  public enum State {
    LIVE,
    CANDIDATE,
    EARLIER;

    /** As it is written. */
    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A row.
   *
   * @param live number of the version that is live
   */
  public static VersionRow of(VersionHeader header, long live) {
    VersionMetrics metrics = header.getMetrics();
    boolean measured = header.hasMetrics();
    return new VersionRow(
        header.getId().getVersion(),
        state(header, live),
        header.getRefused(),
        header.getUpdate().getLearned(),
        metrics.getHeldOut(),
        measured ? metrics.getExplainedVariance() : null,
        measured ? metrics.getMeanSupport() : null,
        measured ? metrics.getDead() : null,
        header.getReplacedCount() + header.getMergedCount(),
        Instant.ofEpochSecond(header.getCreated().getSeconds(), header.getCreated().getNanos())
            .toString(),
        HexFormat.of().formatHex(header.getId().getContentHash().toByteArray()));
  }

  private static State state(VersionHeader header, long live) {
    if (header.getId().getVersion() == live) {
      return State.LIVE;
    }
    return header.getRefused().isEmpty() ? State.EARLIER : State.CANDIDATE;
  }
}
