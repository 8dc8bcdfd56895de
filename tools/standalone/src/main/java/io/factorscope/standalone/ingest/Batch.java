package io.factorscope.standalone.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.documents.TextDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Documents that go in one request, as lines of NDJSON. */
final class Batch {

  private static final int MAX_DOCUMENTS = 64;
  private static final int MAX_BYTES = 256 << 10;
  private static final long MAX_NANOS = 500_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> ids;
  private final List<byte[]> lines;
  private int bytes;
  private long begun;

  Batch() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  private Batch(List<String> ids, List<byte[]> lines) {
    this.ids = ids;
    this.lines = lines;
    lines.forEach(line -> bytes += line.length);
  }

  void add(TextDocument document) {
    byte[] line = line(document);
    begun = lines.isEmpty() ? System.nanoTime() : begun;
    ids.add(document.id());
    lines.add(line);
    bytes += line.length;
  }

  /** What is left when the first {@code documents} are dealt with. */
  Batch after(int documents) {
    int from = Math.min(documents, lines.size());
    return new Batch(ids.subList(from, ids.size()), lines.subList(from, lines.size()));
  }

  boolean isFull() {
    return lines.size() >= MAX_DOCUMENTS || bytes >= MAX_BYTES;
  }

  /** Whether its first document has waited long enough for others. */
  boolean isDue() {
    return !lines.isEmpty() && System.nanoTime() - begun > MAX_NANOS;
  }

  int documents() {
    return lines.size();
  }

  /** The id of the document on a line, from 1; empty if there is no such line. */
  String id(long line) {
    return line >= 1 && line <= ids.size() ? ids.get((int) line - 1) : "";
  }

  /** The request's body, a line a document. */
  List<byte[]> lines() {
    return List.copyOf(lines);
  }

  private static byte[] line(TextDocument document) {
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
