package org.heartwood.inference.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuadraticBaselineTest {
  @Test
  void aQuadraticIsFoundAgain() {
    QuadraticBaseline.Fit fit = new QuadraticBaseline.Fit();
    for (double x = 0.2; x < 0.9; x += 0.01) {
      fit.add(x, 5 - 20 * x + 110 * x * x);
    }

    QuadraticBaseline found = fit.solve();

    assertThat(found.constant()).isCloseTo(5, within(1e-6));
    assertThat(found.linear()).isCloseTo(-20, within(1e-6));
    assertThat(found.quadratic()).isCloseTo(110, within(1e-6));
    assertThat(found.residualDeviationPct()).isCloseTo(0, within(1e-4));
    assertThat(found.coverPct(1)).isCloseTo(95, within(1e-5));
    assertThat(found.coverPct(2)).isEqualTo(100);
  }

  @Test
  void onePixelIsNotEnough() {
    QuadraticBaseline.Fit fit = new QuadraticBaseline.Fit();
    fit.add(0.5, 40);

    assertThatThrownBy(fit::solve)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("among 1 pixels");
  }
}
