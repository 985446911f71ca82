package org.heartwood.verification.counterfactual;

/**
 * Random numbers addressed by coordinates instead of drawn in sequence: the same address gives the
 * same number on every executor, in every order.
 */
final class AddressedRandom {
  private AddressedRandom() {}

  /** 64 random bits at an address. */
  static long bits(long seed, long a, long b) {
    return mix(mix(mix(seed) + a) ^ mix(b + 0x632BE59BD9B4E019L));
  }

  /** A number in [0, 1). */
  static double uniform(long seed, long a, long b) {
    return (bits(seed, a, b) >>> 11) * 0x1.0p-53;
  }

  /** A whole number from 0 to {@code bound − 1}. */
  static int below(int bound, long seed, long a, long b) {
    return (int) (uniform(seed, a, b) * bound);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195). */
  static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
