package io.factorscope.standalone.ingest;

import io.factorscope.documents.TextDocument;

/** What became of the documents of a corpus. Thread-safe. */
final class SendCounts {

  private long sent;
  private long answered;
  private long read;
  private long refused;
  private long replaced;
  private long sentAgain;
  private String firstRefusal = "";

  /** A document was read, and is to be sent. */
  synchronized void read(TextDocument document) {
    read++;
    replaced += document.replaced();
  }

  /** Something was read that is no document. */
  synchronized void refused(String message) {
    refused++;
    firstRefusal = firstRefusal.isEmpty() ? message : firstRefusal;
  }

  /** The API has answered. */
  synchronized void answered(IngestClient.Outcome outcome) {
    sent += outcome.accepted();
    answered += outcome.accepted() + outcome.rejected();
    refused += outcome.rejected();
    sentAgain += outcome.sentAgain();
    firstRefusal = firstRefusal.isEmpty() ? outcome.firstError() : firstRefusal;
  }

  /** Documents that are committed. */
  synchronized long sent() {
    return sent;
  }

  /** Lines and files that became no document. */
  synchronized long refused() {
    return refused;
  }

  /** Characters that were no Unicode, and are U+FFFD now. */
  synchronized long replaced() {
    return replaced;
  }

  /** Documents that were taken to be sent, and had no answer yet. */
  synchronized long unanswered() {
    return read - answered;
  }

  /** What was out of the ordinary, each after a semicolon. */
  synchronized String notes() {
    StringBuilder notes = new StringBuilder();
    if (refused > 0) {
      notes.append("; %,d rejected, the first: %s".formatted(refused, firstRefusal));
    }
    if (replaced > 0) {
      notes.append("; %,d characters that were no Unicode are U+FFFD now".formatted(replaced));
    }
    if (sentAgain > 0) {
      notes.append(
          "; %,d had no answer and were sent again: they may be there twice, as revisions"
              .formatted(sentAgain));
    }
    return notes.toString();
  }
}
