package io.factorscope.exactlyonce.backpressure;

/**
 * One partition of a topic, as far as backpressure goes.
 *
 * @param earliest offset of the first record that is kept
 * @param latest offset after the last record
 * @param bytes that its records take
 * @param maxBytes that it keeps; 0 or less: no limit
 */
record PartitionFill(long earliest, long latest, long bytes, long maxBytes) {

  /**
   * How much of the limit is taken by what a reader has not read: 1 means that the next record
   * written may cost it an unread one.
   *
   * @param position the offset after the last record that the reader is done with
   */
  double unreadShare(long position) {
    long records = latest - earliest;
    if (records <= 0 || maxBytes <= 0) {
      return 0;
    }
    double bytesPerRecord = (double) bytes / records;
    return Math.max(0, latest - position) * bytesPerRecord / maxBytes;
  }
}
