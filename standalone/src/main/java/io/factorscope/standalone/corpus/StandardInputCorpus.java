package io.factorscope.standalone.corpus;

import java.io.InputStream;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Standard input: a JSON object a line if the first line looks like one, else a document a line.
 */
final class StandardInputCorpus implements Corpus {

  private final InputStream in;

  StandardInputCorpus(InputStream in) {
    this.in = in;
  }

  @Override
  public String description() {
    return "standard input, one document a line";
  }

  @Override
  public Stream<CorpusDocument> open() {
    return Lines.of("stdin", TextFiles.reader(in)).map(new ByFirstLine());
  }

  private static final class ByFirstLine implements Function<Line, CorpusDocument> {

    private boolean decided;
    private boolean json;

    @Override
    public CorpusDocument apply(Line line) {
      if (!decided) {
        json = line.text().startsWith("{");
        decided = true;
      }
      return json ? NdjsonCorpus.document(line) : LineCorpus.document(line);
    }
  }
}
