package io.factorscope.documents;

/** How long texts are as UTF-8, without encoding them. */
public final class Utf8Length {

  private Utf8Length() {}

  /** Bytes of a text without halves of surrogate pairs. */
  public static long of(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += ofUnit(text.charAt(i));
    }
    return bytes;
  }

  /** Of a pair's four bytes each half counts two. */
  static int ofUnit(char unit) {
    if (unit < 0x80) {
      return 1;
    }
    return unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
  }
}
