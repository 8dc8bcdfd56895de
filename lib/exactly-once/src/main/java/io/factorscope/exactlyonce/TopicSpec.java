package io.factorscope.exactlyonce;

import java.util.HashMap;
import java.util.Map;

/**
 * A topic as it should be.
 *
 * @param partitions checked ever after
 * @param settings that apply when it is created
 * @param fixed settings that apply ever after
 */
public record TopicSpec(
    String name, int partitions, Map<String, String> settings, Map<String, String> fixed) {

  /** A topic whose settings are its users' once it is there. */
  public TopicSpec(String name, int partitions, Map<String, String> settings) {
    this(name, partitions, settings, Map.of());
  }

  /** What it is created with. */
  Map<String, String> all() {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(fixed);
    return Map.copyOf(all);
  }
}
