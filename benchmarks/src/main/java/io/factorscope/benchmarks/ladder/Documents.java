package io.factorscope.benchmarks.ladder;

import io.factorscope.standalone.corpus.Corpora;
import io.factorscope.standalone.corpus.CorpusDocument;
import io.factorscope.v1.Document;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/** The built-in corpus, over and over; each time round, the documents have other ids. */
final class Documents {

  private final List<CorpusDocument> all;
  private int next;

  Documents() {
    try (Stream<CorpusDocument> documents =
        Corpora.named("builtin", InputStream.nullInputStream()).open()) {
      this.all = documents.toList();
    }
  }

  /** The next document. */
  Document next() {
    CorpusDocument document = all.get(next % all.size());
    int round = next++ / all.size();
    return Document.newBuilder()
        .setId(document.id() + "#" + round)
        .setSource(document.source())
        .setText(document.text())
        .build();
  }
}
