package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.heartwood.verification.carbon.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MapScaleTest {
  private static Estimate normal(double mean, double error) {
    return new Estimate(mean, error, mean - Estimate.Z90 * error, mean + Estimate.Z90 * error);
  }

  /** Products of independent normal numbers, a million each. */
  @ParameterizedTest
  @CsvSource({"0, 20, 1.4, 0.3", "30, 10, 1.4, 0.3", "-25, 12, 1.8, 0.4", "8, 15, 1, 0.1"})
  void theIntervalIsThatOfAProductOfIndependentErrors(
      double ha, double haError, double scale, double scaleError) {
    MapScale scaled =
        new MapScale(scale, scale - Estimate.Z90 * scaleError, scale + Estimate.Z90 * scaleError);
    Estimate found = scaled.of(normal(ha, haError));
    SplittableRandom random = new SplittableRandom(3);
    double[] products = new double[1_000_000];
    for (int i = 0; i < products.length; i++) {
      products[i] =
          (ha + haError * random.nextGaussian()) * (scale + scaleError * random.nextGaussian());
    }
    Arrays.sort(products);
    double width = products[950_000] - products[50_000];
    assertThat(found.mean()).isCloseTo(ha * scale, within(1e-12));
    assertThat(found.ci90High() - found.ci90Low()).isCloseTo(width, within(0.06 * width));
    double held =
        Arrays.stream(products).filter(p -> p >= found.ci90Low() && p <= found.ci90High()).count()
            / 1e6;
    assertThat(held).isBetween(0.88, 0.92);
  }

  @Test
  void anIntervalThatLeavesOutZeroStillDoesSo() {
    Estimate found = new MapScale(1.5, 0.2, 4).of(normal(30, 15));
    assertThat(found.ci90Low()).isPositive();
    Estimate loss = new MapScale(1.5, 0.2, 4).of(normal(-30, 15));
    assertThat(loss.ci90High()).isNegative();
    assertThat(loss.ci90Low()).isGreaterThanOrEqualTo(4 * (-30 - Estimate.Z90 * 15));
  }

  @Test
  void aMapTakenAtItsWordChangesNothing() {
    Estimate mapped = normal(-12, 9);
    assertThat(MapScale.NONE.of(mapped)).isEqualTo(mapped);
  }
}
