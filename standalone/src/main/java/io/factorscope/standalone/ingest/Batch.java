package io.factorscope.standalone.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.standalone.corpus.CorpusDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Documents that go in one request, as lines of NDJSON. */
final class Batch {

  private static final int MAX_DOCUMENTS = 64;
  private static final int MAX_BYTES = 256 << 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<byte[]> lines;
  private int bytes;

  Batch() {
    this(new ArrayList<>());
  }

  private Batch(List<byte[]> lines) {
    this.lines = lines;
    lines.forEach(line -> bytes += line.length);
  }

  void add(CorpusDocument document) {
    byte[] line = line(document);
    lines.add(line);
    bytes += line.length;
  }

  /** What is left when the first {@code documents} are dealt with. */
  Batch after(int documents) {
    return new Batch(lines.subList(Math.min(documents, lines.size()), lines.size()));
  }

  boolean isFull() {
    return lines.size() >= MAX_DOCUMENTS || bytes >= MAX_BYTES;
  }

  int documents() {
    return lines.size();
  }

  /** The request's body, a line a document. */
  List<byte[]> lines() {
    return List.copyOf(lines);
  }

  private static byte[] line(CorpusDocument document) {
    try {
      String json =
          JSON.writeValueAsString(
              Map.of("id", document.id(), "source", document.source(), "text", document.text()));
      return (json + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IngestException(
          "document " + document.id() + ": can't be written as JSON: " + e.getMessage(), e);
    }
  }
}
