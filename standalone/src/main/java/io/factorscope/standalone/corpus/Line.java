package io.factorscope.standalone.corpus;

/**
 * A line of a text, and where it stands.
 *
 * @param number from 1
 * @param text without white space around it
 */
record Line(String file, long number, String text) {

  /** {@code file:number}. */
  String place() {
    return file + ":" + number;
  }
}
