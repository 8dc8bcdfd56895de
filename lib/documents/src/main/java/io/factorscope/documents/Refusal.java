package io.factorscope.documents;

/**
 * Something that becomes no document.
 *
 * @param input name of the file or stream
 * @param line where, from 1; 0 if it is about the input as a whole
 * @param reason in one line, with the remedy
 */
public record Refusal(Kind kind, String input, long line, String reason) implements Item {

  /** What is refused. */
  public enum Kind {
    /** A line, or a file that would be one document. */
    DOCUMENT,
    /** A line with several JSON values, the only one of its input and without an end. */
    LOST_LINE_ENDS,
    /** All that is left of the input: nothing comes after it. */
    INPUT
  }

  /** {@code file:line: reason}. */
  public String message() {
    return input + (line > 0 ? ":" + line : "") + ": " + reason;
  }
}
