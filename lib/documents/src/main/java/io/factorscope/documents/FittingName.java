package io.factorscope.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Names that are derived, of files and lines, made to fit without two becoming one. */
public final class FittingName {

  private static final int HASH_BYTES = 8;
  private static final String CUT = "…";
  private static final int MARK_BYTES = 2 * HASH_BYTES + 3;
  private static final char UNDECODABLE = '\uFFFD';

  private FittingName() {}

  /**
   * The name, or if it is too long a hash of it and its end: the ends of paths say more than their
   * beginnings.
   *
   * @param maxBytes of UTF-8
   */
  public static String of(String name, int maxBytes) {
    return Utf8Length.of(name) <= maxBytes
        ? name
        : hash(name) + CUT + end(name, maxBytes - MARK_BYTES);
  }

  /**
   * A file's name under a folder. One that can't be read as text, which the machine's locale
   * decides, is told from others like it by a hash of its bytes.
   */
  public static String ofFile(Path folder, Path file) {
    String name = folder.relativize(file).toString();
    return name.indexOf(UNDECODABLE) < 0
        ? name
        : hash(folder.toUri().relativize(file.toUri()).getRawPath()) + CUT + name;
  }

  /** The longest end that fits and begins with a whole character. */
  private static String end(String name, int maxBytes) {
    int start = name.length();
    int bytes = 0;
    while (start > 0) {
      bytes += Utf8Length.ofUnit(name.charAt(start - 1));
      if (bytes > maxBytes) {
        break;
      }
      start--;
    }
    boolean insidePair = start < name.length() && Character.isLowSurrogate(name.charAt(start));
    return name.substring(insidePair ? start + 1 : start);
  }

  private static String hash(String name) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
