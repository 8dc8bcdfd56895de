package io.factorscope.standalone;

import io.factorscope.standalone.progress.LiveLine;

/** The terminal, whose width the script {@code factorscope} tells if there is one. */
final class Terminal {

  private static final String COLUMNS = "factorscope.columns";

  private Terminal() {}

  /** A line of progress for where standard output goes. */
  static LiveLine liveLine() {
    int columns = Integer.getInteger(COLUMNS, 0);
    return new LiveLine(System.out, columns > 0, columns);
  }
}
