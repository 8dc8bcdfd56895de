package io.factorscope.versions;

import com.google.protobuf.InvalidProtocolBufferException;
import io.factorscope.v1.VersionHeader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Headers by number: the newest as they are, older ones packed. Headers are never deleted, and one
 * with 1,536 factors takes some 6 KB in memory, four bytes for the generation of each factor. Few
 * generations change from one version to the next, so an older header is kept as its difference to
 * one shortly before it. Not thread-safe.
 */
final class HeaderStore {

  /** The newest headers stay unpacked: they are the ones that are asked for. */
  private static final int UNPACKED = 64;

  /** How many headers are packed against the same base. */
  private static final int SAME_BASE = 16;

  private final NavigableMap<Long, VersionHeader> newest = new TreeMap<>();
  private final NavigableMap<Long, Packed> packed = new TreeMap<>();
  private byte @Nullable [] base;
  private int packedByBase;

  /**
   * @param difference deflated, with the base as its dictionary
   * @param size of the message
   */
  private record Packed(byte[] difference, byte[] base, int size) {}

  /** Adds a header, or puts it in the place of the one with its number. */
  void put(VersionHeader header) {
    long version = header.getId().getVersion();
    if (packed.containsKey(version)) {
      packed.put(version, pack(header));
      return;
    }
    newest.put(version, header);
    while (newest.size() > UNPACKED) {
      VersionHeader oldest = newest.pollFirstEntry().getValue();
      packed.put(oldest.getId().getVersion(), pack(oldest));
    }
  }

  Optional<VersionHeader> get(long version) {
    VersionHeader known = newest.get(version);
    return known != null
        ? Optional.of(known)
        : Optional.ofNullable(packed.get(version)).map(HeaderStore::unpack);
  }

  Optional<VersionHeader> last() {
    return newest.isEmpty() ? Optional.empty() : Optional.of(newest.lastEntry().getValue());
  }

  /** Headers after a number, oldest first. */
  List<VersionHeader> after(long version, int limit) {
    List<VersionHeader> headers = new ArrayList<>();
    packed.tailMap(version, false).values().stream()
        .limit(limit)
        .map(HeaderStore::unpack)
        .forEach(headers::add);
    newest.tailMap(version, false).values().stream()
        .limit(limit - headers.size())
        .forEach(headers::add);
    return headers;
  }

  /** Bytes of what is packed, without what Java adds to each. */
  long packedBytes() {
    return packed.values().stream().mapToLong(header -> header.difference().length).sum()
        + packed.values().stream().map(Packed::base).distinct().mapToLong(b -> b.length).sum();
  }

  int packedHeaders() {
    return packed.size();
  }

  private Packed pack(VersionHeader header) {
    byte[] message = header.toByteArray();
    byte[] against = base;
    if (against == null || packedByBase == SAME_BASE) {
      against = message;
      base = message;
      packedByBase = 0;
    }
    packedByBase++;
    return new Packed(deflate(message, against), against, message.length);
  }

  private static byte[] deflate(byte[] message, byte[] against) {
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
      deflater.setDictionary(against);
      deflater.setInput(message);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1024];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  private static VersionHeader unpack(Packed header) {
    try (Inflater inflater = new Inflater()) {
      byte[] message = new byte[header.size()];
      inflater.setInput(header.difference());
      int read = inflater.inflate(message);
      if (read == 0 && inflater.needsDictionary()) {
        inflater.setDictionary(header.base());
        read = inflater.inflate(message);
      }
      return VersionHeader.parseFrom(message);
    } catch (DataFormatException | InvalidProtocolBufferException e) {
      throw new IllegalStateException("a header that was packed here can't be unpacked", e);
    }
  }
}
