package io.factorscope.standalone.progress;

import java.io.PrintStream;

/**
 * The line of progress: written over in place on a terminal; elsewhere a plain line now and then.
 * Thread-safe.
 */
public final class LiveLine {

  private static final int PLAIN_EVERY = 5;
  private static final String ERASE_REST = "\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final int width;
  private int shown;
  private boolean open;

  /**
   * A line that shows nothing yet.
   *
   * @param width columns of the terminal; of no meaning elsewhere
   */
  public LiveLine(PrintStream out, boolean terminal, int width) {
    this.out = out;
    this.terminal = terminal;
    this.width = width;
  }

  /** Shows the present state; meant to be called once a second. */
  public synchronized void show(String line) {
    if (terminal) {
      out.print("\r" + line.substring(0, Math.min(line.length(), width - 1)) + ERASE_REST);
      out.flush();
      open = true;
    } else if (shown % PLAIN_EVERY == 0) {
      out.println(line);
    }
    shown++;
  }

  /** Prints a line that stays. */
  public synchronized void print(String line) {
    finish();
    out.println(line);
  }

  /** Leaves what is shown, so that others may print. */
  public synchronized void finish() {
    if (open) {
      out.println();
      open = false;
    }
  }
}
