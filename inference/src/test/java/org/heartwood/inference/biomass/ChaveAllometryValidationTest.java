package org.heartwood.inference.biomass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chave et al. 2014, doi:10.1111/gcb.12629, equations 4 and 7, to nine digits. */
class ChaveAllometryValidationTest {
  @ParameterizedTest
  @CsvSource({
    "10, 12, 0.6, 0, 0.0413781987, 0.0402342004",
    "23, 20, 0.5, -0.0756, 0.289806285, 0.293387249",
    "50, 30, 0.64, -0.0756, 2.49405779, 2.52616988",
    "50, 30, 0.64, 0.3, 2.49405779, 1.75088027",
    "100, 45, 0.75, -0.0756, 16.7344048, 15.7645778",
    "150, 50, 0.55, 0, 30.2366666, 28.4600291",
    "5, 6, 0.45, 0, 0.00410596787, 0.00516670082"
  })
  void bothEquationsGiveThePublishedMass(
      double diameterCm,
      double heightM,
      double densityGPerCm3,
      double stress,
      double withHeightMg,
      double withoutHeightMg) {
    assertThat(ChaveAllometry.massKg(densityGPerCm3, heightM, diameterCm) / 1000)
        .isCloseTo(withHeightMg, within(withHeightMg * 5e-9));
    assertThat(ChaveAllometry.massWithoutHeightKg(densityGPerCm3, stress, diameterCm) / 1000)
        .isCloseTo(withoutHeightMg, within(withoutHeightMg * 5e-9));
  }

  @Test
  void aTreeWithoutDiameterHasNoMass() {
    assertThatThrownBy(() -> ChaveAllometry.massKg(0.6, 10, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("diameter, cm, must be > 0, was 0.0");
    assertThatThrownBy(() -> ChaveAllometry.massKg(Double.NaN, 10, 20))
        .hasMessage("wood density, g/cm3, must be > 0, was NaN");
  }
}
