package io.factorscope.standalone.corpus;

import java.nio.charset.StandardCharsets;

/** Document ids that the door takes. */
final class Identities {

  /** Of UTF-8, as {@code Document.id} says. */
  static final int MAX_BYTES = 512;

  private Identities() {}

  /**
   * The name, or the longest end of it that fits: the ends of paths differ, the beginnings don't.
   */
  static String fitting(String name) {
    int start = 0;
    while (bytes(name, start) > MAX_BYTES) {
      start = name.offsetByCodePoints(start, 1);
    }
    return name.substring(start);
  }

  private static int bytes(String name, int start) {
    return name.substring(start).getBytes(StandardCharsets.UTF_8).length;
  }
}
