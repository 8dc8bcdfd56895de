package io.factorscope.standalone.corpus;

import java.io.Reader;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A text with one document a line. */
final class LineCorpus implements Corpus {

  private final String name;
  private final Supplier<Reader> reader;

  LineCorpus(String name, Supplier<Reader> reader) {
    this.name = name;
    this.reader = reader;
  }

  @Override
  public String description() {
    return name + ", one document a line";
  }

  @Override
  public Stream<CorpusDocument> open() {
    return Lines.of(name, reader.get()).map(LineCorpus::document);
  }

  /** The document that a line is. */
  static CorpusDocument document(Line line) {
    return new CorpusDocument(Identities.fitting(line.place()), line.file(), line.text());
  }
}
