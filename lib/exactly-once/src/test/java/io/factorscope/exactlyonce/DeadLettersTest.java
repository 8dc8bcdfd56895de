package io.factorscope.exactlyonce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.v1.DeadLetter;
import io.factorscope.v1.Document;
import io.factorscope.wire.HeaderNames;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

  private static final int MESSAGE_LIMIT = 1 << 20;

  /** What a letter repeats may be as long as the broker lets a record be: the letter is not. */
  @Test
  void fitAMessageWhateverCame() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(HeaderNames.TYPE, "t".repeat(300_000).getBytes(UTF_8));
    for (int i = 0; i < 500; i++) {
      headers.add(i + "n".repeat(2_000), "v".repeat(2_000).getBytes(UTF_8));
    }
    ConsumerRecord<byte[], byte[]> record =
        record("k".repeat(300_000), "x".repeat(900_000), headers);

    DeadLetter letter = letter(record, refusal(record));

    assertThat(letter.getSerializedSize()).isLessThan(MESSAGE_LIMIT - 10_000);
    assertThat(letter.getReason()).startsWith("header type: is ttt").hasSizeLessThan(300);
    assertThat(letter.getValueSize()).isEqualTo(900_000);
    assertThat(letter(record, new BadRecordException("r".repeat(500_000))).getSerializedSize())
        .isLessThan(MESSAGE_LIMIT - 10_000);
  }

  private static BadRecordException refusal(ConsumerRecord<byte[], byte[]> record) {
    try {
      Headers.parse(record, Document.parser(), Document.getDefaultInstance());
      throw new AssertionError("a foreign type was read");
    } catch (BadRecordException e) {
      return e;
    }
  }

  private static DeadLetter letter(
      ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {
    return (DeadLetter) DeadLetters.record("letters", record, reason, "test").message();
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String key, String value, RecordHeaders headers) {
    return new ConsumerRecord<>(
        "topic",
        0,
        5,
        0L,
        TimestampType.CREATE_TIME,
        key.length(),
        value.length(),
        key.getBytes(UTF_8),
        value.getBytes(UTF_8),
        headers,
        Optional.empty());
  }
}
