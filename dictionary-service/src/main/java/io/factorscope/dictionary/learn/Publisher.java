package io.factorscope.dictionary.learn;

import com.google.protobuf.ByteString;
import io.factorscope.dictionary.learn.StageTimes.Stage;
import io.factorscope.dictionary.versions.VersionLog;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.v1.Alias;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.NewVersion;
import io.factorscope.versions.VersionBook;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Publishes the versions of a dictionary, each in one transaction with what follows from it: the
 * alias, a checkpoint when it is time, and the atoms that nobody needs any more.
 */
final class Publisher {

  private static final Logger LOG = Logger.getLogger(Publisher.class);
  private static final String LIVE = "live";
  private static final long CHECKPOINT_MILLIS = 30_000;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final String dictionary;
  private final VersionBook book;
  private final VersionLog log;
  private final Checkpoints checkpoints;
  private final KeptAtoms kept;
  private final LearningMetrics metrics;
  private final long newestAtStart;
  private long checkpointTime = Long.MIN_VALUE / 2;
  private Set<Long> usedAtCheckpoint;
  private long checkpointOffset;
  private long busy = System.nanoTime();

  /**
   * @param book holds all that the log had when this owner took over
   * @param learning as a restart would begin it now
   */
  Publisher(
      String dictionary,
      VersionBook book,
      VersionLog log,
      Checkpoints checkpoints,
      Retention retention,
      LearningMetrics metrics,
      Learning learning) {
    this.dictionary = dictionary;
    this.book = book;
    this.log = log;
    this.checkpoints = checkpoints;
    this.kept = new KeptAtoms(retention, book.headers(dictionary));
    this.metrics = metrics;
    this.newestAtStart =
        book.newest(dictionary).map(newest -> newest.getId().getVersion()).orElse(0L);
    this.usedAtCheckpoint = used(learning);
    this.checkpointOffset = learning.position().nextOffset();
    metrics.takeOver(book.headers(dictionary));
  }

  /**
   * Publishes a version, or finds that it was published before the restart.
   *
   * @param learning that made it; its head afterwards
   * @throws OtherVersionException if another was published before the restart
   */
  void publish(NewVersion version, Learning learning) {
    Optional<VersionHeader> before = book.header(dictionary, version.header().getId().getVersion());
    if (before.isPresent()) {
      requireSame(before.get(), version.header());
      learning.follow(before.get());
    } else {
      learning.follow(version.header());
      commit(version, learning);
    }
  }

  private void commit(NewVersion version, Learning learning) {
    VersionHeader header = version.header();
    boolean passes = header.getRefused().isEmpty();
    boolean due = learning.position().streamTime() - checkpointTime >= CHECKPOINT_MILLIS;
    List<OutputRecord> checkpoint =
        due
            ? metrics.times().measure(Stage.CHECKPOINT, () -> checkpoints.records(learning))
            : List.of();
    List<VersionHeader> needless = needless(learning);
    VersionHeader published =
        metrics
            .times()
            .measure(
                Stage.PUBLICATION,
                () ->
                    log.commit(
                        version,
                        passes ? Optional.of(LIVE) : Optional.empty(),
                        needless,
                        checkpoint));
    kept.add(published);
    kept.remove(needless);
    if (due) {
      checkpointed(learning);
    }
    metrics.version(published);
    tell(published);
  }

  /** Evidence comes. */
  void busy() {
    busy = System.nanoTime();
  }

  /**
   * No evidence comes: after a while writes a checkpoint of what was learned since the last one, so
   * that a restart does not need evidence that retention has deleted by then. When that happens has
   * no influence on what is learned.
   */
  void idle(Learning learning) {
    if (learning.position().nextOffset() > checkpointOffset
        && System.nanoTime() - busy >= IDLE_NANOS) {
      checkpoint(learning);
    }
  }

  /** Writes a checkpoint by itself. */
  void checkpoint(Learning learning) {
    log.commit(metrics.times().measure(Stage.CHECKPOINT, () -> checkpoints.records(learning)));
    checkpointed(learning);
  }

  /** Whether there are later versions than the learner's, which it must make again. */
  boolean hasMoreThan(Learning learning) {
    return learning.head().getId().getVersion() < newestAtStart;
  }

  private void checkpointed(Learning learning) {
    checkpointTime = learning.position().streamTime();
    checkpointOffset = learning.position().nextOffset();
    usedAtCheckpoint = used(learning);
  }

  private static Set<Long> used(Learning learning) {
    return Stream.of(learning.live(), learning.best()).collect(Collectors.toSet());
  }

  /** A restart needs what was used at the checkpoint: also the last one's, if this one fails. */
  private List<VersionHeader> needless(Learning learning) {
    Set<Long> inUse = used(learning);
    inUse.addAll(usedAtCheckpoint);
    book.aliases(dictionary).stream().map(Alias::getVersion).forEach(inUse::add);
    return kept.needless(
        learning.head().getId().getVersion(), inUse, learning.position().streamTime());
  }

  private void tell(VersionHeader published) {
    LOG.infof(
        "Version %d of %s: %d vectors learned, explained variance %.4f on %d held-out vectors%s",
        published.getId().getVersion(),
        dictionary,
        published.getUpdate().getLearned(),
        published.getMetrics().getExplainedVariance(),
        published.getMetrics().getHeldOut(),
        published.getRefused().isEmpty() ? "" : "; not used: " + published.getRefused());
  }

  private void requireSame(VersionHeader published, VersionHeader derived) {
    if (!published.getId().equals(derived.getId())) {
      throw new OtherVersionException(
          "of version %d of %s, %s was published and %s derived"
              .formatted(
                  derived.getId().getVersion(),
                  dictionary,
                  hex(published.getId().getContentHash()),
                  hex(derived.getId().getContentHash())));
    }
  }

  private static String hex(ByteString hash) {
    return HexFormat.of().formatHex(hash.toByteArray());
  }
}
