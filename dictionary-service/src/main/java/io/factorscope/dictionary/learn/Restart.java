package io.factorscope.dictionary.learn;

import io.factorscope.dictionary.versions.VersionBook;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.learn.LearnerSettings;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** Where learning begins: at the last checkpoint, or at version 1. */
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
   * @param firstEvidence where the evidence begins, for a dictionary that was never learned
   */
  Learning from(Optional<List<LearnerCheckpoint>> checkpoint, long firstEvidence) {
    return checkpoint.map(this::resumed).orElseGet(() -> begun(firstEvidence));
  }

  private Learning resumed(List<LearnerCheckpoint> parts) {
    LearnerCheckpoint first = parts.getFirst();
    LearnerState state =
        io.factorscope.sparse.learn.LearnerCheckpoint.read(
            parts.stream().map(part -> part.getState().toByteArray()).toList());
    Chain chain = chain(first.getVersion());
    Learning.Position position =
        new Learning.Position(
            first.getFirstEvidence(),
            first.getNextEvidence(),
            first.getFirstTime(),
            first.getStreamTime());
    return new Learning(state, chain, atoms(chain.live()), position, times);
  }

  private Learning begun(long firstEvidence) {
    Chain chain = chain(1);
    VersionHeader first = chain.head();
    float[] atoms = atoms(first);
    LearnerState state =
        LearnerState.first(
            Dictionary.of(atoms, first.getFactors(), first.getModel().getWidth()),
            first.getGenerationsList().stream().mapToInt(Integer::intValue).toArray(),
            LearnerSettings.defaults(first.getEvidence().getSalt()));
    return new Learning(state, chain, atoms, Learning.Position.before(firstEvidence), times);
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
