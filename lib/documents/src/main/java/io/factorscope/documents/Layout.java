package io.factorscope.documents;

/** How documents stand in a stream of lines. */
public enum Layout {
  /** A document a line, without white space around it. */
  LINES,
  /** A JSON object {@code {"id", "source", "text"}} a line; only the text must be there. */
  NDJSON,
  /** NDJSON if the first line that is not blank begins an object, else lines. */
  BY_FIRST_LINE
}
