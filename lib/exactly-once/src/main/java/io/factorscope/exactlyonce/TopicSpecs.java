package io.factorscope.exactlyonce;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The topics of the stream, and how long they keep what they hold.
 *
 * <p>Those of the stream have the broker's time, as no producer's clock may decide what is kept,
 * and no limit of time, as the broker does not know what is read: the services delete what is past
 * its time.
 *
 * @param partitions of texts, hidden-states and codes: the same number, as a record goes to the
 *     partition of its source
 * @param limit most bytes of a topic
 * @param kept for how long records are kept
 */
public record TopicSpecs(TopicNames names, int partitions, OptionalLong limit, KeptTimes kept) {

  private static final long SMALL_SEGMENT = 64L << 20;
  private static final int SEGMENTS_IN_LIMIT = 8;
  private static final String TIME = "message.timestamp.type";
  private static final String BROKERS_TIME = "LogAppendTime";
  private static final String MAX_TIME = "retention.ms";
  private static final String NO_LIMIT = "-1";

  /** With the times that are usual. */
  public TopicSpecs(TopicNames names, int partitions, OptionalLong limit) {
    this(names, partitions, limit, KeptTimes.DEFAULT);
  }

  public TopicSpec texts() {
    return stream(names.texts(), partitions);
  }

  public TopicSpec hiddenStates(String model) {
    return stream(names.hiddenStates(model), partitions);
  }

  public TopicSpec codes(String dictionary) {
    return stream(names.codes(dictionary), partitions);
  }

  /** One partition a dictionary: as many as the topic of versions has. */
  public TopicSpec evidence() {
    return stream(names.evidence(), 1);
  }

  /** Nothing reads them: the broker deletes them by its time. */
  public TopicSpec deadLetters() {
    Map<String, String> settings = new HashMap<>(limited(1));
    settings.put(MAX_TIME, Long.toString(Duration.ofDays(7).toMillis()));
    return new TopicSpec(names.deadLetters(), 1, settings, Map.of(TIME, BROKERS_TIME));
  }

  public TopicSpec dictionaryVersions() {
    return compacted(names.dictionaryVersions());
  }

  public TopicSpec dictionaryCheckpoints() {
    return compacted(names.dictionaryCheckpoints());
  }

  /** Small segments, so that a start reads little that was overwritten. */
  private static TopicSpec compacted(String name) {
    return new TopicSpec(
        name,
        1,
        Map.of(
            "cleanup.policy", "compact",
            "segment.bytes", Long.toString(SMALL_SEGMENT),
            "min.cleanable.dirty.ratio", "0.1"));
  }

  private TopicSpec stream(String name, int partitions) {
    return new TopicSpec(
        name, partitions, limited(partitions), Map.of(TIME, BROKERS_TIME, MAX_TIME, NO_LIMIT));
  }

  private Map<String, String> limited(int partitions) {
    if (limit.isEmpty()) {
      return Map.of();
    }
    long perPartition = Math.max(limit.getAsLong() / partitions, SMALL_SEGMENT);
    return Map.of(
        "retention.bytes", Long.toString(perPartition),
        "segment.bytes", Long.toString(Math.max(perPartition / SEGMENTS_IN_LIMIT, 1L << 20)));
  }
}
