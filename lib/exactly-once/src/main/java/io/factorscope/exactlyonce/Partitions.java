package io.factorscope.exactlyonce;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/** Which partition a key belongs to. */
public final class Partitions {

  private Partitions() {}

  /** As Kafka's own producers place it, so that clients of any kind agree. */
  public static int of(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % partitions;
  }
}
