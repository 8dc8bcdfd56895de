package io.factorscope.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The hash that decides samples: the finaliser of SplitMix64 (Steele, Lea, Flood 2014), part of the
 * wire contract.
 */
final class Hashes {

  static final long STEP = 0x9E3779B97F4A7C15L;

  private Hashes() {}

  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Of the UTF-8 bytes, one after the other. */
  static long of(String text, long salt) {
    long hash = mix(salt + STEP);
    for (byte b : text.getBytes(UTF_8)) {
      hash = mix(hash + STEP * ((b & 0xFF) + 1L));
    }
    return hash;
  }

  /** The upper 53 bits as a number in [0, 1). */
  static double unit(long hash) {
    return (hash >>> 11) * 0x1.0p-53;
  }
}
