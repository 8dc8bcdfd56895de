package io.factorscope.standalone.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Reader;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A text with one JSON object {@code {"id", "source", "text"}} a line; only the text must be there.
 */
final class NdjsonCorpus implements Corpus {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Supplier<Reader> reader;

  NdjsonCorpus(String name, Supplier<Reader> reader) {
    this.name = name;
    this.reader = reader;
  }

  @Override
  public String description() {
    return name + ", one JSON object a line";
  }

  @Override
  public Stream<CorpusDocument> open() {
    return Lines.of(name, reader.get()).map(NdjsonCorpus::document);
  }

  /**
   * The document that a line describes.
   *
   * @throws CorpusException if the line is no JSON object, has no text, or a field is no string
   */
  static CorpusDocument document(Line line) {
    JsonNode object = parse(line);
    String text = field(line, object, "text", "");
    if (text.isBlank()) {
      throw new CorpusException(
          line.place() + ": field text: is missing or blank, must be the document's text");
    }
    String id = field(line, object, "id", line.place());
    String source = field(line, object, "source", line.file());
    return new CorpusDocument(Identities.fitting(id), source, text);
  }

  private static JsonNode parse(Line line) {
    try {
      JsonNode node = JSON.readTree(line.text());
      if (!node.isObject()) {
        throw new CorpusException(
            line.place() + ": is no JSON object; write {\"id\", \"source\", \"text\"} a line");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new CorpusException(line.place() + ": is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String field(Line line, JsonNode object, String name, String otherwise) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isTextual()) {
      throw new CorpusException(
          line.place() + ": field " + name + ": is " + value + ", must be a string");
    }
    return value.textValue();
  }
}
