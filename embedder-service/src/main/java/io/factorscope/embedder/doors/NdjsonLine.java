package io.factorscope.embedder.doors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Locale;

/**
 * One line of NDJSON: {@code {"id": ..., "source": ..., "text": ...}}; other fields are ignored.
 */
record NdjsonLine(String id, String source, String text) {

  private static final ObjectReader READER = new ObjectMapper().reader();

  /**
   * Reads a line.
   *
   * @throws InvalidRequestException if it is no such object
   */
  static NdjsonLine read(byte[] line) {
    JsonNode object = parse(line);
    if (!object.isObject()) {
      throw new InvalidRequestException("line: must be a JSON object with a text");
    }
    if (!object.has("text")) {
      throw new InvalidRequestException("text: is missing");
    }
    return new NdjsonLine(string(object, "id"), string(object, "source"), string(object, "text"));
  }

  private static JsonNode parse(byte[] line) {
    try {
      return READER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new InvalidRequestException("line: is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new InvalidRequestException("line: is no JSON: " + e.getMessage());
    }
  }

  private static String string(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (value.isTextual()) {
      return wellFormed(value.textValue());
    }
    if (value.isMissingNode() || (value.isNull() && !field.equals("text"))) {
      return "";
    }
    throw new InvalidRequestException(
        field
            + ": is of type "
            + value.getNodeType().name().toLowerCase(Locale.ROOT)
            + ", must be a string");
  }

  /** JSON can spell half of a surrogate pair, UTF-8 can't: it becomes a question mark. */
  private static String wellFormed(String text) {
    boolean plain = text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    return plain ? text : new String(text.getBytes(UTF_8), UTF_8);
  }
}
