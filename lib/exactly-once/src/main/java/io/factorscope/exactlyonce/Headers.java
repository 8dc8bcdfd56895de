package io.factorscope.exactlyonce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.factorscope.wire.HeaderNames;
import io.factorscope.wire.InvalidMessageException;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * The headers of every record: {@code type}, the full name of the message, and {@code vectors}, how
 * many it holds.
 *
 * <p>The type is checked before a value is read, because garbage often parses as protobuf.
 */
public final class Headers {

  /** Characters of a foreign type that a reason repeats. */
  private static final int MAX_SHOWN = 200;

  private Headers() {}

  /** The headers of a message that holds this many vectors. */
  public static List<Header> of(Message message, int vectors) {
    return List.of(
        new RecordHeader(
            HeaderNames.TYPE, message.getDescriptorForType().getFullName().getBytes(UTF_8)),
        new RecordHeader(HeaderNames.VECTORS, Integer.toString(vectors).getBytes(UTF_8)));
  }

  /** The type that a record says it has, or null. */
  public static @Nullable String type(ConsumerRecord<byte[], byte[]> record) {
    return text(record, HeaderNames.TYPE);
  }

  /** How many vectors a record says it holds; 0 if it does not say. */
  public static int vectors(ConsumerRecord<byte[], byte[]> record) {
    String text = text(record, HeaderNames.VECTORS);
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Reads a record's value as a message of the given kind; its bytes fields share the record's
   * array.
   *
   * @throws BadRecordException if the record says that it is something else, or can't be parsed
   */
  public static <M extends Message> M parse(
      ConsumerRecord<byte[], byte[]> record, Parser<M> parser, M prototype)
      throws BadRecordException {
    String expected = prototype.getDescriptorForType().getFullName();
    String type = type(record);
    if (!expected.equals(type)) {
      throw new BadRecordException("header type: is " + shown(type) + ", must be " + expected);
    }
    if (record.value() == null) {
      throw new BadRecordException("value: is missing, must be a " + expected);
    }
    try {
      CodedInputStream in = UnsafeByteOperations.unsafeWrap(record.value()).newCodedInput();
      in.enableAliasing(true);
      M message = parser.parseFrom(in);
      in.checkLastTagWas(0);
      return message;
    } catch (IOException e) {
      throw new BadRecordException("value: is no " + expected + ": " + e.getMessage(), e);
    }
  }

  /** Says what is wrong with a message. */
  @FunctionalInterface
  public interface Check<M extends Message> {

    void check(M message) throws InvalidMessageException;
  }

  /**
   * Reads a record's value as a message of the given kind, and checks it.
   *
   * @throws BadRecordException if there is no such message, or something is wrong with it
   */
  public static <M extends Message> M parse(
      ConsumerRecord<byte[], byte[]> record, Parser<M> parser, M prototype, Check<M> check)
      throws BadRecordException {
    M message = parse(record, parser, prototype);
    try {
      check.check(message);
      return message;
    } catch (InvalidMessageException e) {
      throw new BadRecordException(e);
    }
  }

  private static @Nullable String shown(@Nullable String type) {
    return type == null || type.length() <= MAX_SHOWN ? type : type.substring(0, MAX_SHOWN) + "…";
  }

  private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}
