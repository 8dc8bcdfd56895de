package io.factorscope.dictionary.learn;

/**
 * When a checkpoint is due. It decides nothing of what is learned: only how much evidence a restart
 * reads again, and how much of it must be kept until then. Not thread-safe.
 */
final class CheckpointRule {

  private static final long MILLIS = 30_000;

  private final long maxBytes;
  private long bytes;
  private long offset;
  private long time = Long.MIN_VALUE / 2;

  /**
   * @param maxBytes of evidence between two checkpoints
   * @param offset up to which nothing new was learned yet
   */
  CheckpointRule(long maxBytes, long offset) {
    this.maxBytes = maxBytes;
    this.offset = offset;
  }

  /** A record was read, of whichever dictionary: the topic must keep it until a checkpoint. */
  void read(int recordBytes) {
    bytes += recordBytes;
  }

  boolean isDue() {
    return bytes > maxBytes;
  }

  /** A version is committed anyway. */
  boolean isDueWithVersion(Position position) {
    return isDue() || position.streamTime() - time >= MILLIS;
  }

  /** Nothing else is to be done. */
  boolean isDueWhenIdle(Position position) {
    return position.nextOffset() > offset;
  }

  /** A checkpoint was made. */
  void made(Position position) {
    bytes = 0;
    offset = position.nextOffset();
    time = position.streamTime();
  }
}
