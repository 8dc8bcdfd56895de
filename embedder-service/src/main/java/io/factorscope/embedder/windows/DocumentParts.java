package io.factorscope.embedder.windows;

import io.factorscope.documents.DocumentLimits;
import io.factorscope.documents.InvalidDocumentException;
import io.factorscope.documents.Utf8Length;
import io.factorscope.v1.Document;
import io.factorscope.v1.Part;
import java.util.ArrayList;
import java.util.List;

/** Checks documents, and cuts them into records of the topic {@code texts}. */
public final class DocumentParts {

  /** Maximum UTF-8 bytes of a record's text. */
  public static final int MAX_RECORD_BYTES = 32 << 10;

  private DocumentParts() {}

  /**
   * The records that a document becomes: itself if it is short, else its parts.
   *
   * @throws InvalidDocumentException if a field breaks its limit
   */
  public static List<Document> of(Document document) throws InvalidDocumentException {
    check(document);
    if (!isTooLong(document)) {
      return List.of(document);
    }
    List<TextPart> parts = TextParts.cut(document.getText(), MAX_RECORD_BYTES);
    List<Document> records = new ArrayList<>(parts.size());
    for (TextPart part : parts) {
      records.add(
          document.toBuilder()
              .setText(part.text())
              .setPart(
                  Part.newBuilder()
                      .setIndex(records.size())
                      .setCount(parts.size())
                      .setCharacterOffset(part.offset()))
              .build());
    }
    return records;
  }

  /** Whether a document must travel in parts. */
  public static boolean isTooLong(Document document) {
    return Utf8Length.of(document.getText()) > MAX_RECORD_BYTES;
  }

  /**
   * Checks a document, or a part of one.
   *
   * @throws InvalidDocumentException if a field breaks its limit
   */
  public static void check(Document document) throws InvalidDocumentException {
    if (document.getId().isEmpty()) {
      throw new InvalidDocumentException("id: is empty, must name the document");
    }
    if (document.hasPart()) {
      checkPart(document.getPart());
      DocumentLimits.check("text of a part", document.getText(), MAX_RECORD_BYTES);
    }
    DocumentLimits.check(document.getId(), document.getSource(), document.getText());
  }

  private static void checkPart(Part part) throws InvalidDocumentException {
    if (part.getIndex() < 0 || part.getIndex() >= part.getCount()) {
      throw new InvalidDocumentException(
          "part.index: is %s, must be under part.count %s"
              .formatted(
                  Integer.toUnsignedString(part.getIndex()),
                  Integer.toUnsignedString(part.getCount())));
    }
    if (part.getCharacterOffset() < 0
        || part.getCharacterOffset() > DocumentLimits.MAX_TEXT_BYTES) {
      throw new InvalidDocumentException(
          "part.character_offset: is %s, must be at most %d"
              .formatted(
                  Integer.toUnsignedString(part.getCharacterOffset()),
                  DocumentLimits.MAX_TEXT_BYTES));
    }
  }
}
