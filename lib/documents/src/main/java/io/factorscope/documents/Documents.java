package io.factorscope.documents;

import io.factorscope.documents.NdjsonLine.SeveralValuesException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes documents of lines and files. */
final class Documents {

  private Documents() {}

  /** The document that a text without a name of its own is. */
  static TextDocument named(String id, Origin origin, DecodedText decoded)
      throws InvalidDocumentException {
    UnicodeText text = UnicodeText.of(decoded.text(), decoded.marked());
    return checked(new TextDocument(id, origin.source(), text.text(), text.replaced()));
  }

  /**
   * The document that a line of NDJSON describes.
   *
   * @param number of the line
   */
  static TextDocument described(DecodedText line, Origin origin, long number)
      throws InvalidDocumentException, SeveralValuesException {
    NdjsonLine plain = NdjsonLine.read(line.text());
    NdjsonLine marked = line.isRight() ? plain : NdjsonLine.read(line.marked());
    UnicodeText text = UnicodeText.of(plain.text(), marked.text());
    UnicodeText source = UnicodeText.of(orEmpty(plain.source()), orEmpty(marked.source()));
    String id = id(orEmpty(plain.id()), orEmpty(marked.id()));
    return checked(
        new TextDocument(
            id.isEmpty() ? origin.id(number) : id,
            plain.source() == null ? origin.source() : source.text(),
            text.text(),
            text.replaced() + source.replaced()));
  }

  private static String id(String id, String marked) throws InvalidDocumentException {
    if (UnicodeText.of(id, marked).replaced() > 0) {
      throw new InvalidDocumentException(
          "id: has bytes that are no UTF-8, or half of a surrogate pair: two ids could become one;"
              + " write it in Unicode");
    }
    return id;
  }

  private static TextDocument checked(TextDocument document) throws InvalidDocumentException {
    DocumentLimits.check(document.id(), document.source(), document.text());
    return document;
  }

  private static String orEmpty(@Nullable String value) {
    return Objects.requireNonNullElse(value, "");
  }
}
