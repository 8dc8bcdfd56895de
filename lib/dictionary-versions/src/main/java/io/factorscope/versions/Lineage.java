package io.factorscope.versions;

import com.google.protobuf.ByteString;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.v1.Alias;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.Atoms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The versions of one dictionary, as far as they were read. Not thread-safe: {@link VersionBook}
 * guards it.
 */
final class Lineage {

  private final HeaderStore headers = new HeaderStore();
  private final NavigableMap<Long, NavigableMap<Integer, VersionChunk>> chunks = new TreeMap<>();
  private final NavigableMap<String, Alias> aliases = new TreeMap<>();

  /**
   * Adds a header, or replaces it; one whose atoms were dropped removes them.
   *
   * @throws BadRecordException if its number belongs to another version
   */
  void add(VersionHeader header) throws BadRecordException {
    long version = header.getId().getVersion();
    requireKnown(header.getId());
    headers.put(header);
    if (header.getAtomsDropped()) {
      chunks.remove(version);
    }
  }

  /**
   * Adds some atoms.
   *
   * @throws BadRecordException if their number belongs to another version, or they do not fit it
   */
  void add(VersionChunk chunk) throws BadRecordException {
    requireKnown(chunk.getId());
    requireFits(chunk);
    chunks
        .computeIfAbsent(chunk.getId().getVersion(), version -> new TreeMap<>())
        .put(chunk.getChunk(), chunk);
  }

  void add(Alias alias) {
    aliases.put(alias.getAlias(), alias);
  }

  /** Versions are immutable: one number, one content hash. */
  private void requireKnown(DictionaryVersion id) throws BadRecordException {
    Optional<VersionHeader> known = headers.get(id.getVersion());
    if (known.isPresent() && !known.get().getId().equals(id)) {
      throw new BadRecordException(
          "id.content_hash: is %s, that of version %d is %s"
              .formatted(
                  hex(id.getContentHash()),
                  id.getVersion(),
                  hex(known.get().getId().getContentHash())));
    }
  }

  /** The header comes before its chunks; without it there is nothing to check them against. */
  private void requireFits(VersionChunk chunk) throws BadRecordException {
    Optional<VersionHeader> header = headers.get(chunk.getId().getVersion());
    try {
      header.ifPresent(known -> Atoms.check(chunk, known));
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(String.valueOf(e.getMessage()), e);
    }
  }

  private static String hex(ByteString hash) {
    return HexFormat.of().formatHex(hash.toByteArray());
  }

  Optional<VersionHeader> header(long version) {
    return headers.get(version);
  }

  Optional<Alias> alias(String alias) {
    return Optional.ofNullable(aliases.get(alias));
  }

  Collection<Alias> aliases() {
    return List.copyOf(aliases.values());
  }

  List<VersionHeader> after(long version, int limit) {
    return headers.after(version, limit);
  }

  Optional<VersionHeader> newest() {
    return headers.last();
  }

  /** The atoms of a version, or nothing if they are not (or no longer) all there. */
  Optional<List<VersionChunk>> atoms(VersionHeader header) {
    NavigableMap<Integer, VersionChunk> found =
        chunks.getOrDefault(header.getId().getVersion(), new TreeMap<>());
    return found.size() < header.getChunks()
        ? Optional.empty()
        : Optional.of(new ArrayList<>(found.values()));
  }
}
