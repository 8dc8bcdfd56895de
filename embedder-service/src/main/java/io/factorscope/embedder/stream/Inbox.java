package io.factorscope.embedder.stream;

import io.factorscope.documents.InvalidDocumentException;
import io.factorscope.embedder.windows.DocumentParts;
import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.v1.Document;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads records, each once: what was read to decide how many records a transaction takes is kept
 * until it is worked on. Used by one thread.
 */
final class Inbox {

  private final WindowCutter cutter;
  private final Map<ConsumerRecord<byte[], byte[]>, Incoming> read = new IdentityHashMap<>();

  Inbox(WindowCutter cutter) {
    this.cutter = cutter;
  }

  /** Reads a record, and keeps what came of it. */
  Incoming peek(ConsumerRecord<byte[], byte[]> record) {
    return read.computeIfAbsent(record, this::read);
  }

  /** Reads the records of a transaction, and forgets all that was kept. */
  List<Incoming> take(List<ConsumerRecord<byte[], byte[]>> records) {
    List<Incoming> taken = records.stream().map(this::peek).toList();
    read.clear();
    return taken;
  }

  private Incoming read(ConsumerRecord<byte[], byte[]> record) {
    try {
      Document document = Headers.parse(record, Document.parser(), Document.getDefaultInstance());
      DocumentParts.check(document);
      if (DocumentParts.isTooLong(document)) {
        return new Incoming.Oversized(record, document);
      }
      int offset = document.getPart().getCharacterOffset();
      return new Incoming.Windowed(record, document, cutter.cut(document.getText(), offset));
    } catch (BadRecordException e) {
      return new Incoming.Unreadable(record, e);
    } catch (InvalidDocumentException e) {
      return new Incoming.Unreadable(
          record, new BadRecordException(String.valueOf(e.getMessage()), e));
    }
  }
}
