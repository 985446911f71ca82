package org.heartwood.verification.layer;

/**
 * Drops the bits of a float32 that mean nothing, so that files are smaller and coded faster: of the
 * 23 bits of its fraction the first {@code keptBits} stay, and what follows them becomes the middle
 * of what it can be,
 *
 * <pre>
 * x' = sign(x) · (c + u/2), c = u · ⌊|x|/u⌋, u = 2^(⌊log2 |x|⌋ − keptBits); x' = x where c = |x|
 * </pre>
 *
 * <p>So {@code |x' − x| ≤ 2^−(keptBits + 1) · |x|}; a number of so few bits, such as 0, ½ or any
 * whole number below 2^(keptBits + 1), stays as it is, and no value comes to it or passes it: what
 * was above 60 stays above 60. The order of values is kept; NaN and infinities are not touched.
 *
 * <p>After Klöwer et al. 2021, doi:10.1038/s43588-021-00156-2, who round to the nearest value of so
 * few bits; the middle is as far off at most and as right on average, but passes no limit.
 *
 * @param keptBits bits of the fraction that stay, 0 to 23; 23 changes nothing
 * @param limit another number that no value may come to or pass: values that share their first bits
 *     with it are not rounded; NaN for none
 */
public record BitRounding(int keptBits, float limit) {
  private static final int FRACTION_BITS = 23;

  /** Changes nothing. */
  public static final BitRounding NONE = new BitRounding(FRACTION_BITS, Float.NaN);

  public BitRounding {
    if (keptBits < 0 || keptBits > FRACTION_BITS) {
      throw new IllegalArgumentException("keptBits must be 0 to 23, was " + keptBits);
    }
  }

  /** Keeps so many bits of the fraction. */
  public static BitRounding to(int keptBits) {
    return new BitRounding(keptBits, Float.NaN);
  }

  /** Whether it changes anything. */
  boolean rounds() {
    return keptBits < FRACTION_BITS;
  }

  /** How far a value moves at most, as a share of it. */
  public double relativeError() {
    return rounds() ? Math.scalb(1.0, -keptBits - 1) : 0;
  }

  /** Rounds values in place. */
  void round(float[] values, int from, int to) {
    if (!rounds()) {
      return;
    }
    int dropped = (1 << (FRACTION_BITS - keptBits)) - 1;
    int middle = (dropped + 1) / 2;
    int limitCell = Float.floatToIntBits(limit) & ~dropped;
    // A limit of few bits is the edge of two cells, which no value passes anyway.
    boolean inside = !Float.isNaN(limit) && (Float.floatToIntBits(limit) & dropped) != 0;
    for (int i = from; i < to; i++) {
      float value = values[i];
      int bits = Float.floatToRawIntBits(value);
      int cell = bits & ~dropped;
      if (bits != cell && !Float.isNaN(value) && !(inside && cell == limitCell)) {
        values[i] = Float.intBitsToFloat(cell | middle);
      }
    }
  }
}
