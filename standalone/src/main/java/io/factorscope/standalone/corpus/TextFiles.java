package io.factorscope.standalone.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Opens UTF-8 files, packed with gzip or not. */
final class TextFiles {

  private static final String PACKED = ".gz";
  private static final int BUFFER_BYTES = 1 << 16;

  private TextFiles() {}

  /** The file's name in lower case, without the ending of a packed file. */
  static String plainName(Path file) {
    String name = lowerName(file);
    return isPacked(file) ? name.substring(0, name.length() - PACKED.length()) : name;
  }

  /**
   * Opens a file, unpacked if its name says that it is packed.
   *
   * @throws CorpusException if it can't be opened or is not packed
   */
  static Reader open(Path file) {
    try {
      InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
      return reader(isPacked(file) ? unpack(bytes) : bytes);
    } catch (IOException e) {
      throw new CorpusException(file + ": can't be read: " + e, e);
    }
  }

  /** Reads UTF-8 and fails on anything else, where Java's own readers would put question marks. */
  static Reader reader(InputStream bytes) {
    return new InputStreamReader(
        bytes,
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private static boolean isPacked(Path file) {
    return lowerName(file).endsWith(PACKED);
  }

  private static String lowerName(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  private static InputStream unpack(InputStream packed) throws IOException {
    try {
      return new GZIPInputStream(packed, BUFFER_BYTES);
    } catch (IOException e) {
      packed.close();
      throw e;
    }
  }
}
