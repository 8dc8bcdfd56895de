package io.factorscope.audit;

import io.factorscope.v1.Model;
import io.factorscope.v1.NoVectors.Reason;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Puts together what the parts of an audit have counted. */
record AuditSummary(
    Findings findings,
    Map<AuditedStep, StepTotals> totals,
    CodeStatistics statistics,
    DictionarySeen versions,
    Model model) {

  private static final double P95 = 0.95;

  /** The report; the parameters are those of {@link AuditReport}. */
  AuditReport report(
      String dictionary,
      List<String> start,
      long pending,
      long deadLetters,
      long documents,
      List<PartitionAudit> partitions) {
    // First, because it may find more.
    NavigableSet<Integer> layers = checkLayers();
    StepTotals states = of(AuditedStep.HIDDEN_STATES);
    StepTotals codes = of(AuditedStep.CODES);
    AuditReport.NoVectorsCounts reasons = reasons(partitions);
    return new AuditReport(
        findings.lost(),
        findings.uncounted(),
        findings.doubled(),
        findings.outOfOrder(),
        findings.malformed(),
        findings.told(),
        start,
        pending,
        partitions.stream().mapToLong(PartitionAudit::texts).sum(),
        // One that the embedder splits was counted, and its first part as well.
        documents - reasons.split(),
        codes.windows(),
        codes.tokens(),
        states.vectors(),
        codes.vectors(),
        deadLetters,
        reasons,
        new AuditReport.Recent(codes.recentTokens(), codes.recentVectors(), codes.latest()),
        code(dictionary),
        new AuditReport.Model(
            model.getId(),
            HexFormat.of().formatHex(model.getHash().toByteArray()),
            model.getWidth(),
            List.copyOf(layers)));
  }

  /** All layers, over both topics: one that a topic lacks altogether shows in the other. */
  private NavigableSet<Integer> checkLayers() {
    NavigableSet<Integer> layers = new TreeSet<>();
    for (AuditedStep step : AuditedStep.values()) {
      layers.addAll(of(step).layers().layers());
    }
    for (AuditedStep step : AuditedStep.values()) {
      of(step).layers().check(layers, step, findings);
    }
    return layers;
  }

  private static AuditReport.NoVectorsCounts reasons(List<PartitionAudit> partitions) {
    return new AuditReport.NoVectorsCounts(
        count(partitions, Reason.EMPTY),
        count(partitions, Reason.SPLIT),
        count(partitions, Reason.DEAD_LETTER));
  }

  private static long count(List<PartitionAudit> partitions, Reason reason) {
    return partitions.stream().mapToLong(p -> p.reasons().getOrDefault(reason, 0L)).sum();
  }

  private AuditReport.Codes code(String dictionary) {
    return new AuditReport.Codes(
        statistics.supportMean(),
        statistics.supportQuantile(P95),
        statistics.nonEmpty(),
        statistics.largestGap(),
        statistics.overLimit(),
        statistics.explainedVariance(),
        statistics.factorsUsed(),
        dictionary,
        versions.first(),
        versions.last(),
        versions.lastHash());
  }

  private StepTotals of(AuditedStep step) {
    StepTotals found = totals.get(step);
    if (found == null) {
      throw new IllegalStateException("no totals of " + step);
    }
    return found;
  }
}
