package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.heartwood.ingest.product.Rasters.row;

import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HansenGfcTest {
  private static final HansenGfc.Version V1_11 = HansenGfc.Version.parse("GFC-2023-v1.11");

  @Test
  void lossYearsCountFrom2000UpToTheVersionsLast() {
    Decoded years = HansenGfc.lossYear(row(0, 1, 23, 24, Float.NaN), V1_11);
    assertThat(years.values().data()).containsExactly(0, 2001, 2023, Float.NaN, Float.NaN);
    assertThat(years.unknownPx()).isEqualTo(1);
    assertThat(years.unknownCodes()).containsEntry(24f, 1L);
    assertThat(
            HansenGfc.lossYear(row(24), HansenGfc.Version.parse("GFC-2024-v1.12")).values().data())
        .containsExactly(2024);
  }

  @Test
  void coverIsAPercentageAndMasksHaveFewCodes() {
    float nan = Float.NaN;
    assertThat(HansenGfc.treeCover2000Percent(row(0, 100, 101, 255)).values().data())
        .containsExactly(0, 100, nan, nan);
    assertThat(HansenGfc.gain(row(0, 1, 2)).values().data()).containsExactly(0, 1, nan);
    Decoded mask = HansenGfc.dataMask(row(0, 1, 2, 3));
    assertThat(mask.values().data()).containsExactly(nan, 1, 2, nan);
    assertThat(mask.unknownPx()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "Hansen_GFC-2023-v1.11_lossyear_00N_010E.tif, 2023",
    "GFC-2025-v1.13, 2025",
    "GFC-2015-v1.3, 2015",
  })
  void versionsAreReadFromFileNames(String text, int lastYear) {
    assertThat(HansenGfc.Version.parse(text).lastYear()).isEqualTo(lastYear);
    assertThat(text).contains(HansenGfc.Version.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1.11", "GFC-23-v1.11", "lossyear.tif"})
  void aTextWithoutVersionIsRefused(String text) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> HansenGfc.Version.parse(text))
        .withMessageContaining("expected a Hansen version such as GFC-2023-v1.11");
  }

  @Test
  void aYearThatDoesNotBelongToTheNumberIsRefused() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> HansenGfc.Version.parse("GFC-2022-v1.11"))
        .withMessageContaining("holds loss up to 2023, not 2022")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INCONSISTENT));
  }

  @Test
  void comparisonsAcross2011And2015AreWarnedOf() {
    assertThat(HansenGfc.methodBreaks(2005, 2020)).hasSize(2);
    assertThat(HansenGfc.methodBreaks(2011, 2014)).isEmpty();
    assertThat(HansenGfc.methodBreaks(2014, 2015)).hasSize(1);
    assertThat(HansenGfc.methodBreaks(2001, 2010)).isEmpty();
  }
}
