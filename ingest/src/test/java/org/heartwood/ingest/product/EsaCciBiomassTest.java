package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.heartwood.ingest.product.Rasters.row;

import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EsaCciBiomassTest {
  @Test
  void biomassHasNoScaleAndZeroIsAValue() {
    float nan = Float.NaN;
    Decoded agb = EsaCciBiomass.mgPerHa(row(0, 321, 10000, -32768, -9999, -1, 10001, nan));
    assertThat(agb.values().data()).containsExactly(0, 321, 10000, nan, nan, nan, nan, nan);
    assertThat(agb.unknownCodes()).containsOnlyKeys(-1f, 10001f);
  }

  @ParameterizedTest
  @CsvSource({"4.0, 2020", "5.01, 2015", "6.0, 2007", "7.0, 2024", "8.0, 2025"})
  void publishedYearsAreAccepted(String version, int year) {
    assertThatCode(() -> EsaCciBiomass.requireYear(version, year)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"3.0, 2020", "5.01, 2022", "6.0, 2014"})
  void yearsWithoutAMapAreRefused(String version, int year) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> EsaCciBiomass.requireYear(version, year))
        .withMessageContaining("has no map of " + year);
  }

  @Test
  void aVersionThatIsNoneIsRefused() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> EsaCciBiomass.requireYear("latest", 2020))
        .withMessageContaining("expected a version of ESA CCI Biomass such as 5.01");
  }
}
