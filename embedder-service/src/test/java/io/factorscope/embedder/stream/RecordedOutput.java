package io.factorscope.embedder.stream;

import com.google.protobuf.Message;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Output;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.v1.HiddenStateBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Keeps what a step would commit. */
final class RecordedOutput implements Output {

  final List<OutputRecord> records = new ArrayList<>();
  final List<String> deadLetters = new ArrayList<>();

  @Override
  public void send(String topic, int partition, String key, Message message, int vectors) {
    records.add(new OutputRecord(topic, partition, key, message, vectors));
  }

  @Override
  public void deadLetter(ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {
    deadLetters.add(record.partition() + "/" + record.offset() + " " + reason.getMessage());
  }

  @Override
  public void skip(ConsumerRecord<byte[], byte[]> record) {
    throw new AssertionError("every record of texts is answered, none skipped");
  }

  @Override
  public void leave(int records) {
    throw new AssertionError("every record of texts that is taken is answered");
  }

  List<HiddenStateBatch> states() {
    return records.stream()
        .filter(record -> record.message() instanceof HiddenStateBatch)
        .map(record -> (HiddenStateBatch) record.message())
        .toList();
  }
}
