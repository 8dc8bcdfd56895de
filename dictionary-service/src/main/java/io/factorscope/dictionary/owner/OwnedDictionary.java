package io.factorscope.dictionary.owner;

import io.factorscope.dictionary.learn.BadEvidenceException;
import io.factorscope.dictionary.learn.Change;
import io.factorscope.dictionary.learn.DictionaryWriter;
import io.factorscope.dictionary.learn.EvidenceInput;
import io.factorscope.dictionary.learn.LearnerStage;
import io.factorscope.dictionary.learn.PublishedVersions;
import io.factorscope.dictionary.learn.Restart;
import io.factorscope.dictionary.learn.WriterSettings;
import io.factorscope.v1.VersionHeader;
import org.jboss.logging.Logger;

/** A dictionary that is learned here: commits what its writer answers, and says so. */
final class OwnedDictionary {

  private static final Logger LOG = Logger.getLogger(OwnedDictionary.class);

  private final String name;
  private final VersionLog log;
  private final OwnerMetrics metrics;
  private final DictionaryMetrics ofDictionary;
  private final DictionaryWriter writer;

  /**
   * Begins, and commits the checkpoint that this may need.
   *
   * @param published all that the log holds of it
   * @param start where it begins
   */
  OwnedDictionary(
      PublishedVersions published,
      Restart.Start start,
      WriterSettings settings,
      VersionLog log,
      OwnerMetrics metrics) {
    this.name = published.newest().getId().getName();
    this.log = log;
    this.metrics = metrics;
    this.ofDictionary = metrics.of(name);
    this.writer =
        new DictionaryWriter(published, start, settings, metrics.times(), VersionLog::stamped);
    ofDictionary.takeOver(published.headers());
    tell(start);
    commit(writer.begin());
  }

  private void tell(Restart.Start start) {
    start.notes().forEach(note -> LOG.warnf("Dictionary %s: %s", name, note));
    if (start.lost() > 0) {
      LOG.errorf(
          "Dictionary %s: the evidence from offset %d to %d was deleted before it was learned from",
          name, start.lostFrom(), start.lostFrom() + start.lost());
    }
    LOG.infof(
        "Learning %s from version %d and evidence %d on",
        name, writer.head().getId().getVersion(), next());
    metrics.lost(start.lost());
    metrics.notDerived(start.notDerived());
    ofDictionary.seen(writer.counts());
  }

  /**
   * Takes a record, of whichever dictionary.
   *
   * @throws BadEvidenceException if it is of this one and can't be used; it was passed over
   * @throws io.factorscope.dictionary.learn.OtherVersionException if what follows from it is not
   *     what was published
   */
  void apply(EvidenceInput input) throws BadEvidenceException {
    commit(writer.apply(input));
    ofDictionary.seen(writer.counts());
  }

  /** Passes over what lies before an offset: nothing of it is about this dictionary. */
  void skipTo(long offset) {
    writer.skipTo(offset);
  }

  /** No evidence comes: a restart shall not need what retention has deleted by then. */
  void idle() {
    commit(writer.idle());
  }

  private void commit(Change change) {
    if (change.version().isPresent()) {
      metrics
          .times()
          .measure(
              LearnerStage.PUBLICATION,
              () -> {
                log.commit(change);
                return change;
              });
      tell(change.version().get().header());
    } else if (!change.isNothing()) {
      log.commit(change);
    }
  }

  private void tell(VersionHeader published) {
    ofDictionary.version(published);
    LOG.infof(
        "Version %d of %s: %d vectors learned, explained variance %.4f on %d held-out vectors%s",
        published.getId().getVersion(),
        name,
        published.getUpdate().getLearned(),
        published.getMetrics().getExplainedVariance(),
        published.getMetrics().getHeldOut(),
        published.getRefused().isEmpty() ? "" : "; not used: " + published.getRefused());
  }

  /** Offset of the first evidence that it has not read. */
  long next() {
    return writer.next();
  }

  /** Whether versions were published that it must make again. */
  boolean derivesAgain() {
    return writer.derivesAgain();
  }
}
