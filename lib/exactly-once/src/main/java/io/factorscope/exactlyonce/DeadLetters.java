package io.factorscope.exactlyonce;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.factorscope.v1.DeadLetter;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes a dead letter of a record that can't be used. */
final class DeadLetters {

  private static final Logger LOG = Logger.getLogger(DeadLetters.class);

  /** So that the letter itself fits a message, whatever came. */
  private static final int MAX_VALUE_BYTES = 800 << 10;

  private static final int MAX_HEADER_BYTES = 1 << 10;
  private static final int MAX_HEADERS = 32;
  private static final int MAX_CHARACTERS = 4 << 10;

  private DeadLetters() {}

  static OutputRecord record(
      String topic,
      ConsumerRecord<byte[], byte[]> record,
      BadRecordException reason,
      String service) {
    String place = record.topic() + "/" + record.partition() + "/" + record.offset();
    LOG.warnf("Dead letter %s: %s", place, reason.getMessage());
    DeadLetter.Builder letter =
        DeadLetter.newBuilder()
            .setTopic(record.topic())
            .setPartition(record.partition())
            .setOffset(record.offset())
            .setKey(cut(record.key(), MAX_HEADER_BYTES))
            .setValue(cut(record.value(), MAX_VALUE_BYTES))
            .setValueSize(record.value() == null ? 0 : record.value().length)
            .setReason(cut(String.valueOf(reason.getMessage()), MAX_CHARACTERS))
            .setStack(cut(stack(reason), MAX_CHARACTERS))
            .setService(service)
            .setTime(Timestamps.fromMillis(System.currentTimeMillis()));
    for (Header header : record.headers()) {
      if (letter.getHeadersCount() < MAX_HEADERS) {
        letter.putHeaders(
            cut(header.key(), MAX_HEADER_BYTES), cut(header.value(), MAX_HEADER_BYTES));
      }
    }
    return new OutputRecord(topic, 0, place, letter.build(), 0);
  }

  private static ByteString cut(byte @Nullable [] bytes, int most) {
    return bytes == null
        ? ByteString.EMPTY
        : ByteString.copyFrom(bytes, 0, Math.min(bytes.length, most));
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  private static String stack(Throwable reason) {
    StringWriter text = new StringWriter();
    reason.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
