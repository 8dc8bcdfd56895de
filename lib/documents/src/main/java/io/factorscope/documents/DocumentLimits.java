package io.factorscope.documents;

/** How long the fields of a document may be. */
public final class DocumentLimits {

  /** Maximum UTF-8 bytes of an id. */
  public static final int MAX_ID_BYTES = 512;

  /** Maximum UTF-8 bytes of a source. */
  public static final int MAX_SOURCE_BYTES = 1_024;

  /** Maximum UTF-8 bytes of a text. */
  public static final int MAX_TEXT_BYTES = 16 << 20;

  /** Maximum bytes of a line, since JSON may spell a character in more bytes than UTF-8. */
  public static final int MAX_LINE_BYTES = 2 * MAX_TEXT_BYTES;

  private DocumentLimits() {}

  /**
   * Checks a document.
   *
   * @throws InvalidDocumentException if a field is too long
   */
  public static void check(String id, String source, String text) throws InvalidDocumentException {
    check("id", id, MAX_ID_BYTES);
    check("source", source, MAX_SOURCE_BYTES);
    check("text", text, MAX_TEXT_BYTES);
  }

  /**
   * Checks a field.
   *
   * @param max bytes of UTF-8
   * @throws InvalidDocumentException if it is longer
   */
  public static void check(String field, String value, int max) throws InvalidDocumentException {
    long bytes = Utf8Length.of(value);
    if (bytes > max) {
      throw new InvalidDocumentException(
          "%s: has %d bytes of UTF-8, must have at most %d".formatted(field, bytes, max));
    }
  }
}
