package io.factorscope.coder;

import com.google.protobuf.Message;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Output;
import io.factorscope.v1.CodeBatch;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Keeps what a step would commit: each record as text, its message as bytes. */
final class RecordedOutput implements Output {

  final List<String> sent = new ArrayList<>();
  final List<CodeBatch> codes = new ArrayList<>();
  final List<String> deadLetters = new ArrayList<>();
  final List<Long> skipped = new ArrayList<>();
  int left;

  @Override
  public void send(String topic, int partition, String key, Message message, int vectors) {
    String bytes = HexFormat.of().formatHex(message.toByteArray());
    sent.add(String.join(" ", topic, "" + partition, key, "" + vectors, bytes));
    if (message instanceof CodeBatch batch) {
      codes.add(batch);
    }
  }

  @Override
  public void deadLetter(ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {
    deadLetters.add(record.offset() + " " + reason.getMessage());
  }

  @Override
  public void skip(ConsumerRecord<byte[], byte[]> record) {
    skipped.add(record.offset());
  }

  @Override
  public void leave(int records) {
    left = records;
  }
}
