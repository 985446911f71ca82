package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.heartwood.ingest.product.Rasters.row;

import java.util.Set;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.product.Sentinel2L2A.Band;
import org.heartwood.ingest.product.Sentinel2L2A.OffsetState;
import org.heartwood.ingest.product.Sentinel2L2A.SceneClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Sentinel2L2ATest {
  private static final ProcessingBaseline OLD = new ProcessingBaseline(3, 1);
  private static final ProcessingBaseline NEW = new ProcessingBaseline(5, 9);

  @Test
  void theOffsetIsSubtractedFromBaseline0400On() {
    assertThat(Sentinel2L2A.reflectance(row(1, 1000, 3500), OLD, OffsetState.IN_FILE).data())
        .containsExactly(0.0001f, 0.1f, 0.35f);
    assertThat(Sentinel2L2A.reflectance(row(1, 1000, 3500), NEW, OffsetState.IN_FILE).data())
        .containsExactly(-0.0999f, 0f, 0.25f);
    assertThat(Sentinel2L2A.offset(ProcessingBaseline.FIRST_WITH_OFFSET, OffsetState.IN_FILE))
        .isEqualTo(-1000);
    assertThat(Sentinel2L2A.offset(new ProcessingBaseline(3, 99), OffsetState.IN_FILE)).isZero();
  }

  @Test
  void anOffsetThatTheProviderRemovedIsNotSubtractedAgain() {
    assertThat(Sentinel2L2A.reflectance(row(2500), NEW, OffsetState.REMOVED).data())
        .containsExactly(0.25f);
  }

  @Test
  void noDataAndSaturationAreNaNAndNegativesStay() {
    float[] out =
        Sentinel2L2A.reflectance(row(0, 65535, Float.NaN, 900), NEW, OffsetState.IN_FILE).data();
    assertThat(out).containsExactly(Float.NaN, Float.NaN, Float.NaN, -0.01f);
  }

  @ParameterizedTest
  @CsvSource({
    "04.00, 04.00",
    "05.09, 05.09",
    "02.14, 02.14",
    "S2B_MSIL2A_20220126T034009_N0400_R061_T49QCC_20220126T060000, 04.00",
    "S2A_MSIL2A_20180715T101031_N0208_R022_T33TWN_20180715T131500.SAFE, 02.08",
  })
  void baselinesAreReadFromMetadataAndProductIds(String text, String baseline) {
    assertThat(ProcessingBaseline.parse(text)).hasToString(baseline);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4", "0400", "S2B_MSIL2A_20220126T034009", "2022-01-25"})
  void aTextWithoutBaselineIsRefused(String text) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> ProcessingBaseline.parse(text))
        .withMessageContaining("expected a Sentinel-2 processing baseline such as 04.00");
  }

  @Test
  void aProductThatAUserMadeIsRefused() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(
            () -> ProcessingBaseline.parse("S2A_MSIL2A_20220126T034009_N9999_R061_T49QCC_20220127"))
        .withMessageContaining("made by a user");
  }

  @Test
  void baselinesAreOrdered() {
    assertThat(ProcessingBaseline.parse("02.14")).isLessThan(ProcessingBaseline.parse("04.00"));
    assertThat(ProcessingBaseline.parse("05.09")).isGreaterThan(ProcessingBaseline.parse("05.00"));
  }

  @Test
  void vegetationBareGroundWaterAndUnclassifiedAreClear() {
    float[] scl = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 4.5f, Float.NaN, -1};
    float[] values = new float[scl.length];
    java.util.Arrays.fill(values, 1);
    float nan = Float.NaN;
    assertThat(Sentinel2L2A.masked(row(values), row(scl), Sentinel2L2A.CLEAR).data())
        .containsExactly(nan, nan, nan, nan, 1, 1, 1, 1, nan, nan, nan, nan, nan, nan, nan, nan);
    assertThat(Sentinel2L2A.masked(row(1, 1), row(11, 4), Set.of(SceneClass.SNOW_OR_ICE)).data())
        .containsExactly(1, nan);
  }

  @ParameterizedTest
  @CsvSource({
    "0, NO_DATA",
    "1, SATURATED_OR_DEFECTIVE",
    "2, DARK",
    "3, CLOUD_SHADOW",
    "4, VEGETATION",
    "5, NOT_VEGETATED",
    "6, WATER",
    "7, UNCLASSIFIED",
    "8, CLOUD_MEDIUM_PROBABILITY",
    "9, CLOUD_HIGH_PROBABILITY",
    "10, THIN_CIRRUS",
    "11, SNOW_OR_ICE",
  })
  void theSceneClassesHaveTheirCodes(int code, SceneClass expected) {
    assertThat(SceneClass.of(code)).contains(expected);
    assertThat(expected.code()).isEqualTo(code);
  }

  @Test
  void anOffsetSubtractedTwiceIsNoticed() {
    float[] forest = new float[100];
    java.util.Arrays.fill(forest, 300);
    assertThat(
            Sentinel2L2A.doubtOfOffset(
                Sentinel2L2A.reflectance(row(forest), NEW, OffsetState.IN_FILE)))
        .hasValueSatisfying(text -> assertThat(text).startsWith("100 of 100 px of the red band"));
    assertThat(
            Sentinel2L2A.doubtOfOffset(
                Sentinel2L2A.reflectance(row(forest), NEW, OffsetState.REMOVED)))
        .isEmpty();
    assertThat(Sentinel2L2A.doubtOfOffset(row(Float.NaN))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"B04, B04", "red, B04", "B08, B08", "nir, B08", "nir08, B8A", "B8A_20m, B8A"})
  void bandsAreFoundByTheirIdAndTheirCommonName(String key, Band band) {
    assertThat(Band.of(key)).contains(band);
  }

  @ParameterizedTest
  @ValueSource(strings = {"B10", "B4", "SCL", "visual", ""})
  void whatIsNoBandIsNotFound(String key) {
    assertThat(Band.of(key)).isEmpty();
  }
}
