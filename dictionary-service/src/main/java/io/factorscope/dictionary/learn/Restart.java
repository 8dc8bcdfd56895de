package io.factorscope.dictionary.learn;

import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.sparse.learn.LearnerCounts;
import io.factorscope.sparse.learn.LearnerSettings;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.v1.VersionHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where learning begins: at the last checkpoint, or at version 1. If versions were published since
 * that can't be derived again, as their evidence is gone or they were learned by other rules: at
 * the newest of them.
 */
public final class Restart {

  private final PublishedVersions published;
  private final List<String> notes = new ArrayList<>();

  public Restart(PublishedVersions published) {
    this.published = published;
  }

  /**
   * @param state of the learner
   * @param chain the versions up to the one that the state is about
   * @param live the atoms of the version in use, row-major {@code [factors][width]}
   * @param best those of the best version; the same array if it is the one in use
   * @param position of what the state includes
   * @param isNew whether no checkpoint holds this state yet
   * @param lostFrom first offset of evidence that was deleted before it was learned from
   * @param lost how many such offsets there are
   * @param notDerived versions that were published since the checkpoint and are gone on from
   * @param notes what people should know of it
   */
  public record Start(
      LearnerState state,
      Chain chain,
      float[] live,
      float[] best,
      Position position,
      boolean isNew,
      long lostFrom,
      long lost,
      long notDerived,
      List<String> notes) {

    private Start gapped(long from, long offsets, long versions) {
      return new Start(state, chain, live, best, position, true, from, offsets, versions, notes);
    }
  }

  /**
   * @param last checkpoint; one that is not of this dictionary's versions is passed over
   * @param beginning of the evidence that is still there
   */
  public Start from(Optional<Checkpoint> last, long beginning) {
    Optional<Checkpoint> checkpoint = last.filter(this::fits);
    if (newest() > versionOf(checkpoint)) {
      if (beginning > nextOf(checkpoint)) {
        return gap(checkpoint, beginning, "their evidence was deleted");
      }
      if (!followedTheseRules(checkpoint)) {
        return gap(checkpoint, beginning, "they were learned by other rules");
      }
    }
    return checkpoint.map(this::resumed).orElseGet(() -> begun(beginning));
  }

  /**
   * Goes on from the newest version instead of deriving again what was published since a
   * checkpoint.
   *
   * @param why that can't be, for people
   */
  public Start skipping(Optional<Checkpoint> last, long beginning, String why) {
    return gap(last.filter(this::fits), beginning, why);
  }

  private Start gap(Optional<Checkpoint> checkpoint, long beginning, String why) {
    long derived = versionOf(checkpoint);
    notes.add(
        "versions %d to %d can't be derived again (%s): learning goes on from the newest"
            .formatted(derived + 1, newest(), why));
    long next = nextOf(checkpoint);
    return skipped(checkpoint, beginning)
        .gapped(next, Math.max(0, beginning - next), newest() - derived);
  }

  private long newest() {
    return published.newest().getId().getVersion();
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
        && published
            .headers()
            .filter(header -> header.getId().getVersion() > versionOf(checkpoint))
            .allMatch(header -> header.getLearnerRules() == Learner.RULES);
  }

  private boolean fits(Checkpoint checkpoint) {
    boolean fits =
        published
            .header(checkpoint.version())
            .filter(header -> header.getFactors() == checkpoint.state().factors())
            .filter(header -> header.getModel().getWidth() == checkpoint.state().width())
            .isPresent();
    if (!fits) {
      notes.add(
          "the checkpoint of version %d is of none of the versions: learning goes on without it"
              .formatted(checkpoint.version()));
    }
    return fits;
  }

  private Start resumed(Checkpoint checkpoint) {
    return start(
        checkpoint.state(),
        chain(checkpoint.version()),
        checkpoint.position(),
        checkpoint.rules() != Learner.RULES);
  }

  private Start begun(long beginning) {
    Chain chain = chain(1);
    return start(first(chain.head()), chain, Position.before(beginning), true);
  }

  private Start start(LearnerState state, Chain chain, Position position, boolean isNew) {
    float[] live = published.atoms(chain.live());
    boolean isBest = chain.best() == chain.live().getId().getVersion();
    float[] best = isBest ? live : published.atoms(published.header(chain.best()).orElseThrow());
    return new Start(state, chain, live, best, position, isNew, 0, 0, 0, List.copyOf(notes));
  }

  private LearnerState first(VersionHeader header) {
    return LearnerState.first(
        dictionary(header, published.atoms(header)),
        generations(header),
        LearnerSettings.defaults(header.getEvidence().getSalt()));
  }

  /** What the newest version includes is not learned from again. */
  private Start skipped(Optional<Checkpoint> checkpoint, long beginning) {
    Chain chain = chain(Long.MAX_VALUE);
    VersionHeader head = chain.head();
    VersionHeader live = chain.live();
    LearnerState state = checkpoint.map(Checkpoint::state).orElseGet(() -> first(live));
    LearnerCounts counts =
        new LearnerCounts(
            head.getUpdate().getLearned(), state.counts().refused(), head.getUpdate().getCoded());
    new Learner(state)
        .skipTo(
            dictionary(live, published.atoms(live)),
            generations(live),
            highestGenerations(),
            counts);
    long next = Math.max(beginning, head.getUpdate().getEnd());
    long time = head.getUpdate().getStreamTime();
    return start(state, chain, new Position(next, next, time, time), true);
  }

  /** Of each factor in any version, refused ones too: numbers are never used again. */
  private int[] highestGenerations() {
    int[] highest = new int[published.newest().getFactors()];
    published
        .headers()
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
    published
        .headers()
        .takeWhile(header -> header.getId().getVersion() <= head)
        .forEach(chain::add);
    return chain;
  }
}
