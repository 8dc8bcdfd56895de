package io.factorscope.standalone.corpus;

import io.factorscope.documents.DocumentReader;
import io.factorscope.documents.Inputs;
import io.factorscope.documents.Item;
import io.factorscope.documents.Layout;
import io.factorscope.documents.Origin;
import io.factorscope.documents.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;

/** A file or standard input, with a document a line. */
final class StreamCorpus implements Corpus {

  private final String name;
  private final String description;
  private final Layout layout;
  private final Opener opener;

  /** Opens the bytes, unpacked. */
  interface Opener {
    InputStream open() throws IOException;
  }

  /**
   * @param name of the file, after which documents without a name are called
   */
  StreamCorpus(String name, String description, Layout layout, Opener opener) {
    this.name = name;
    this.description = description;
    this.layout = layout;
    this.opener = opener;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Stream<Item> open() {
    try {
      return new DocumentReader(opener.open(), layout, Origin.named(name)).items();
    } catch (IOException e) {
      return Stream.of(new Refusal(Refusal.Kind.INPUT, name, 0, Inputs.reason(e)));
    }
  }
}
