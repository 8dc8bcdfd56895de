package io.factorscope.standalone.progress;

import io.factorscope.v1.VersionHeader;
import io.factorscope.v1.VersionMetrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the versions of a dictionary tell of its learning, up to the newest.
 *
 * @param latest number of the newest version; 0 if there is none
 * @param learned vectors that it was learned from, all before included
 * @param heldOut vectors that it was measured on, which nothing was learned from
 * @param explainedVariance of the newest version on these; null if it was not measured, as version
 *     1 never is
 * @param dead factors of the newest version that none of these uses
 * @param replaced how often a factor has become another since version 1, after it was dead or had
 *     become another's duplicate
 */
public record DictionaryProgress(
    long latest,
    long learned,
    int heldOut,
    @Nullable Double explainedVariance,
    int dead,
    long replaced) {

  /** Of a dictionary without versions. */
  public static DictionaryProgress none() {
    return new DictionaryProgress(0, 0, 0, null, 0, 0);
  }

  /** With the versions that follow, in order. */
  public DictionaryProgress and(List<VersionHeader> versions) {
    DictionaryProgress progress = this;
    for (VersionHeader version : versions) {
      progress = progress.and(version);
    }
    return progress;
  }

  private DictionaryProgress and(VersionHeader next) {
    VersionMetrics metrics = next.getMetrics();
    return new DictionaryProgress(
        next.getId().getVersion(),
        next.getUpdate().getLearned(),
        metrics.getHeldOut(),
        next.hasMetrics() ? metrics.getExplainedVariance() : null,
        metrics.getDead(),
        replaced + next.getReplacedCount() + next.getMergedCount());
  }
}
