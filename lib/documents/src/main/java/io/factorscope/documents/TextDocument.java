package io.factorscope.documents;

/**
 * A document that keeps all limits.
 *
 * @param id empty if the one who takes it is to make one up
 * @param source where it came from, for people
 * @param replaced characters of source and text that stand for what was no Unicode
 */
public record TextDocument(String id, String source, String text, int replaced) implements Item {

  /** A document whose text was right as it came. */
  public TextDocument(String id, String source, String text) {
    this(id, source, text, 0);
  }
}
