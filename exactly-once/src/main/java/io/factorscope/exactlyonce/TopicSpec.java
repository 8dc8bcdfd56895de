package io.factorscope.exactlyonce;

import java.util.Map;

/**
 * A topic as it should be. Settings apply when it is created; the number of partitions is checked
 * ever after.
 */
public record TopicSpec(String name, int partitions, Map<String, String> settings) {}
