package io.factorscope.embedder.stream;

import io.factorscope.embedder.windows.WindowedText;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.v1.Document;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of {@code texts}, as far as reading, tokenising and cutting into windows goes. */
sealed interface Incoming {

  ConsumerRecord<byte[], byte[]> record();

  /** Tokens that the model has to read for it. */
  default int tokens() {
    return 0;
  }

  /** A document, or a part of one, to be embedded; without windows if no token is in it. */
  record Windowed(ConsumerRecord<byte[], byte[]> record, Document document, WindowedText text)
      implements Incoming {
    @Override
    public int tokens() {
      return text.tokens();
    }
  }

  /** A document that is too long for a record, to be sent back in parts. */
  record Oversized(ConsumerRecord<byte[], byte[]> record, Document document) implements Incoming {}

  /** What can't be used. */
  record Unreadable(ConsumerRecord<byte[], byte[]> record, BadRecordException reason)
      implements Incoming {}
}
