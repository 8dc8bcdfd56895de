package io.factorscope.standalone.corpus;

import java.util.stream.Stream;

/** Documents to stream, in an order of their own. */
public interface Corpus {

  /** What it is, for people. */
  String description();

  /**
   * The documents, read as they are asked for; closing the stream closes what they are read from.
   *
   * @throws CorpusException if they can't be read, also while the stream is used
   */
  Stream<CorpusDocument> open();
}
