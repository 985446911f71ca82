package org.heartwood.verification.change;

/**
 * Random numbers addressed by coordinates instead of drawn in sequence: the same address gives the
 * same number on every executor, in every order.
 */
public final class Noise {
  private Noise() {}

  /** The standard normal number at an address of four coordinates. */
  public static double gaussian(long seed, int kind, int draw, int row, int col) {
    long hash = hash(seed, kind, draw, row, col);
    double u = uniform(hash);
    double v = (mix(hash + 0x632BE59BD9B4E019L) >>> 11) * 0x1.0p-53;
    // Box and Muller 1958.
    return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
  }

  /** The number between 0 and 1, both exclusive, at an address of four coordinates. */
  public static double uniform(long seed, int kind, int draw, int row, int col) {
    return uniform(hash(seed, kind, draw, row, col));
  }

  private static double uniform(long hash) {
    return ((hash >>> 11) + 0.5) * 0x1.0p-53;
  }

  private static long hash(long seed, int kind, int draw, int row, int col) {
    long hash = mix(seed ^ (kind * 0x9E3779B97F4A7C15L));
    hash = mix(hash + draw);
    return mix(hash ^ (((long) row << 32) | (col & 0xFFFFFFFFL)));
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195). */
  public static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
