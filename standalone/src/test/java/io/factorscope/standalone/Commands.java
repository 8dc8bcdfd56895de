package io.factorscope.standalone;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** Runs a command in this process, as {@code ./factorscope} does in its own. */
public final class Commands {

  private Commands() {}

  /** Runs it to its end. */
  public static Run run(String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      int status = Factorscope.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
      return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString());
    } finally {
      System.setOut(before);
    }
  }

  /** What it did. */
  public record Run(int status, String out, String err) {}
}
