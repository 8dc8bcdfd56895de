package io.factorscope.benchmarks.ladder;

import com.google.protobuf.Message;
import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Output;
import io.factorscope.exactlyonce.OutputRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Keeps what a pipeline sends. */
final class KeptOutput implements Output {

  private List<OutputRecord> kept = new ArrayList<>();
  private int left;

  @Override
  public void send(String topic, int partition, String key, Message message, int vectors) {
    kept.add(new OutputRecord(topic, partition, key, message, vectors));
  }

  @Override
  public void deadLetter(ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {
    throw new BenchmarkException("a record of the stream can't be read", reason);
  }

  @Override
  public void skip(ConsumerRecord<byte[], byte[]> record) {
    throw new BenchmarkException("a record of the stream is of another model");
  }

  @Override
  public void leave(int records) {
    left = records;
  }

  /** Records that the last call left to the next one. */
  int left() {
    return left;
  }

  /** What was sent since the last call. */
  List<OutputRecord> take() {
    List<OutputRecord> taken = kept;
    kept = new ArrayList<>();
    return taken;
  }
}
