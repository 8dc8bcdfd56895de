package io.factorscope.dictionary.learn;

/**
 * How far the evidence was read.
 *
 * @param firstOffset of the evidence since the head version
 * @param nextOffset of the evidence that was not read yet
 * @param firstTime of the evidence since version 1, while that is the head; ms since 1970, 0 if
 *     there was none
 * @param streamTime so far, ms since 1970: of the dictionary's own evidence, so that its versions
 *     do not depend on which others share its partition
 */
public record Position(long firstOffset, long nextOffset, long firstTime, long streamTime) {

  /** Before any evidence. */
  static Position before(long offset) {
    return new Position(offset, offset, 0, 0);
  }

  Position after(long offset, long timestamp) {
    return new Position(
        firstOffset,
        offset + 1,
        firstTime == 0 ? timestamp : firstTime,
        Math.max(streamTime, timestamp));
  }

  Position at(long offset) {
    return new Position(firstOffset, Math.max(nextOffset, offset), firstTime, streamTime);
  }

  Position ofNextVersion() {
    return new Position(nextOffset, nextOffset, firstTime, streamTime);
  }
}
