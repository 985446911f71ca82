package org.heartwood.verification.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.heartwood.ingest.project.Dossier.CarbonFactors;
import org.junit.jupiter.api.Test;

class CarbonDensityPropertiesTest {
  private static final int DRAWS = 200_000;
  private static final double TO_CO2 = 44.0 / 12.0;

  private final CarbonDensity density =
      CarbonDensity.of(
          new CarbonFactors(
              "Tropical mountain", "Africa", "Primary/Secondary (merged)", "N&S America"),
          new IpccTables());

  /** Variance of biomass × (1 + ratio) × carbon fraction × 44/12, the three independent. */
  private static double variance() {
    double mean = 190.0 * 1.283 * 0.47;
    double squares =
        (190.0 * 190.0 + 131.2 * 131.2)
            * (1.283 * 1.283 + 0.16 * 0.16)
            * (0.47 * 0.47 + 0.0206 * 0.0206);
    return (squares - mean * mean) * TO_CO2 * TO_CO2;
  }

  @Test
  void theValueIsTheProductOfTheTables() {
    assertThat(density.co2eTonnesPerHa()).isCloseTo(190.0 * 1.283 * 0.47 * TO_CO2, within(1e-9));
    assertThat(density.co2eTonnesPerHa()).isCloseTo(420.1, within(0.05));
  }

  @Test
  void theDrawsHaveTheVarianceOfTheProduct() {
    assertThat(density.estimate(DRAWS, 1).standardError())
        .isCloseTo(Math.sqrt(variance()), within(0.02 * Math.sqrt(variance())));
  }

  @Test
  void theShareOfTheAreaIsThatOfTheProductsVariance() {
    Estimate area = Estimate.nonNegative(100, 30);
    double mean = density.co2eTonnesPerHa();
    double fromArea = 30 * 30 * mean * mean;
    double shared = 30 * 30 * variance();
    double total = fromArea + 100 * 100 * variance() + shared;
    assertThat(density.areaVarianceFraction(area, DRAWS, 1))
        .isCloseTo((fromArea + shared / 2) / total, within(0.01));
  }

  @Test
  void anAreaWithoutErrorCausesNoVariance() {
    assertThat(density.areaVarianceFraction(new Estimate(100, 0, 100, 100), 1000, 1)).isZero();
  }

  @Test
  void withoutAreaThereIsNoCarbon() {
    Estimate none = density.onArea(new Estimate(0, 0, 0, 0), 1000, 1);
    assertThat(none).isEqualTo(new Estimate(0, 0, 0, 0));
    assertThat(density.areaVarianceFraction(new Estimate(0, 0, 0, 0), 1000, 1)).isZero();
  }

  @Test
  void theIntervalWidensWithTheErrorOfTheArea() {
    double width = 0;
    for (double error : new double[] {0, 20, 40, 80}) {
      Estimate carbon = density.onArea(Estimate.nonNegative(100, error), DRAWS, 1);
      assertThat(carbon.mean()).isEqualTo(100 * density.co2eTonnesPerHa());
      assertThat(carbon.ci90High() - carbon.ci90Low()).isGreaterThan(width);
      width = carbon.ci90High() - carbon.ci90Low();
    }
  }

  @Test
  void theSameSeedGivesTheSameNumbers() {
    Estimate area = Estimate.nonNegative(100, 20);
    assertThat(density.onArea(area, 1000, 7)).isEqualTo(density.onArea(area, 1000, 7));
    assertThat(density.onArea(area, 1000, 7)).isNotEqualTo(density.onArea(area, 1000, 8));
  }
}
