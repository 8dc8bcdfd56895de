package io.factorscope.dictionary.learn;

import io.factorscope.dictionary.learn.Checkpoints.Checkpoint;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.sparse.learn.LearnerCounts;
import io.factorscope.sparse.learn.LearnerSettings;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.VersionBook;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Where learning begins: at the last checkpoint, or at version 1. If versions were published since
 * that can't be derived again, as their evidence is gone or they were learned by other rules: at
 * the newest of them.
 */
final class Restart {

  private static final Logger LOG = Logger.getLogger(Restart.class);

  private final VersionBook book;
  private final String dictionary;
  private final StageTimes times;

  Restart(VersionBook book, String dictionary, StageTimes times) {
    this.book = book;
    this.dictionary = dictionary;
    this.times = times;
  }

  /**
   * @param isNew whether no checkpoint holds this state yet
   * @param lostFrom first offset of evidence that was deleted before it was learned from
   * @param lost how many such offsets there are
   * @param notDerived versions that were published since the checkpoint and are gone on from
   */
  record Start(Learning learning, boolean isNew, long lostFrom, long lost, long notDerived) {

    private static Start of(Learning learning, boolean isNew) {
      return new Start(learning, isNew, 0, 0, 0);
    }
  }

  /**
   * @param last checkpoint; one that is not of this dictionary's versions is passed over
   * @param beginning of the evidence that is still there
   */
  Start from(Optional<Checkpoint> last, long beginning) {
    Optional<Checkpoint> checkpoint = last.filter(this::fits);
    if (newest() > versionOf(checkpoint)) {
      if (beginning > nextOf(checkpoint)) {
        return skipping(checkpoint, beginning, "their evidence was deleted");
      }
      if (!followedTheseRules(checkpoint)) {
        return skipping(checkpoint, beginning, "they were learned by other rules");
      }
    }
    return checkpoint
        .map(found -> Start.of(resumed(found), found.rules() != Learner.RULES))
        .orElseGet(() -> Start.of(begun(beginning), true));
  }

  /**
   * Goes on from the newest version instead of deriving again what was published since a
   * checkpoint.
   *
   * @param why that can't be, for people
   */
  Start skipping(Optional<Checkpoint> last, long beginning, String why) {
    Optional<Checkpoint> checkpoint = last.filter(this::fits);
    long derived = versionOf(checkpoint);
    LOG.warnf(
        "Versions %d to %d of %s can't be derived again (%s): learning goes on from the newest",
        derived + 1, newest(), dictionary, why);
    long next = nextOf(checkpoint);
    long lost = Math.max(0, beginning - next);
    return new Start(skipped(checkpoint, beginning), true, next, lost, newest() - derived);
  }

  private long newest() {
    return book.newest(dictionary).orElseThrow().getId().getVersion();
  }

  private static long versionOf(Optional<Checkpoint> checkpoint) {
    return checkpoint.map(Checkpoint::version).orElse(1L);
  }

  private static long nextOf(Optional<Checkpoint> checkpoint) {
    return checkpoint.map(found -> found.position().nextOffset()).orElse(0L);
  }

  /** Whether what was published since a checkpoint follows from it by this learner's rules. */
  private boolean followedTheseRules(Optional<Checkpoint> checkpoint) {
    return checkpoint.map(found -> found.rules() == Learner.RULES).orElse(true)
        && book.headers(dictionary)
            .filter(header -> header.getId().getVersion() > versionOf(checkpoint))
            .allMatch(header -> header.getLearnerRules() == Learner.RULES);
  }

  private boolean fits(Checkpoint checkpoint) {
    boolean fits =
        book.header(dictionary, checkpoint.version())
            .filter(header -> header.getFactors() == checkpoint.state().factors())
            .filter(header -> header.getModel().getWidth() == checkpoint.state().width())
            .isPresent();
    if (!fits) {
      LOG.errorf(
          "The checkpoint of version %d is of none of the versions of %s: learning goes on without"
              + " it",
          checkpoint.version(), dictionary);
    }
    return fits;
  }

  private Learning resumed(Checkpoint checkpoint) {
    return learning(checkpoint.state(), chain(checkpoint.version()), checkpoint.position());
  }

  private Learning begun(long beginning) {
    Chain chain = chain(1);
    return learning(first(chain.head()), chain, Learning.Position.before(beginning));
  }

  private Learning learning(LearnerState state, Chain chain, Learning.Position position) {
    float[] live = atoms(chain.live());
    boolean isBest = chain.best() == chain.live().getId().getVersion();
    float[] best = isBest ? live : atoms(book.header(dictionary, chain.best()).orElseThrow());
    return new Learning(state, chain, live, best, position, times);
  }

  private LearnerState first(VersionHeader header) {
    return LearnerState.first(
        dictionary(header, atoms(header)),
        generations(header),
        LearnerSettings.defaults(header.getEvidence().getSalt()));
  }

  /** What the newest version includes is not learned from again. */
  private Learning skipped(Optional<Checkpoint> checkpoint, long beginning) {
    Chain chain = chain(Long.MAX_VALUE);
    VersionHeader head = chain.head();
    VersionHeader live = chain.live();
    LearnerState state = checkpoint.map(Checkpoint::state).orElseGet(() -> first(live));
    LearnerCounts counts =
        new LearnerCounts(
            head.getUpdate().getLearned(), state.counts().refused(), head.getUpdate().getCoded());
    new Learner(state)
        .skipTo(dictionary(live, atoms(live)), generations(live), highestGenerations(), counts);
    long next = Math.max(beginning, head.getUpdate().getEnd());
    long time = head.getUpdate().getStreamTime();
    return learning(state, chain, new Learning.Position(next, next, time, time));
  }

  /** Of each factor in any version, refused ones too: numbers are never used again. */
  private int[] highestGenerations() {
    int[] highest = new int[book.newest(dictionary).orElseThrow().getFactors()];
    book.headers(dictionary)
        .forEach(
            header -> {
              int[] numbers = generations(header);
              for (int j = 0; j < Math.min(numbers.length, highest.length); j++) {
                highest[j] = Math.max(highest[j], numbers[j]);
              }
            });
    return highest;
  }

  private static Dictionary dictionary(VersionHeader header, float[] atoms) {
    return Dictionary.of(atoms, header.getFactors(), header.getModel().getWidth());
  }

  private static int[] generations(VersionHeader header) {
    return header.getGenerationsList().stream().mapToInt(Integer::intValue).toArray();
  }

  private Chain chain(long head) {
    Chain chain = new Chain();
    book.headers(dictionary)
        .takeWhile(header -> header.getId().getVersion() <= head)
        .forEach(chain::add);
    return chain;
  }

  private float[] atoms(VersionHeader header) {
    return book.version(header)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the atoms of version " + header.getId().getVersion() + " are gone"))
        .assemble()
        .atoms();
  }
}
