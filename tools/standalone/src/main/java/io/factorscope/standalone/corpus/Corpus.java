package io.factorscope.standalone.corpus;

import io.factorscope.documents.Item;
import java.util.stream.Stream;

/** Documents to stream, in an order of their own. */
public interface Corpus {

  /** What it is, for people. */
  String description();

  /**
   * The documents, and what is refused among them, read as they are asked for; closing the stream
   * closes what they are read from. What can't be read is a refusal, too.
   */
  Stream<Item> open();
}
