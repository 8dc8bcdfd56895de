package io.factorscope.versions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.v1.Alias;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the records of the topic of versions into the book. */
final class VersionReader {

  private final VersionBook book;

  VersionReader(VersionBook book) {
    this.book = book;
  }

  /**
   * Reads a record that is no tombstone.
   *
   * @throws BadRecordException if it is of another type, can't be parsed, lies under another key
   *     than its own, or contradicts what is known; the book has not changed
   */
  void read(ConsumerRecord<byte[], byte[]> record) throws BadRecordException {
    String type = String.valueOf(Headers.type(record));
    switch (type) {
      case "factorscope.v1.VersionHeader" -> header(record);
      case "factorscope.v1.VersionChunk" -> chunk(record);
      case "factorscope.v1.Alias" -> alias(record);
      default ->
          throw new BadRecordException(
              "header type: is " + type + ", which " + record.topic() + " does not hold");
    }
  }

  private void header(ConsumerRecord<byte[], byte[]> record) throws BadRecordException {
    VersionHeader header =
        Headers.parse(record, VersionHeader.parser(), VersionHeader.getDefaultInstance());
    requireKey(record, VersionRecords.headerKey(header.getId()));
    SoundHeader.check(header);
    book.add(header);
  }

  private void chunk(ConsumerRecord<byte[], byte[]> record) throws BadRecordException {
    VersionChunk chunk =
        Headers.parse(record, VersionChunk.parser(), VersionChunk.getDefaultInstance());
    requireKey(record, VersionRecords.chunkKey(chunk.getId(), chunk.getChunk()));
    book.add(chunk);
  }

  private void alias(ConsumerRecord<byte[], byte[]> record) throws BadRecordException {
    Alias alias = Headers.parse(record, Alias.parser(), Alias.getDefaultInstance());
    requireKey(record, VersionRecords.aliasKey(alias));
    book.add(alias);
  }

  private static void requireKey(ConsumerRecord<byte[], byte[]> record, String expected)
      throws BadRecordException {
    String key = record.key() == null ? "missing" : new String(record.key(), UTF_8);
    if (!key.equals(expected)) {
      throw new BadRecordException("key: is " + key + ", must be " + expected);
    }
  }
}
