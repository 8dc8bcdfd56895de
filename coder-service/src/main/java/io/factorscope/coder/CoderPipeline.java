package io.factorscope.coder;

import io.factorscope.coder.codes.CodeMessages;
import io.factorscope.coder.codes.CodedAnswer;
import io.factorscope.coder.codes.CodedBatch;
import io.factorscope.coder.current.CurrentVersion;
import io.factorscope.coder.current.PreparedVersion;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    List<StatesBatch> batches = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      read(record, version, output).ifPresent(batches::add);
    }
    List<CodedBatch> coded = code(batches, version, output);
    // Sums and packing cost as much as a tenth of the coding: on all cores too, and sent in order.
    coded.parallelStream()
        .flatMap(batch -> CodedAnswer.of(batch, messages))
        .toList()
        .forEach(answer -> send(answer, output));
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
    List<StatesBatch> left = new ArrayList<>(batches);
    while (true) {
      try {
        return coder.code(left, version);
      } catch (CodingException e) {
        giveUp(left, e, output);
      }
    }
  }

  private static void giveUp(List<StatesBatch> batches, CodingException reason, Output output) {
    int row = reason.row();
    int at = 0;
    while (row >= batches.get(at).rows()) {
      row -= batches.get(at++).rows();
    }
    StatesBatch batch = batches.get(at);
    BadRecordException bad =
        new BadRecordException("states: row " + row + ": " + reason.reason(), reason);
    output.deadLetter(batch.record(), bad);
    batches.set(at, StatesBatch.without(batch.record(), batch.message(), deadLetter(bad)));
  }

  private Optional<StatesBatch> read(
      ConsumerRecord<byte[], byte[]> record, PreparedVersion version, Output output) {
    HiddenStateBatch message;
    try {
      message = StatesCheck.parse(record);
    } catch (BadRecordException e) {
      output.deadLetter(record, e);
      return Optional.empty();
    }
    if (!StatesCheck.isOfModel(message, version.header())) {
      output.skip(record);
      return Optional.empty();
    }
    if (message.getSlicesCount() == 0 && message.hasNoVectors()) {
      return Optional.of(StatesBatch.without(record, message, message.getNoVectors()));
    }
    try {
      return Optional.of(StatesCheck.states(record, message, version.header()));
    } catch (BadRecordException e) {
      output.deadLetter(record, e);
      return Optional.of(StatesBatch.without(record, message, deadLetter(e)));
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
