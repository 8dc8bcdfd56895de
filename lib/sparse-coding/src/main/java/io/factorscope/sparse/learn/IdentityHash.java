package io.factorscope.sparse.learn;

/**
 * Draws samples by a hash of identity: the finaliser of SplitMix64 (Steele, Lea, Flood 2014) over
 * identity and seed. Each purpose has a seed of its own, so that its sample does not depend on
 * those of others.
 */
final class IdentityHash {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private IdentityHash() {}

  /** A number in (0, 1], the same for ever for an identity, a seed and a purpose. */
  static double unit(long identity, long seed, int purpose) {
    long hash = mix(mix(seed + STEP * (purpose + 1L)) ^ identity);
    return ((hash >>> 11) + 1) * 0x1.0p-53;
  }

  private static long mix(long z) {
    long hash = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    return hash ^ (hash >>> 31);
  }
}
