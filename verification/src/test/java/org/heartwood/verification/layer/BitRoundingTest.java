package org.heartwood.verification.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitRoundingTest {
  private static float[] rounded(BitRounding rounding, float... values) {
    float[] out = values.clone();
    rounding.round(out, 0, out.length);
    return out;
  }

  private static float[] seeded(int count) {
    Random random = new Random(11);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((random.nextDouble() - 0.2) * Math.scalb(1.0, random.nextInt(20) - 10));
    }
    return values;
  }

  @Test
  void noValueMovesFartherThanPromised() {
    for (int bits : new int[] {0, 3, 6, 10, 22}) {
      BitRounding rounding = BitRounding.to(bits);
      float[] values = seeded(20_000);
      float[] out = rounded(rounding, values);
      for (int i = 0; i < values.length; i++) {
        assertThat((double) out[i])
            .isCloseTo(values[i], within(rounding.relativeError() * Math.abs(values[i])));
      }
    }
  }

  @Test
  void whatIsWrittenHasOneBitMoreThanIsKept() {
    for (float value : rounded(BitRounding.to(6), seeded(1000))) {
      assertThat(Float.floatToIntBits(value) & 0xFFFF).isZero();
    }
  }

  @Test
  void numbersOfFewBitsStayAndNothingComesToThemOrPassesThem() {
    BitRounding rounding = BitRounding.to(6);
    for (float limit : new float[] {0.5f, 1, 10, 30, 60, 100, -60}) {
      float above = Math.nextUp(limit);
      float below = Math.nextDown(limit);
      float[] out = rounded(rounding, below, limit, above);
      assertThat(out[0]).isLessThan(limit);
      assertThat(out[1]).isEqualTo(limit);
      assertThat(out[2]).isGreaterThan(limit);
    }
  }

  @Test
  void nothingPassesAFurtherLimitOfAnyBits() {
    for (float limit : new float[] {0.15303476f, 0.7f, 1.0f / 3, 0.25f}) {
      BitRounding rounding = new BitRounding(6, limit);
      Random random = new Random(2);
      for (int i = 0; i < 20_000; i++) {
        float value = (float) (limit * (1 + 0.03 * random.nextGaussian()));
        float out = rounded(rounding, value)[0];
        assertThat(Float.compare(out, limit)).isEqualTo(Float.compare(value, limit));
      }
      float[] near = {Math.nextDown(limit), limit, Math.nextUp(limit)};
      assertThat(rounded(rounding, near)[0]).isLessThan(limit);
      assertThat(rounded(rounding, near)[1]).isEqualTo(limit);
      assertThat(rounded(rounding, near)[2]).isGreaterThan(limit);
    }
  }

  @Test
  void theOrderOfValuesIsKept() {
    float[] values = seeded(5000);
    Arrays.sort(values);
    float[] out = rounded(BitRounding.to(4), values);
    for (int i = 1; i < out.length; i++) {
      assertThat(out[i]).isGreaterThanOrEqualTo(out[i - 1]);
    }
  }

  @Test
  void theMeanOfManyValuesStaysWhereItWas() {
    float[] values = new float[200_000];
    Random random = new Random(7);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (56 + 15 * random.nextGaussian());
    }
    double before = mean(values);
    // Steps of a quarter to one per cent, so that a mean of so many is right to a thousandth.
    assertThat(mean(rounded(BitRounding.to(6), values))).isCloseTo(before, within(0.004));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @Test
  void noDataAndInfinitiesAndZerosAreNotTouched() {
    float[] values = {
      Float.NaN, Float.intBitsToFloat(0x7FC00001), Float.POSITIVE_INFINITY, 0f, -0f, 1f
    };
    float[] out = rounded(BitRounding.to(2), values);
    for (int i = 0; i < values.length; i++) {
      assertThat(Float.floatToRawIntBits(out[i])).isEqualTo(Float.floatToRawIntBits(values[i]));
    }
    float[] any = seeded(100);
    assertThat(rounded(BitRounding.NONE, any)).isEqualTo(any);
    assertThat(BitRounding.NONE.relativeError()).isZero();
  }

  @Test
  void bitsAreThoseOfAFloat() {
    assertThatThrownBy(() -> BitRounding.to(24))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("keptBits must be 0 to 23, was 24");
  }
}
