package io.factorscope.coder;

import io.factorscope.coder.codes.CodeMessages;
import io.factorscope.coder.codes.CodedAnswer;
import io.factorscope.coder.codes.CodedBatch;
import io.factorscope.coder.current.CurrentVersion;
import io.factorscope.coder.current.PreparedVersion;
import io.factorscope.coder.states.ReadRecord;
import io.factorscope.coder.states.StatesBatch;
import io.factorscope.coder.states.StatesCheck;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.DeletedRecords;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.Output;
import io.factorscope.exactlyonce.Work;
import io.factorscope.sparse.CodingException;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.NoVectors.Reason;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Hidden states → codes and evidence: read and check, code all of the transaction's vectors
 * together with the version in use, answer every message in its own partition and send the evidence
 * that was drawn.
 */
public final class CoderPipeline implements Work {

  private final CurrentVersion current;
  private final VectorCoder coder;
  private final CodeMessages messages;
  private final CoderTopics topics;
  private final CoderMetrics metrics;

  public CoderPipeline(
      CurrentVersion current,
      VectorCoder coder,
      CodeMessages messages,
      CoderTopics topics,
      CoderMetrics metrics) {
    this.current = current;
    this.coder = coder;
    this.messages = messages;
    this.topics = topics;
    this.metrics = metrics;
  }

  /** As many records as can be coded in well under a second, by the rate so far. */
  @Override
  public int take(List<ConsumerRecord<byte[], byte[]>> waiting) {
    int budget = coder.vectorsInTurn();
    int taken = 0;
    for (int vectors = 0; taken < waiting.size() && (taken == 0 || vectors < budget); taken++) {
      vectors += Headers.vectors(waiting.get(taken));
    }
    return taken;
  }

  @Override
  public void process(List<ConsumerRecord<byte[], byte[]>> records, Output output) {
    PreparedVersion version = current.get().orElseThrow();
    List<ReadRecord> read = records.stream().map(record -> read(record, version)).toList();
    List<StatesBatch> batches = read.stream().flatMap(one -> one.batch().stream()).toList();
    List<CodedBatch> coded = code(batches, version, output);
    int answered = refuse(read, coded.size(), output);
    // Sums and packing cost as much as a tenth of the coding: on all cores too, and sent in order.
    coded.parallelStream()
        .flatMap(batch -> CodedAnswer.of(batch, messages))
        .toList()
        .forEach(answer -> send(answer, output));
    output.leave(records.size() - answered);
  }

  @Override
  public void deleted(DeletedRecords deleted, Output output) {
    PreparedVersion version = current.get().orElseThrow();
    output.send(
        topics.codes(),
        deleted.partition().partition(),
        "",
        messages.deleted(deleted, version.header()),
        0);
  }

  /** A message with a state that can't be coded is a dead letter; the others are coded. */
  private List<CodedBatch> code(List<StatesBatch> batches, PreparedVersion version, Output output) {
    try {
      return coder.code(batches, version);
    } catch (CodingException e) {
      return coder.codeApart(batches, version, (batch, reason) -> giveUp(batch, reason, output));
    }
  }

  private static StatesBatch giveUp(StatesBatch batch, CodingException reason, Output output) {
    BadRecordException bad =
        new BadRecordException("states: row " + reason.row() + ": " + reason.reason(), reason);
    output.deadLetter(batch.record(), bad);
    return StatesBatch.without(batch.record(), batch.message(), deadLetter(bad));
  }

  /** Tells of the faults of records that come no later than {@code coded} batches; counts them. */
  private static int refuse(List<ReadRecord> read, int coded, Output output) {
    int answered = 0;
    int batches = 0;
    for (ReadRecord one : read) {
      if (one.batch().isPresent() && batches++ == coded) {
        break;
      }
      one.refuse(output);
      answered++;
    }
    return answered;
  }

  private static ReadRecord read(ConsumerRecord<byte[], byte[]> record, PreparedVersion version) {
    HiddenStateBatch message;
    try {
      message = StatesCheck.parse(record);
    } catch (BadRecordException e) {
      return ReadRecord.bad(record, e);
    }
    if (!StatesCheck.isOfModel(message, version.header())) {
      return ReadRecord.foreign(record);
    }
    try {
      return ReadRecord.good(StatesCheck.states(record, message, version.header()));
    } catch (BadRecordException e) {
      return ReadRecord.bad(StatesBatch.without(record, message, deadLetter(e)), e);
    }
  }

  private static NoVectors deadLetter(BadRecordException reason) {
    return NoVectors.newBuilder()
        .setReason(Reason.DEAD_LETTER)
        .setDetail(String.valueOf(reason.getMessage()))
        .build();
  }

  private void send(CodedAnswer answer, Output output) {
    metrics.coded(answer);
    StatesBatch batch = answer.coded().batch();
    String document = batch.message().getDocument().getId();
    output.send(
        topics.codes(),
        batch.record().partition(),
        document,
        answer.codes(),
        answer.coded().rows());
    for (Evidence sample : answer.evidence()) {
      output.send(
          topics.evidence(),
          topics.evidencePartition(),
          topics.dictionary(),
          sample,
          sample.getVectorsCount());
    }
  }
}
