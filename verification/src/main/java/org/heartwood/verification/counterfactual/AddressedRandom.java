package org.heartwood.verification.counterfactual;

import org.heartwood.verification.change.Noise;

/**
 * Random numbers addressed by coordinates instead of drawn in sequence: the same address gives the
 * same number on every executor, in every order.
 */
public final class AddressedRandom {
  private AddressedRandom() {}

  /** 64 random bits at an address. */
  static long bits(long seed, long a, long b) {
    return Noise.mix(Noise.mix(Noise.mix(seed) + a) ^ Noise.mix(b + 0x632BE59BD9B4E019L));
  }

  /** A number in [0, 1). */
  static double uniform(long seed, long a, long b) {
    return (bits(seed, a, b) >>> 11) * 0x1.0p-53;
  }

  /** A whole number from 0 to {@code bound − 1}. */
  public static int below(int bound, long seed, long a, long b) {
    return (int) (uniform(seed, a, b) * bound);
  }
}
