package io.factorscope.dictionary.learn;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.factorscope.sparse.learn.ReplacedFactors;
import io.factorscope.v1.VersionHeader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a dictionary up to the learner's head, as far as admission asks: which there are,
 * until when each was live, and which factors became others since.
 */
final class Chain {

  /** How long evidence of a version is admissible after another took its place, in stream time. */
  private static final Duration ADMISSIBLE = Duration.ofMinutes(10);

  private final NavigableMap<Long, Link> versions = new TreeMap<>();
  private final Map<Long, Long> liveUntil = new HashMap<>();
  private final Map<Long, ReplacedFactors> replacedSince = new HashMap<>();
  private @Nullable VersionHeader head;
  private @Nullable VersionHeader live;
  private long best;

  /** What is asked of a version later: a header takes much more. */
  private record Link(ByteString contentHash, List<Integer> renewed) {}

  /** Adds the next version. */
  void add(VersionHeader header) {
    versions.put(header.getId().getVersion(), link(header));
    replacedSince.clear();
    head = header;
    if (header.getRefused().isEmpty()) {
      if (live != null) {
        liveUntil.put(live.getId().getVersion(), header.getUpdate().getStreamTime());
      }
      live = header;
    }
    // Before versions said which is the best, it was the one in use.
    best = header.getBest() == 0 ? live().getId().getVersion() : header.getBest();
  }

  private static Link link(VersionHeader header) {
    return new Link(
        header.getId().getContentHash(),
        Stream.concat(header.getReplacedList().stream(), header.getMergedList().stream()).toList());
  }

  VersionHeader head() {
    return requireNonNull(head);
  }

  /** The version in use. */
  VersionHeader live() {
    return requireNonNull(live);
  }

  /** Number of the version that explains most, of those that were in use. */
  long best() {
    return best;
  }

  /** Whether evidence may be learned from: its version is on the chain, and was in use of late. */
  boolean isAdmissible(long version, ByteString contentHash, long streamTime) {
    Link link = versions.get(version);
    if (link == null || !link.contentHash().equals(contentHash)) {
      return false;
    }
    boolean inUse = version == live().getId().getVersion();
    long until = inUse ? streamTime : liveUntil.getOrDefault(version, Long.MIN_VALUE / 2);
    return streamTime - until <= ADMISSIBLE.toMillis();
  }

  /** Factors that became others after a version. */
  ReplacedFactors replacedSince(long version) {
    return replacedSince.computeIfAbsent(version, this::union);
  }

  private ReplacedFactors union(long version) {
    ReplacedFactors replaced = ReplacedFactors.none();
    for (Link later : versions.tailMap(version, false).values()) {
      replaced = replaced.and(later.renewed());
    }
    return replaced;
  }
}
