package io.factorscope.benchmarks.ladder;

import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.dictionary.learn.BadEvidenceException;
import io.factorscope.dictionary.learn.Change;
import io.factorscope.dictionary.learn.Checkpoint;
import io.factorscope.dictionary.learn.DictionaryWriter;
import io.factorscope.dictionary.learn.EvidenceInput;
import io.factorscope.dictionary.learn.PublishedVersions;
import io.factorscope.dictionary.learn.Restart;
import io.factorscope.dictionary.learn.StageTimer;
import io.factorscope.dictionary.learn.WriterSettings;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.sparse.learn.VersionRule;
import io.factorscope.v1.Evidence;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads evidence and learns of it with the stream's own writer, as the stream does when it has run
 * as long as it had: first the versions that were published are derived again, which is the
 * warm-up; from there on, the count of learned vectors that decides when a version closes stands
 * still. Nothing is committed.
 */
final class LearnStage implements Stage {

  private final TopicLoop evidence;
  private final PublishedVersions published;
  private final double tokensPerVector;
  private DictionaryWriter writer;

  /**
   * @param published versions of the dictionary
   * @param share of the coded vectors that are sent as evidence
   */
  LearnStage(TopicLoop evidence, PublishedVersions published, double share) {
    this.evidence = evidence;
    this.published = published;
    this.tokensPerVector = 1 / (share * published.newest().getLayersCount());
    this.writer = writer(Optional.empty(), WriterSettings.DEFAULT);
  }

  private DictionaryWriter writer(Optional<Checkpoint> checkpoint, WriterSettings settings) {
    return new DictionaryWriter(
        published,
        new Restart(published).from(checkpoint, 0),
        settings,
        StageTimer.none(),
        UnaryOperator.identity());
  }

  /** Learns what the stream has learned. */
  void catchUp() {
    while (writer.derivesAgain()) {
      if (evidence.rounds() > 0 && !evidence.holds()) {
        throw new BenchmarkException("the stream's versions do not follow from its evidence");
      }
      work();
    }
    Change reached = writer.idle();
    VersionRule rule = VersionRule.DEFAULT;
    long closing =
        Math.max(rule.minVectors(), Math.round(rule.growth() * writer.counts().learned()));
    this.writer =
        writer(
            Optional.of(Checkpoint.read(reached.checkpoint())),
            WriterSettings.DEFAULT.withRule(
                new VersionRule(Math.toIntExact(closing), 0, Duration.ofDays(1))));
  }

  @Override
  public double work() {
    EvidenceInput input = input(evidence.next());
    try {
      writer.apply(input);
    } catch (BadEvidenceException e) {
      throw new BenchmarkException("evidence of the stream can't be learned from", e);
    }
    return input.message().getVectorsCount() * tokensPerVector;
  }

  /** In later rounds the offsets go on, so that nothing is passed over. */
  private EvidenceInput input(ConsumerRecord<byte[], byte[]> record) {
    try {
      Evidence message = Headers.parse(record, Evidence.parser(), Evidence.getDefaultInstance());
      long offset = Math.max(record.offset(), writer.next());
      return new EvidenceInput(offset, record.timestamp(), record.serializedValueSize(), message);
    } catch (BadRecordException e) {
      throw new BenchmarkException("evidence of the stream can't be read", e);
    }
  }

  @Override
  public void close() {
    evidence.close();
  }
}
