package io.factorscope.audit;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.Document;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.Model;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes the records of all topics, in order within a partition, and counts what is wrong. */
final class Audit {

  /** Documents a partition that may be open at once: this bounds the memory. */
  private static final int MAX_OPEN = 20_000;

  private final AuditedTopics topics;
  private final Findings findings = new Findings();
  private final Map<AuditedStep, StepTotals> totals = new EnumMap<>(AuditedStep.class);
  private final CodeStatistics statistics = new CodeStatistics();
  private final DictionarySeen versions = new DictionarySeen();
  private final List<PartitionAudit> partitions = new ArrayList<>();
  private Model model = Model.getDefaultInstance();
  private long documents;
  private long deadLetters;

  /**
   * An audit that has read nothing.
   *
   * @param starts of each partition, in order
   * @param since from when on records count as recent, milliseconds since 1970
   */
  Audit(AuditedTopics topics, List<PartitionStart> starts, long since) {
    this.topics = topics;
    for (AuditedStep step : AuditedStep.values()) {
      totals.put(step, new StepTotals(since));
    }
    for (int p = 0; p < starts.size(); p++) {
      partitions.add(new PartitionAudit(p, starts.get(p), totals, findings, MAX_OPEN));
    }
  }

  /** Takes the next record of any topic; one that can't be used is a finding. */
  void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      dispatch(record);
    } catch (BadRecordException e) {
      String place = record.topic() + "/" + record.partition() + "/" + record.offset();
      findings.malformed(place + ": " + e.getMessage());
    }
  }

  PartitionAudit partition(int number) {
    return partitions.get(number);
  }

  List<PartitionAudit> partitions() {
    return List.copyOf(partitions);
  }

  /**
   * How far the audit is.
   *
   * @param measured when, milliseconds since 1970
   * @param behind records that are there and not read yet
   */
  AuditProgress progress(long measured, long behind) {
    return new AuditProgress(
        measured,
        behind,
        partitions.stream().mapToLong(PartitionAudit::texts).sum(),
        pending(),
        statistics.codes(),
        findings.lost(),
        findings.doubled());
  }

  /**
   * Judges the documents that are still open, and reports. Nothing is to be taken after it.
   *
   * @param start where the audit has begun, for people
   */
  AuditReport finish(List<String> start) {
    long pending = pending();
    partitions.forEach(PartitionAudit::finish);
    return new AuditSummary(findings, totals, statistics, versions, model)
        .report(topics.dictionary(), start, pending, deadLetters, documents, partitions);
  }

  private void dispatch(ConsumerRecord<byte[], byte[]> record) throws BadRecordException {
    if (record.topic().equals(topics.texts())) {
      text(record);
    } else if (record.topic().equals(topics.of(AuditedStep.HIDDEN_STATES))) {
      hiddenStates(record);
    } else if (record.topic().equals(topics.of(AuditedStep.CODES))) {
      codes(record);
    } else {
      deadLetters++;
    }
  }

  private void text(ConsumerRecord<byte[], byte[]> record) {
    if (partitions.get(record.partition()).text(record.offset()) && beginsDocument(record)) {
      documents++;
    }
  }

  /** Garbage counts as a document: it is answered like one, by a dead letter. */
  private static boolean beginsDocument(ConsumerRecord<byte[], byte[]> record) {
    try {
      Document document = Headers.parse(record, Document.parser(), Document.getDefaultInstance());
      return document.getPart().getIndex() == 0;
    } catch (BadRecordException e) {
      return true;
    }
  }

  private void hiddenStates(ConsumerRecord<byte[], byte[]> record) throws BadRecordException {
    HiddenStateBatch batch = Batches.hiddenStates(record);
    checkModel(batch.getModel());
    PartitionAudit partition = partitions.get(record.partition());
    Optional<DeletedRange> deleted =
        DeletedRange.of(batch.getNoVectors(), AuditedStep.HIDDEN_STATES, topics);
    if (deleted.isPresent()) {
      partition.deleted(AuditedStep.HIDDEN_STATES, deleted.get());
    } else {
      partition.answer(AuditedStep.HIDDEN_STATES, Batches.answer(record, batch));
    }
  }

  private void codes(ConsumerRecord<byte[], byte[]> record) throws BadRecordException {
    CodeBatch batch = Batches.codes(record, topics.dictionary());
    checkModel(batch.getModel());
    if (batch.getSlicesCount() > 0) {
      versions.add(batch.getDictionary());
      statistics.add(batch);
    }
    PartitionAudit partition = partitions.get(record.partition());
    Optional<DeletedRange> deleted =
        DeletedRange.of(batch.getNoVectors(), AuditedStep.CODES, topics);
    if (deleted.isPresent()) {
      partition.deleted(AuditedStep.CODES, deleted.get());
    } else {
      partition.answer(AuditedStep.CODES, Batches.answer(record, batch));
    }
  }

  /** The first model seen is the one; an answer without vectors may name none. */
  private void checkModel(Model other) throws BadRecordException {
    if (other.getHash().isEmpty()) {
      return;
    }
    if (model.getHash().isEmpty()) {
      model = other;
    } else if (!model.getHash().equals(other.getHash())) {
      throw new BadRecordException(
          "model.hash: is of another model than before; id " + other.getId());
    }
  }

  private long pending() {
    return partitions.stream().mapToLong(PartitionAudit::pending).sum();
  }
}
