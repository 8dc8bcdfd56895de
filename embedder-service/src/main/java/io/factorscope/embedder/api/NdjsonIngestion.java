package io.factorscope.embedder.api;

import io.factorscope.documents.DocumentReader;
import io.factorscope.documents.InvalidDocumentException;
import io.factorscope.documents.Item;
import io.factorscope.documents.Layout;
import io.factorscope.documents.Origin;
import io.factorscope.documents.Refusal;
import io.factorscope.documents.TextDocument;
import io.factorscope.exactlyonce.OutputRecord;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes in one stream of NDJSON. Documents are committed in groups as the stream goes: when a group
 * is large enough, or when the sender pauses. A bad line does not stop the good ones.
 */
final class NdjsonIngestion {

  private static final int MAX_DOCUMENTS = 500;
  private static final int MAX_CHARACTERS = 2 << 20;
  private static final String LOST_LINE_ENDS =
      " (curl -d @file leaves line ends out: use --data-binary @file, or -T file -X POST)";

  private final Ingestion ingestion;
  private final DocumentReader reader;
  private final List<OutputRecord> group = new ArrayList<>();
  private int groupDocuments;
  private int groupCharacters;
  private int groupReplaced;
  private long accepted;
  private long records;
  private long rejected;
  private long replaced;
  private IngestionReport.@Nullable LineError firstError;
  private @Nullable String broken;

  NdjsonIngestion(Ingestion ingestion, InputStream in) {
    this.ingestion = ingestion;
    this.reader = new DocumentReader(in, Layout.NDJSON, Origin.request());
  }

  /**
   * Reads to the end, or to where the body can't be read: {@link #broken} says so, and what came
   * before is committed.
   *
   * @throws io.factorscope.edge.calls.RetryLaterException if a group can't be committed; {@link
   *     #report} says how far it came
   */
  void run() throws InterruptedException {
    Item next;
    while ((next = reader.next()) != null) {
      switch (next) {
        case TextDocument document -> add(document);
        case Refusal refusal -> refuse(refusal);
      }
      if (isLarge() || (groupDocuments > 0 && reader.mayWait())) {
        commit();
      }
    }
    commit();
  }

  /** Why the body can't be read to its end; null if it was. */
  @Nullable String broken() {
    return broken;
  }

  /** What became of the lines so far. */
  IngestionReport report(@Nullable String error) {
    return new IngestionReport(accepted, records, rejected, replaced, firstError, error);
  }

  private void add(TextDocument document) {
    try {
      group.addAll(ingestion.records(document.id(), document.source(), document.text()));
      groupDocuments++;
      groupCharacters += document.text().length();
      groupReplaced += document.replaced();
    } catch (InvalidDocumentException e) {
      throw new IllegalStateException("what was read keeps the limits", e);
    }
  }

  private void refuse(Refusal refusal) {
    switch (refusal.kind()) {
      case DOCUMENT -> reject(refusal.line(), refusal.reason());
      case LOST_LINE_ENDS -> reject(refusal.line(), refusal.reason() + LOST_LINE_ENDS);
      case INPUT -> broken = refusal.message();
    }
  }

  private void reject(long line, String message) {
    rejected++;
    if (firstError == null) {
      firstError = new IngestionReport.LineError(line, message);
    }
  }

  private boolean isLarge() {
    return groupDocuments >= MAX_DOCUMENTS || groupCharacters >= MAX_CHARACTERS;
  }

  private void commit() throws InterruptedException {
    records += ingestion.commit(group).size();
    accepted += groupDocuments;
    replaced += groupReplaced;
    group.clear();
    groupDocuments = 0;
    groupCharacters = 0;
    groupReplaced = 0;
  }
}
