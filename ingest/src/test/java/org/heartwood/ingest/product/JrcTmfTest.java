package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heartwood.ingest.product.Rasters.row;

import org.heartwood.ingest.product.JrcTmf.AnnualClass;
import org.heartwood.ingest.product.LandClass.Cover;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JrcTmfTest {
  @Test
  void annualClassesAre1To6And0IsNoData() {
    Decoded classes = JrcTmf.annualChange(row(0, 1, 2, 3, 4, 5, 6, 7));
    assertThat(classes.values().data()).containsExactly(Float.NaN, 1, 2, 3, 4, 5, 6, Float.NaN);
    assertThat(classes.unknownCodes()).containsOnlyKeys(7f);
    assertThat(AnnualClass.REGROWTH.code()).isEqualTo(4);
    assertThat(JrcTmf.ANNUAL_CLASSES.of(5)).map(LandClass::cover).contains(Cover.WATER);
    assertThat(JrcTmf.ANNUAL_CLASSES.of(3)).map(LandClass::cover).contains(Cover.NON_FOREST);
  }

  @Test
  void eventYearsLieWithinTheRelease() {
    Decoded years = JrcTmf.eventYear(row(0, 1982, 2023, 2024, 23), 2023);
    assertThat(years.values().data()).containsExactly(0, 1982, 2023, Float.NaN, Float.NaN);
    assertThat(years.unknownPx()).isEqualTo(2);
  }

  @Test
  void theLastThreeYearsOfAReleaseAreNotSettled() {
    assertThat(JrcTmf.lastSettledYear(2023)).isEqualTo(2020);
  }

  @ParameterizedTest
  @CsvSource({
    "Dec1990, 1990",
    "Dec2023, 2023",
    "JRC_TMF_AnnualChange_v1_2012_AFR_ID35_N0_E20.tif, 2012",
    "AnnualChange_2021, 2021",
  })
  void theYearIsReadFromBandAndFile(String name, int year) {
    assertThat(JrcTmf.year(name)).hasValue(year);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dec1989", "Jan1990", "", "JRC_TMF_DeforestationYear.tif", "Dec19900"})
  void otherNamesTellNoYear(String name) {
    assertThat(JrcTmf.year(name)).isEmpty();
  }
}
