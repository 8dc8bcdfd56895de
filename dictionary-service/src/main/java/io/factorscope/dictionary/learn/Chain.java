package io.factorscope.dictionary.learn;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.factorscope.sparse.learn.ReplacedFactors;
import io.factorscope.v1.VersionHeader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The versions of a dictionary up to the learner's head, as far as admission asks: which there are,
 * until when each was live, and which factors became others since.
 */
final class Chain {

  /** How long evidence of a version is welcome after another took its place, in stream time. */
  private static final Duration WELCOME = Duration.ofMinutes(10);

  private final NavigableMap<Long, VersionHeader> versions = new TreeMap<>();
  private final Map<Long, Long> liveUntil = new HashMap<>();
  private final Map<Long, ReplacedFactors> replacedSince = new HashMap<>();
  private long live;

  /** Adds the next version. */
  void add(VersionHeader header) {
    long version = header.getId().getVersion();
    versions.put(version, header);
    replacedSince.clear();
    if (header.getRefused().isEmpty()) {
      liveUntil.put(live, header.getUpdate().getStreamTime());
      live = version;
    }
  }

  VersionHeader head() {
    return versions.lastEntry().getValue();
  }

  /** The version in use. */
  VersionHeader live() {
    return requireNonNull(versions.get(live));
  }

  /** Whether evidence is welcome: its version is on the chain, and was in use of late. */
  boolean isWelcome(long version, ByteString contentHash, long streamTime) {
    VersionHeader header = versions.get(version);
    if (header == null || !header.getId().getContentHash().equals(contentHash)) {
      return false;
    }
    long until = version == live ? streamTime : liveUntil.getOrDefault(version, Long.MIN_VALUE / 2);
    return streamTime - until <= WELCOME.toMillis();
  }

  /** Factors that became others after a version. */
  ReplacedFactors replacedSince(long version) {
    return replacedSince.computeIfAbsent(version, this::union);
  }

  private ReplacedFactors union(long version) {
    ReplacedFactors replaced = ReplacedFactors.none();
    for (VersionHeader later : versions.tailMap(version, false).values()) {
      replaced = replaced.and(later.getReplacedList()).and(later.getMergedList());
    }
    return replaced;
  }
}
