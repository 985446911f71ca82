package org.heartwood.verification.change;

/**
 * Standard normal numbers addressed by coordinates instead of drawn in sequence: the same address
 * gives the same number on every executor, in every order.
 */
final class Noise {
  private Noise() {}

  /** The number at an address of four coordinates. */
  static double gaussian(long seed, int kind, int draw, int row, int col) {
    long hash = mix(seed ^ (kind * 0x9E3779B97F4A7C15L));
    hash = mix(hash + draw);
    hash = mix(hash ^ (((long) row << 32) | (col & 0xFFFFFFFFL)));
    double u = ((hash >>> 11) + 0.5) * 0x1.0p-53;
    double v = (mix(hash + 0x632BE59BD9B4E019L) >>> 11) * 0x1.0p-53;
    // Box and Muller 1958.
    return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
