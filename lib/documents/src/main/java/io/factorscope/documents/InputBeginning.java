package io.factorscope.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * What an input seems to be by its first bytes.
 *
 * @param complete whether these are all that there are
 */
record InputBeginning(byte[] bytes, int length, boolean complete) {

  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("fffe", "UTF-16 (little-endian)"),
          Map.entry("feff", "UTF-16 (big-endian)"),
          Map.entry("fffe0000", "UTF-32 (little-endian)"),
          Map.entry("0000feff", "UTF-32 (big-endian)"),
          Map.entry("1f8b", "gzip"),
          Map.entry("28b52ffd", "zstd"),
          Map.entry("fd377a58", "xz"),
          Map.entry("504b0304", "zip"));

  private static final String ONE_BYTE_ENCODING =
      "ISO-8859-1, windows-1252 or another such encoding";
  private static final String NO_TEXT = "no text";

  private static final int MAX_KIND_LENGTH = 4;
  private static final double MAX_BAD_SHARE = 0.01;

  /** So many are no mistake any more: a single one in a short text is only replaced. */
  private static final int MIN_BAD = 8;

  private static final double UTF_16_NULS = 0.1;
  private static final double ONE_SIDE = 0.9;

  /** Why it can't be read as UTF-8, if so. */
  Optional<String> problem() {
    Optional<String> kind = kind();
    if (kind.isPresent()) {
      return kind.map(name -> "is not UTF-8, but seems to be " + name + "; " + remedy(name));
    }
    int nuls = nuls(0) + nuls(1);
    if (nuls > MAX_BAD_SHARE * length) {
      return Optional.of(refusal(nuls, "are NUL", kindOfNuls(nuls)));
    }
    int bad = badBytes();
    return bad >= MIN_BAD && bad > MAX_BAD_SHARE * length
        ? Optional.of(refusal(bad, "are not", isText() ? ONE_BYTE_ENCODING : NO_TEXT))
        : Optional.empty();
  }

  private String refusal(int bad, String what, String kind) {
    return ("is not UTF-8: %,d of its first %,d bytes %s; it seems to be %s;"
            + " convert it or leave it out")
        .formatted(bad, length, what, kind);
  }

  /** By the first bytes, of which the longest counts: UTF-32 begins as UTF-16 does. */
  private Optional<String> kind() {
    for (int n = Math.min(MAX_KIND_LENGTH, length); n > 0; n--) {
      String name = KINDS.get(HexFormat.of().formatHex(bytes, 0, n));
      if (name != null) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private static String remedy(String kind) {
    return switch (kind) {
      case "gzip" -> "unpack it, or over HTTP send it with Content-Encoding: gzip";
      case "zstd", "xz", "zip" -> "unpack it";
      default -> "convert it to UTF-8";
    };
  }

  private String kindOfNuls(int nuls) {
    if (nuls < UTF_16_NULS * length) {
      return NO_TEXT;
    }
    if (nuls(1) >= ONE_SIDE * nuls) {
      return "UTF-16 (little-endian)";
    }
    return nuls(0) >= ONE_SIDE * nuls ? "UTF-16 (big-endian)" : "UTF-32 or no text";
  }

  /** NULs at even or at odd places. */
  private int nuls(int first) {
    int nuls = 0;
    for (int i = first; i < length; i += 2) {
      nuls += bytes[i] == 0 ? 1 : 0;
    }
    return nuls;
  }

  private int badBytes() {
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
    CharBuffer out = CharBuffer.allocate(length + 1);
    int bad = 0;
    CoderResult result = decoder.decode(in, out, complete);
    while (result.isError()) {
      bad += result.length();
      in.position(in.position() + result.length());
      result = decoder.decode(in, out, complete);
    }
    return bad;
  }

  /** Whether there are hardly any bytes that no one-byte encoding of texts uses. */
  private boolean isText() {
    int controls = 0;
    for (int i = 0; i < length; i++) {
      boolean control = bytes[i] >= 0 && bytes[i] < ' ' && !Character.isWhitespace(bytes[i]);
      controls += control ? 1 : 0;
    }
    return controls <= MAX_BAD_SHARE * length;
  }
}
