package io.factorscope.dictionary.learn;

import io.factorscope.dictionary.learn.Checkpoints.Checkpoint;
import io.factorscope.dictionary.versions.VersionBook;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.sparse.learn.LearnerCounts;
import io.factorscope.sparse.learn.LearnerSettings;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Where learning begins: at the last checkpoint, or at version 1. If versions were published since
 * and their evidence is gone, they can't be derived again: then at the newest of them.
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
   * @param lost offsets of evidence that were deleted before they were learned from
   */
  record Start(Learning learning, boolean isNew, long lost) {}

  /**
   * @param last checkpoint; one that is not of this dictionary's versions is passed over
   * @param beginning of the evidence that is still there
   */
  Start from(Optional<Checkpoint> last, long beginning) {
    Optional<Checkpoint> checkpoint = last.filter(this::fits);
    long version = checkpoint.map(Checkpoint::version).orElse(1L);
    long next = checkpoint.map(found -> found.position().nextOffset()).orElse(0L);
    VersionHeader newest = book.newest(dictionary).orElseThrow();
    if (newest.getId().getVersion() > version && beginning > next) {
      return new Start(skipped(checkpoint, beginning), true, beginning - next);
    }
    return checkpoint
        .map(found -> new Start(resumed(found), false, 0))
        .orElseGet(() -> new Start(begun(beginning), true, 0));
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
    Chain chain = chain(checkpoint.version());
    return new Learning(
        checkpoint.state(), chain, atoms(chain.live()), checkpoint.position(), times);
  }

  private Learning begun(long beginning) {
    Chain chain = chain(1);
    float[] atoms = atoms(chain.head());
    LearnerState state = first(chain.head(), atoms);
    return new Learning(state, chain, atoms, Learning.Position.before(beginning), times);
  }

  private static LearnerState first(VersionHeader header, float[] atoms) {
    return LearnerState.first(
        dictionary(header, atoms),
        generations(header),
        LearnerSettings.defaults(header.getEvidence().getSalt()));
  }

  private Learning skipped(Optional<Checkpoint> checkpoint, long beginning) {
    Chain chain = chain(Long.MAX_VALUE);
    float[] live = atoms(chain.live());
    LearnerState state =
        checkpoint
            .map(found -> skipTo(chain, live, found.state()))
            .orElseGet(() -> first(chain.live(), live));
    long time = chain.head().getUpdate().getStreamTime();
    return new Learning(
        state, chain, live, new Learning.Position(beginning, beginning, time, time), times);
  }

  /** By way of the head, so that the generations that a refused one began are not used again. */
  private LearnerState skipTo(Chain chain, float[] live, LearnerState state) {
    VersionHeader head = chain.head();
    Learner learner = new Learner(state);
    learner.skipTo(
        dictionary(head, atoms(head)),
        generations(head),
        new LearnerCounts(
            head.getUpdate().getLearned(), state.counts().refused(), head.getUpdate().getCoded()));
    learner.resetTo(dictionary(chain.live(), live), generations(chain.live()));
    return state;
  }

  private static Dictionary dictionary(VersionHeader header, float[] atoms) {
    return Dictionary.of(atoms, header.getFactors(), header.getModel().getWidth());
  }

  private static int[] generations(VersionHeader header) {
    return header.getGenerationsList().stream().mapToInt(Integer::intValue).toArray();
  }

  private Chain chain(long head) {
    Chain chain = new Chain();
    book.after(dictionary, 0, Integer.MAX_VALUE).stream()
        .filter(header -> header.getId().getVersion() <= head)
        .forEach(chain::add);
    return chain;
  }

  private float[] atoms(VersionHeader header) {
    return atoms(
        book.version(header)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the atoms of version " + header.getId().getVersion() + " are gone")));
  }

  /** Row-major {@code [factors][width]}. */
  static float[] atoms(VersionBook.Version version) {
    VersionHeader header = version.header();
    int width = header.getModel().getWidth();
    float[] atoms = new float[header.getFactors() * width];
    for (VersionChunk chunk : version.chunks()) {
      chunk
          .getAtoms()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(atoms, chunk.getFirstFactor() * width, chunk.getFactors() * width);
    }
    return atoms;
  }
}
