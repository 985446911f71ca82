package org.heartwood.inference.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuadraticBaselineTest {
  @Test
  void aQuadraticIsFoundAgain() {
    QuadraticBaseline.Fit fit = new QuadraticBaseline.Fit(new double[] {0.5}, new double[] {0.2});
    for (double x = 0.2; x < 0.9; x += 0.01) {
      fit.add(new double[] {x}, 5 - 20 * x + 110 * x * x);
    }

    QuadraticBaseline found = fit.solve();

    for (double x = 0.2; x < 0.9; x += 0.1) {
      assertThat(found.coverPct(new double[] {x}))
          .isCloseTo(5 - 20 * x + 110 * x * x, within(1e-6));
    }
    assertThat(found.residualDeviationPct()).isCloseTo(0, within(1e-4));
    assertThat(found.coverPct(new double[] {1})).isCloseTo(95, within(1e-5));
    assertThat(found.coverPct(new double[] {2})).isEqualTo(100);
  }

  @Test
  void productsOfInputsAreTerms() {
    QuadraticBaseline.Fit fit = new QuadraticBaseline.Fit(new double[] {0, 0}, new double[] {1, 1});
    for (double x = 0; x < 1; x += 0.1) {
      for (double y = 0; y < 1; y += 0.1) {
        fit.add(new double[] {x, y}, 10 + 30 * x * y + 5 * y);
      }
    }

    assertThat(fit.solve().coverPct(new double[] {0.35, 0.85}))
        .isCloseTo(10 + 30 * 0.35 * 0.85 + 5 * 0.85, within(1e-6));
  }

  @Test
  void onePixelIsNotEnough() {
    QuadraticBaseline.Fit fit = new QuadraticBaseline.Fit(new double[] {0.5}, new double[] {0.2});
    fit.add(new double[] {0.5}, 40);

    assertThatThrownBy(fit::solve)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was given 1");
  }
}
