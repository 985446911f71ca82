package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Abramowitz and Stegun 1964, Handbook of Mathematical Functions, table 26.1, p. 966 ff. */
class NormalDistributionValidationTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.5",
    "0.1, 0.539827837277029",
    "0.5, 0.691462461274013",
    "1, 0.841344746068543",
    "1.5, 0.933192798731142",
    "1.96, 0.975002104851780",
    "2, 0.977249868051821",
    "3, 0.998650101968370"
  })
  void probabilityIsThatOfTheTable(double z, double probability) {
    assertThat(NormalDistribution.cumulative(z)).isCloseTo(probability, within(1e-7));
    assertThat(NormalDistribution.cumulative(-z)).isCloseTo(1 - probability, within(1e-7));
  }

  @ParameterizedTest
  @CsvSource({"Infinity, 1", "-Infinity, 0"})
  void infiniteValuesAreCertain(double z, double probability) {
    assertThat(NormalDistribution.cumulative(z)).isEqualTo(probability);
  }
}
