package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.heartwood.ingest.grid.PixelWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorStructureTest {
  private static final ErrorStructure ERRORS = new ErrorStructure(0.1, 0.3, 0.6, 0.4);
  private static final int DRAWS = 20_000;

  /** The whole error of a year: lasting and new part. */
  private static double[] whole(int draw, int year, PixelWindow window) {
    double[] lasting = ERRORS.draw(42, draw, ErrorStructure.EVERY_YEAR, window);
    double[] passing = ERRORS.draw(42, draw, year, window);
    double[] sum = new double[lasting.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = lasting[i] + passing[i];
    }
    return sum;
  }

  @Test
  void varianceIsOneAndCorrelationsAreThoseStated() {
    // Columns 6 to 9 of one row: 6 and 7 lie in one block, 8 and 9 in the next.
    PixelWindow window = new PixelWindow(6, 3, 4, 1);
    double variance = 0;
    double within = 0;
    double across = 0;
    double betweenYears = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      double[] year = whole(draw, 2001, window);
      double[] next = whole(draw, 2002, window);
      variance += year[0] * year[0] / DRAWS;
      within += year[0] * year[1] / DRAWS;
      across += year[1] * year[2] / DRAWS;
      betweenYears += year[0] * next[0] / DRAWS;
    }
    assertThat(variance).isCloseTo(1, within(0.05));
    assertThat(within).isCloseTo(0.1 + 0.3, within(0.04));
    assertThat(across).isCloseTo(0.1, within(0.04));
    assertThat(betweenYears).isCloseTo(1 - 0.4, within(0.04));
  }

  @Test
  void thePartThatLastsKnowsNoYear() {
    PixelWindow window = new PixelWindow(0, 0, 16, 16);
    assertThat(ERRORS.draw(42, 3, ErrorStructure.EVERY_YEAR, window))
        .isEqualTo(ERRORS.draw(42, 3, ErrorStructure.EVERY_YEAR, window));
    assertThat(ERRORS.draw(42, 3, 2001, window)).isNotEqualTo(ERRORS.draw(42, 3, 2002, window));
  }

  @Test
  void aPixelHasTheSameErrorInEveryWindow() {
    PixelWindow large = new PixelWindow(0, 0, 40, 40);
    PixelWindow small = new PixelWindow(13, 5, 11, 9);
    double[] whole = ERRORS.draw(42, 1, 2001, large);
    double[] part = ERRORS.draw(42, 1, 2001, small);
    for (int row = 0; row < 9; row++) {
      for (int col = 0; col < 11; col++) {
        assertThat(part[row * 11 + col]).isEqualTo(whole[(row + 5) * 40 + col + 13]);
      }
    }
  }

  @Test
  void withoutAPassingPartYearsAreAlike() {
    ErrorStructure lasting = new ErrorStructure(0, 0, 1, 0);
    PixelWindow window = new PixelWindow(0, 0, 4, 4);
    assertThat(lasting.draw(42, 0, 2001, window)).containsOnly(0);
  }

  @Test
  void refusesSharesThatDoNotAddUp() {
    assertThatThrownBy(() -> new ErrorStructure(0.5, 0.4, 0.2, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the area shares must add up to 1, were 1.1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
  void refusesAnImpossibleTransientShare(double share) {
    assertThatThrownBy(() -> new ErrorStructure(0, 0, 1, share))
        .hasMessage("transientFraction must lie between 0 and 1, was " + share);
  }
}
