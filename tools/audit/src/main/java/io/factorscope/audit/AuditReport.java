package io.factorscope.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an audit has found; printed as JSON.
 *
 * @param lost hidden states that are missing, in either topic; a missing answer counts as one, and
 *     so does each offset that a step has met deleted
 * @param uncounted offsets of texts that are gone, and that no answer is about: nobody can say any
 *     more whether documents were lost there
 * @param doubled hidden states that are there again; an answer without vectors counts as one
 * @param outOfOrder answers that came after a later document's, and slices after later ones
 * @param malformed records that can't be used, or contradict others
 * @param findings the first of these, for people
 * @param start where the audit has begun, for people; empty if at the beginning of all topics
 * @param pending records of texts whose answer may still come
 * @param texts records of texts
 * @param documents as sent in: the parts of a split one count once
 * @param windows of the codes
 * @param tokens of the codes
 * @param vectors hidden states that were published
 * @param codes hidden states that were coded
 */
public record AuditReport(
    long lost,
    long uncounted,
    long doubled,
    long outOfOrder,
    long malformed,
    List<String> findings,
    List<String> start,
    long pending,
    long texts,
    long documents,
    long windows,
    long tokens,
    long vectors,
    long codes,
    long deadLetters,
    NoVectorsCounts noVectors,
    Recent recent,
    Codes code,
    Model model) {

  public AuditReport {
    findings = List.copyOf(findings);
    start = List.copyOf(start);
  }

  /** Whether nothing is wrong, and all could be counted; what is pending is not wrong. */
  @JsonIgnore
  public boolean clean() {
    return lost == 0
        && uncounted == 0
        && doubled == 0
        && outOfOrder == 0
        && malformed == 0
        && code.gapsOverLimit() == 0;
  }

  /**
   * The codes that were read.
   *
   * @param supportMean factors a code
   * @param supportP95 95 % of the codes use at most so many factors
   * @param nonEmpty codes that use a factor at all
   * @param largestGap relative duality gap; infinite if one is no number
   * @param gapsOverLimit codes whose gap is over 1e-4
   * @param explainedVariance null if the vectors do not vary
   * @param factorsUsed factors that some code uses
   * @param firstVersion lowest version of the dictionary that made a code; 0 for none
   * @param contentHash of the last version, hexadecimal
   */
  public record Codes(
      double supportMean,
      int supportP95,
      long nonEmpty,
      double largestGap,
      long gapsOverLimit,
      @Nullable Double explainedVariance,
      int factorsUsed,
      String dictionary,
      long firstVersion,
      long lastVersion,
      String contentHash) {}

  /**
   * The model whose states were read.
   *
   * @param hash hexadecimal; empty if there were no states
   * @param width d
   * @param layers all that some record has, ascending
   */
  public record Model(String id, String hash, int width, List<Integer> layers) {

    public Model {
      layers = List.copyOf(layers);
    }
  }

  /** Records of texts that yielded no vectors, by reason. */
  public record NoVectorsCounts(long empty, long split, long deadLetter) {}

  /**
   * Codes that were written since the time that was asked for.
   *
   * @param last when the last code of all was written, milliseconds since 1970; 0 for none
   */
  public record Recent(long tokens, long vectors, long last) {}
}
