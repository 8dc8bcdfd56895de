package io.factorscope.exactlyonce;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The topics of the stream, and how long they keep what they hold.
 *
 * @param partitions of texts, hidden-states and codes: the same number, as a record goes to the
 *     partition of its source
 * @param limit most bytes of a topic
 */
public record TopicSpecs(TopicNames names, int partitions, OptionalLong limit) {

  private static final long SMALL_SEGMENT = 64L << 20;
  private static final int SEGMENTS_IN_LIMIT = 8;

  public TopicSpec texts() {
    return kept(names.texts(), Duration.ofDays(7), partitions);
  }

  public TopicSpec hiddenStates(String model) {
    return kept(names.hiddenStates(model), Duration.ofHours(6), partitions);
  }

  public TopicSpec codes(String dictionary) {
    return kept(names.codes(dictionary), Duration.ofDays(3), partitions);
  }

  /** One partition a dictionary: as many as the topic of versions has. */
  public TopicSpec evidence() {
    return kept(names.evidence(), Duration.ofHours(12), 1);
  }

  public TopicSpec deadLetters() {
    return kept(names.deadLetters(), Duration.ofDays(7), 1);
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

  private TopicSpec kept(String name, Duration time, int partitions) {
    Map<String, String> settings = new HashMap<>();
    settings.put("retention.ms", Long.toString(time.toMillis()));
    if (limit.isPresent()) {
      long perPartition = Math.max(limit.getAsLong() / partitions, SMALL_SEGMENT);
      settings.put("retention.bytes", Long.toString(perPartition));
      settings.put(
          "segment.bytes", Long.toString(Math.max(perPartition / SEGMENTS_IN_LIMIT, 1L << 20)));
    }
    return new TopicSpec(name, partitions, settings);
  }
}
