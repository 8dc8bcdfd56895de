package io.factorscope.dictionary.learn;

import io.factorscope.dictionary.versions.VersionBook;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.sparse.learn.LearnerCounts;
import io.factorscope.sparse.learn.LearnerSettings;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * Where learning begins: at the last checkpoint, or at version 1. If versions were published since
 * and their evidence is gone, they can't be derived again: then at the newest of them.
 */
final class Restart {

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
   */
  record Start(Learning learning, boolean isNew) {}

  /**
   * @param beginning of the evidence that is still there
   */
  Start from(Optional<List<LearnerCheckpoint>> checkpoint, long beginning) {
    long version = checkpoint.map(parts -> parts.getFirst().getVersion()).orElse(1L);
    long next = checkpoint.map(parts -> parts.getFirst().getNextEvidence()).orElse(0L);
    VersionHeader newest = book.newest(dictionary).orElseThrow();
    if (newest.getId().getVersion() > version && beginning > next) {
      return new Start(skipped(checkpoint, beginning), true);
    }
    return checkpoint
        .map(parts -> new Start(resumed(parts), false))
        .orElseGet(() -> new Start(begun(beginning), true));
  }

  private Learning resumed(List<LearnerCheckpoint> parts) {
    LearnerCheckpoint first = parts.getFirst();
    Chain chain = chain(first.getVersion());
    Learning.Position position =
        new Learning.Position(
            first.getFirstEvidence(),
            first.getNextEvidence(),
            first.getFirstTime(),
            first.getStreamTime());
    return new Learning(state(parts), chain, atoms(chain.live()), position, times);
  }

  private static LearnerState state(List<LearnerCheckpoint> parts) {
    return io.factorscope.sparse.learn.LearnerCheckpoint.read(
        parts.stream().map(part -> part.getState().toByteArray()).toList());
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

  private Learning skipped(Optional<List<LearnerCheckpoint>> checkpoint, long beginning) {
    Chain chain = chain(Long.MAX_VALUE);
    float[] live = atoms(chain.live());
    LearnerState state =
        checkpoint
            .map(parts -> skipTo(chain, live, state(parts)))
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
