package io.factorscope.benchmarks.ladder;

import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.v1.Evidence;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What share of the coded vectors went to the learner, told by the evidence itself. */
final class EvidenceSeen {

  private EvidenceSeen() {}

  /**
   * The share over a time: a vector of weight w stands for w coded ones.
   *
   * @param evidence at its beginning
   * @param from milliseconds since 1970
   * @param to milliseconds since 1970
   * @throws BenchmarkException if there is no evidence of that time
   */
  static double share(TopicLoop evidence, long from, long to) {
    double vectors = 0;
    double coded = 0;
    while (evidence.rounds() == 0 || evidence.holds()) {
      ConsumerRecord<byte[], byte[]> record = evidence.next();
      if (record.timestamp() >= from && record.timestamp() <= to) {
        Evidence message = read(record);
        vectors += message.getVectorsCount();
        coded += message.getVectorsCount() * message.getWeight();
      }
    }
    if (coded == 0) {
      throw new BenchmarkException("the stream has sent no evidence while it was measured");
    }
    return vectors / coded;
  }

  private static Evidence read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Headers.parse(record, Evidence.parser(), Evidence.getDefaultInstance());
    } catch (BadRecordException e) {
      throw new BenchmarkException("evidence of the stream can't be read", e);
    }
  }
}
