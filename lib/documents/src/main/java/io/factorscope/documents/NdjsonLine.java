package io.factorscope.documents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One line of NDJSON: {@code {"id": ..., "source": ..., "text": ...}}, nothing before or behind;
 * other fields are ignored.
 *
 * @param id null if there is none, as source
 */
record NdjsonLine(@Nullable String id, @Nullable String source, String text) {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Reads a line.
   *
   * @throws InvalidDocumentException if it is no such object
   * @throws SeveralValuesException if something stands behind the object
   */
  static NdjsonLine read(String line) throws InvalidDocumentException, SeveralValuesException {
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new InvalidDocumentException(
            "line: is no JSON object; write {\"id\", \"source\", \"text\"} a line");
      }
      NdjsonLine document = fields(json);
      requireEnd(json);
      return document;
    } catch (JsonProcessingException e) {
      throw new InvalidDocumentException("line: is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("a string can't fail to be read", e);
    }
  }

  private static NdjsonLine fields(JsonParser json) throws IOException, InvalidDocumentException {
    String id = null;
    String source = null;
    String text = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "id" -> id = value == JsonToken.VALUE_NULL ? null : string(json, field);
        case "source" -> source = value == JsonToken.VALUE_NULL ? null : string(json, field);
        case "text" -> text = string(json, field);
        default -> json.skipChildren();
      }
    }
    if (text == null) {
      throw new InvalidDocumentException("text: is missing, must be the document's text");
    }
    return new NdjsonLine(id, source, text);
  }

  private static String string(JsonParser json, String field)
      throws IOException, InvalidDocumentException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    String value =
        switch (json.currentToken()) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "an array";
          default -> json.getText();
        };
    throw new InvalidDocumentException(field + ": is " + value + ", must be a string");
  }

  private static void requireEnd(JsonParser json) throws IOException, SeveralValuesException {
    try {
      if (json.nextToken() == null) {
        return;
      }
    } catch (JsonProcessingException e) {
      // What is no JSON is no better behind an object than JSON.
    }
    throw new SeveralValuesException();
  }

  /** A line has something behind its object, as where a line end was lost. */
  static final class SeveralValuesException extends Exception {

    private static final long serialVersionUID = 1L;

    private SeveralValuesException() {
      super("line: has something behind its JSON object; write one object a line");
    }
  }
}
