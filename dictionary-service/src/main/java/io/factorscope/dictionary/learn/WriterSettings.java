package io.factorscope.dictionary.learn;

import io.factorscope.sparse.learn.VersionRule;

/**
 * What a writer may be told.
 *
 * @param rule when a version closes; the stream knows one, as versions depend on it
 * @param retention of the atoms of versions
 * @param checkpointBytes evidence after which a checkpoint is made, whatever else happens
 */
public record WriterSettings(VersionRule rule, Retention retention, long checkpointBytes) {

  /** As the stream's versions are made; evidence without end is kept. */
  public static final WriterSettings DEFAULT =
      new WriterSettings(VersionRule.DEFAULT, Retention.DEFAULT, Long.MAX_VALUE);

  public WriterSettings withRule(VersionRule other) {
    return new WriterSettings(other, retention, checkpointBytes);
  }

  public WriterSettings withRetention(Retention other) {
    return new WriterSettings(rule, other, checkpointBytes);
  }

  public WriterSettings withCheckpointBytes(long bytes) {
    return new WriterSettings(rule, retention, bytes);
  }
}
