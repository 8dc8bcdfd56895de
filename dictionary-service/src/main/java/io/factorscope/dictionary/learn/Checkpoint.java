package io.factorscope.dictionary.learn;

import com.google.protobuf.UnsafeByteOperations;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.sparse.learn.LearnerState;
import io.factorscope.sparse.learn.LearnerStateFormat;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.wire.MessageLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a learner was.
 *
 * @param version its head
 * @param rules of the learner that wrote it
 * @param state of the learner
 * @param position of what the state includes
 */
public record Checkpoint(long version, int rules, LearnerState state, Position position) {

  /** The state of a learner, in parts. */
  static List<LearnerCheckpoint> parts(
      DictionaryVersion head, LearnerState state, Position position) {
    List<byte[]> states = LearnerStateFormat.write(state, MessageLimits.MAX_CHECKPOINT_PART_BYTES);
    List<LearnerCheckpoint> parts = new ArrayList<>();
    for (byte[] part : states) {
      parts.add(
          LearnerCheckpoint.newBuilder()
              .setDictionary(head.getName())
              .setPart(parts.size())
              .setParts(states.size())
              .setVersion(head.getVersion())
              .setFirstEvidence(position.firstOffset())
              .setNextEvidence(position.nextOffset())
              .setFirstTime(position.firstTime())
              .setStreamTime(position.streamTime())
              .setLearnerRules(Learner.RULES)
              .setState(UnsafeByteOperations.unsafeWrap(part))
              .build());
    }
    return parts;
  }

  /**
   * Reads a checkpoint.
   *
   * @param parts all of them, in order
   * @throws IllegalArgumentException if their state can't be read
   */
  public static Checkpoint read(List<LearnerCheckpoint> parts) {
    LearnerCheckpoint first = parts.getFirst();
    LearnerState state =
        LearnerStateFormat.read(parts.stream().map(part -> part.getState().toByteArray()).toList());
    Position position =
        new Position(
            first.getFirstEvidence(),
            first.getNextEvidence(),
            first.getFirstTime(),
            first.getStreamTime());
    return new Checkpoint(first.getVersion(), first.getLearnerRules(), state, position);
  }
}
