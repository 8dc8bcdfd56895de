package io.factorscope.audit;

import com.google.protobuf.ByteString;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.v1.DictionaryVersion;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The versions of the dictionary that made codes: one number has one content. */
final class DictionarySeen {

  private final NavigableMap<Long, ByteString> hashes = new TreeMap<>();

  /**
   * Takes the version of a batch.
   *
   * @throws BadRecordException if the same number had another content before
   */
  void add(DictionaryVersion version) throws BadRecordException {
    ByteString before = hashes.putIfAbsent(version.getVersion(), version.getContentHash());
    if (before != null && !before.equals(version.getContentHash())) {
      throw new BadRecordException(
          "dictionary.content_hash: of version "
              + version.getVersion()
              + " is "
              + hex(version.getContentHash())
              + ", was "
              + hex(before));
    }
  }

  /** The lowest version; 0 for none. */
  long first() {
    return hashes.isEmpty() ? 0 : hashes.firstKey();
  }

  /** The highest version; 0 for none. */
  long last() {
    return hashes.isEmpty() ? 0 : hashes.lastKey();
  }

  /** Content hash of the highest version, hexadecimal; empty for none. */
  String lastHash() {
    return hashes.isEmpty() ? "" : hex(hashes.lastEntry().getValue());
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
