package io.factorscope.documents;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Opens what may be packed with gzip. */
public final class Inputs {

  private static final String PACKED = ".gz";

  /** Text shrinks by gzip to a third or, where a line repeats, a fiftieth. */
  private static final int MAX_BODY_RATIO = 100;

  private Inputs() {}

  /** Whether a file's name says that it is packed. */
  public static boolean isNamedPacked(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(PACKED);
  }

  /**
   * Opens a file, unpacked if it is packed, whatever its name.
   *
   * @throws IOException if it can't be opened, or is not packed though its name says so
   */
  public static InputStream file(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    try {
      InputStream input = stream(bytes);
      if (isNamedPacked(file) && !(input instanceof GzipInput)) {
        throw new IOException("is not packed with gzip, though its name says so; rename it");
      }
      return input;
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  /** A stream, unpacked if it begins as packed ones do. Waits for its first two bytes. */
  public static InputStream stream(InputStream in) throws IOException {
    PushbackInputStream bytes = new PushbackInputStream(in, 2);
    byte[] magic = bytes.readNBytes(2);
    bytes.unread(magic);
    boolean packed =
        magic.length == 2
            && (magic[0] & 0xFF) == GzipBytes.MAGIC_1
            && (magic[1] & 0xFF) == GzipBytes.MAGIC_2;
    return packed ? new GzipInput(bytes, GzipInput.ANY_RATIO) : bytes;
  }

  /** A packed body of a request, which must not become 100 times as large, 64 MiB apart. */
  public static InputStream packedBody(InputStream in) {
    return new GzipInput(in, MAX_BODY_RATIO);
  }

  /** Why something can't be read, in one line. */
  public static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "is missing";
      case AccessDeniedException _ -> "may not be read";
      case FileSystemException e -> "can't be read: " + e.getReason();
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }
}
