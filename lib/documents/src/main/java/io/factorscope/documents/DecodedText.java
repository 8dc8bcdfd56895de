package io.factorscope.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;

/**
 * Bytes as text, with U+FFFD for what is no UTF-8.
 *
 * @param marked the same, with another character in these places: a U+FFFD that came as such is
 *     told from one that was put in, also behind a parser
 */
record DecodedText(String text, String marked) {

  private static final char REPLACEMENT = '\uFFFD';
  private static final char MARK = '\uFFFE';
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** Decodes; drops a byte order mark at the beginning. */
  static DecodedText of(byte[] bytes, int length) {
    String text = new String(bytes, 0, length, UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return of(withoutMark(text));
    }
    return new DecodedText(withoutMark(text), withoutMark(decode(bytes, length, MARK)));
  }

  /** Without white space around it. */
  DecodedText strip() {
    return isRight() ? of(text.strip()) : new DecodedText(text.strip(), marked.strip());
  }

  /** Whether nothing had to be put in. */
  @SuppressWarnings("ReferenceEquality") // equal texts are the same one, as they are made
  boolean isRight() {
    return text == marked;
  }

  private static DecodedText of(String text) {
    return new DecodedText(text, text);
  }

  private static String decode(byte[] bytes, int length, char replacement) {
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE)
          .replaceWith(String.valueOf(replacement))
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("a decoder that replaces can't fail", e);
    }
  }

  private static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }
}
