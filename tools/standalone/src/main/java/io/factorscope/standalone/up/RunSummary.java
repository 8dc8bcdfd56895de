package io.factorscope.standalone.up;

import io.factorscope.audit.AuditReport;
import io.factorscope.standalone.progress.DictionaryProgress;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.VersionList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run with {@code --exit} ends with, as JSON. Its names are read by scripts: they stay.
 *
 * @param documents as sent in; the parts of a split one count once
 * @param vectors hidden states that were published
 * @param codes hidden states that were coded
 * @param seconds from the first document sent to the last code written
 * @param tokensPerSecond of this run, also on a folder that held documents before
 * @param supportMean factors a code
 * @param gapMax largest relative duality gap
 * @param explainedVariance of the newest version on held-out vectors, which nothing was learned
 *     from; null if it was not measured, as version 1 never is
 * @param heldOutVectors that it was measured on
 * @param latestVersion the newest; the one in use is the dictionary's
 * @param learnedVectors that the newest version was learned from, earlier runs included
 * @param codesExplainedVariance of all codes, whatever version made them; null if the vectors do
 *     not vary
 * @param rejected lines and files of the corpus that became no document
 * @param replaced characters of the corpus that were no Unicode, and are U+FFFD now
 * @param lost hidden states or answers that are missing, or have not come by the end
 * @param uncounted offsets of texts that are gone, and that no answer is about
 * @param waiting records of texts that wait for a version 1 of the dictionary; they are not lost
 */
public record RunSummary(
    long documents,
    long windows,
    long tokens,
    long vectors,
    long codes,
    long deadLetters,
    double seconds,
    double tokensPerSecond,
    double vectorsPerSecond,
    double supportMean,
    int supportP95,
    double gapMax,
    @Nullable Double explainedVariance,
    int heldOutVectors,
    long latestVersion,
    long learnedVectors,
    @Nullable Double codesExplainedVariance,
    Dictionary dictionary,
    Model model,
    long rejected,
    long replaced,
    long lost,
    long doubled,
    long uncounted,
    long waiting) {

  private static final double MILLIS_PER_SECOND = 1e3;

  /**
   * The summary of a run.
   *
   * @param versions all, at the end
   * @param sent the corpus, at its end
   */
  static RunSummary of(AuditReport audit, VersionList versions, Sent sent) {
    DictionaryProgress learning = DictionaryProgress.none().and(versions.versions());
    boolean waits = versions.awaited().isPresent();
    double seconds = Math.max(0, audit.recent().last() - sent.begun()) / MILLIS_PER_SECOND;
    return new RunSummary(
        audit.documents(),
        audit.windows(),
        audit.tokens(),
        audit.vectors(),
        audit.codes(),
        audit.deadLetters(),
        seconds,
        rate(audit.recent().tokens(), seconds),
        rate(audit.recent().vectors(), seconds),
        audit.code().supportMean(),
        audit.code().supportP95(),
        audit.code().largestGap(),
        learning.explainedVariance(),
        learning.heldOut(),
        learning.latest(),
        learning.learned(),
        audit.code().explainedVariance(),
        dictionary(audit, versions.inUse().orElse(null), learning),
        new Model(audit.model().id(), audit.model().layers(), audit.model().width()),
        sent.rejected(),
        sent.replaced(),
        audit.lost() + (waits ? 0 : audit.pending()),
        audit.doubled(),
        audit.uncounted(),
        waits ? audit.pending() : 0);
  }

  private static Dictionary dictionary(
      AuditReport audit, @Nullable VersionHeader live, DictionaryProgress learning) {
    if (live == null) {
      return new Dictionary(audit.code().dictionary(), 0, 0, 0, 0, 0, "");
    }
    return new Dictionary(
        live.getId().getName(),
        live.getId().getVersion(),
        live.getFactors(),
        live.getFactors() - audit.code().factorsUsed(),
        learning.dead(),
        learning.replaced(),
        HexFormat.of().formatHex(live.getId().getContentHash().toByteArray()));
  }

  private static double rate(long count, double seconds) {
    return seconds > 0 ? count / seconds : 0;
  }

  /**
   * What became of the corpus.
   *
   * @param begun when the first document was sent, in milliseconds since 1970
   * @param rejected as in the summary, like replaced
   */
  record Sent(long begun, long rejected, long replaced) {}

  /**
   * The dictionary at the end.
   *
   * @param version that is live; 0 for none
   * @param dead factors that no code of the run uses
   * @param heldOutDead factors of the newest version that no held-out vector uses
   * @param replaced how often a factor has become another since version 1
   * @param contentHash hexadecimal
   */
  public record Dictionary(
      String name,
      long version,
      long factors,
      long dead,
      int heldOutDead,
      long replaced,
      String contentHash) {}

  /**
   * The model whose states were coded.
   *
   * @param width d
   */
  public record Model(String id, List<Integer> layers, int width) {

    public Model {
      layers = List.copyOf(layers);
    }
  }
}
