package io.factorscope.embedder.doors;

import io.factorscope.embedder.windows.DocumentParts;
import io.factorscope.embedder.windows.InvalidDocumentException;
import io.factorscope.exactlyonce.OutputRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes in one stream of NDJSON. Documents are committed in groups as the stream goes: when a group
 * is large enough, or when the sender pauses. A bad line does not stop the good ones.
 */
final class NdjsonIngestion {

  private static final int MOST_LINE_BYTES = 2 * DocumentParts.MOST_DOCUMENT_BYTES;
  private static final int ENOUGH_DOCUMENTS = 500;
  private static final int ENOUGH_BYTES = 2 << 20;

  private final Ingestion ingestion;
  private final LineReader lines;
  private final List<OutputRecord> group = new ArrayList<>();
  private int groupDocuments;
  private int groupBytes;
  private long line;
  private long accepted;
  private long records;
  private long rejected;
  private IngestionReport.@Nullable LineError firstError;

  NdjsonIngestion(Ingestion ingestion, InputStream in) {
    this.ingestion = ingestion;
    this.lines = new LineReader(in, MOST_LINE_BYTES);
  }

  /**
   * Reads to the end.
   *
   * @throws IOException if the sender breaks off; what was committed stays
   * @throws NotNowException if a group can't be committed; {@link #report} says how far it came
   */
  void run() throws IOException, InterruptedException {
    byte[] next;
    while ((next = lines.next()) != null) {
      line++;
      if (!isBlank(next)) {
        add(next);
      }
      if (isLarge() || (groupDocuments > 0 && lines.mayWait())) {
        commit();
      }
    }
    commit();
  }

  /** What became of the lines so far. */
  IngestionReport report(@Nullable String error) {
    return new IngestionReport(accepted, records, rejected, firstError, error);
  }

  private void add(byte[] bytes) {
    try {
      if (lines.wasCut()) {
        throw new InvalidRequestException(
            "line: has over " + MOST_LINE_BYTES + " bytes, the limit for a line");
      }
      NdjsonLine document = NdjsonLine.read(bytes);
      group.addAll(ingestion.records(document.id(), document.source(), document.text()));
      groupDocuments++;
      groupBytes += bytes.length;
    } catch (InvalidRequestException | InvalidDocumentException e) {
      reject(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private void reject(String message) {
    rejected++;
    if (firstError == null) {
      firstError = new IngestionReport.LineError(line, message);
    }
  }

  private boolean isLarge() {
    return groupDocuments >= ENOUGH_DOCUMENTS || groupBytes >= ENOUGH_BYTES;
  }

  private void commit() throws InterruptedException {
    records += ingestion.commit(group).size();
    accepted += groupDocuments;
    group.clear();
    groupDocuments = 0;
    groupBytes = 0;
  }
}
