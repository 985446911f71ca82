package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NoiseTest {
  @Test
  void numbersHaveTheMomentsOfTheStandardNormalDistribution() {
    int side = 400;
    double n = side * side;
    double[] powers = new double[5];
    double neighbours = 0;
    double before = 0;
    for (int row = 0; row < side; row++) {
      for (int col = 0; col < side; col++) {
        double value = Noise.gaussian(42, 3, 0, row, col);
        double power = 1;
        for (int i = 0; i < powers.length; i++) {
          powers[i] += power / n;
          power *= value;
        }
        neighbours += value * before / n;
        before = value;
      }
    }
    // Five standard errors of each moment: 1, √2, √15 (about 0) and √96 over √n.
    double unit = 5 / Math.sqrt(n);
    assertThat(powers[1]).isCloseTo(0, within(unit));
    assertThat(powers[2]).isCloseTo(1, within(Math.sqrt(2) * unit));
    assertThat(powers[3]).isCloseTo(0, within(Math.sqrt(15) * unit));
    assertThat(powers[4]).isCloseTo(3, within(Math.sqrt(96) * unit));
    assertThat(neighbours).isCloseTo(0, within(unit));
  }

  @Test
  void theSameAddressGivesTheSameNumber() {
    assertThat(Noise.gaussian(42, 1, 7, -3, 12)).isEqualTo(Noise.gaussian(42, 1, 7, -3, 12));
  }

  @Test
  void everyPartOfTheAddressCounts() {
    double value = Noise.gaussian(42, 1, 7, 3, 12);
    assertThat(
            new double[] {
              Noise.gaussian(43, 1, 7, 3, 12),
              Noise.gaussian(42, 2, 7, 3, 12),
              Noise.gaussian(42, 1, 8, 3, 12),
              Noise.gaussian(42, 1, 7, 4, 12),
              Noise.gaussian(42, 1, 7, 3, 13),
              Noise.gaussian(42, 1, 7, 12, 3)
            })
        .doesNotContain(value)
        .doesNotHaveDuplicates();
  }
}
