package io.factorscope.benchmarks.ladder;

import io.factorscope.documents.TextDocument;
import io.factorscope.standalone.corpus.Corpora;
import io.factorscope.v1.Document;
import java.util.List;
import java.util.stream.Stream;

/** The built-in corpus, over and over; each time round, the documents have other ids. */
final class Documents {

  private final List<TextDocument> all;
  private int next;

  Documents() {
    try (Stream<TextDocument> documents = Corpora.builtin()) {
      this.all = documents.toList();
    }
  }

  /** The next document. */
  Document next() {
    TextDocument document = all.get(next % all.size());
    int round = next++ / all.size();
    return Document.newBuilder()
        .setId(document.id() + "#" + round)
        .setSource(document.source())
        .setText(document.text())
        .build();
  }
}
