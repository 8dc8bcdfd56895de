package io.factorscope.dictionary.owner;

import io.factorscope.dictionary.learn.Retention;
import io.factorscope.dictionary.learn.WriterSettings;
import io.factorscope.exactlyonce.TopicSpec;
import java.time.Duration;

/**
 * How an owner works.
 *
 * @param retention of the atoms of versions
 * @param idle without evidence for this long, a checkpoint is made of what was read since the last
 */
public record OwnerSettings(Retention retention, Duration idle) {

  /** A checkpoint after half a minute without evidence. */
  public static final OwnerSettings DEFAULT =
      new OwnerSettings(Retention.DEFAULT, Duration.ofSeconds(30));

  /** Coders wait while half of the limit is not in a checkpoint: long before, there is one. */
  private static final int CHECKPOINTS_IN_LIMIT = 8;

  /** The same with another retention. */
  public OwnerSettings withRetention(Retention other) {
    return new OwnerSettings(other, idle);
  }

  /** What writers are told, whose evidence lies in a topic. */
  WriterSettings ofWriters(TopicSpec evidence) {
    String limit = evidence.settings().get("retention.bytes");
    WriterSettings settings = WriterSettings.DEFAULT.withRetention(retention);
    return limit == null
        ? settings
        : settings.withCheckpointBytes(Long.parseLong(limit) / CHECKPOINTS_IN_LIMIT);
  }
}
