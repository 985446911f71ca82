package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.heartwood.ingest.product.Rasters.row;

import java.time.LocalDate;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.LandsatC2L2.Confidence;
import org.heartwood.ingest.product.LandsatC2L2.Flag;
import org.heartwood.ingest.product.LandsatC2L2.Sensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LandsatC2L2Test {
  /** USGS, "How do I use a scale factor with Landsat Level-2 science products?", its examples. */
  @Test
  void theExamplesOfTheUsgsAreReproduced() {
    assertThat(LandsatC2L2.reflectance(18639)).isCloseTo(0.313f, within(0.0005f));
    assertThat(LandsatC2L2.temperatureK(44947)).isCloseTo(302.6f, within(0.05f));
  }

  @Test
  void theValidRangeIsReflectance0To1AndTheRestIsNaN() {
    assertThat(LandsatC2L2.reflectance(7273)).isCloseTo(0, within(1e-5f));
    assertThat(LandsatC2L2.reflectance(43636)).isCloseTo(1, within(1e-5f));
    assertThat(LandsatC2L2.reflectance(row(0, 1, 7272, 43637, 65535, Float.NaN)).data())
        .containsOnly(Float.NaN);
    assertThat(LandsatC2L2.temperatureK(row(0, 292, Float.NaN)).data()).containsOnly(Float.NaN);
    assertThat(LandsatC2L2.temperatureK(293)).isCloseTo(150.0f, within(0.002f));
  }

  /** LSDS-1619, table of QA_PIXEL value interpretations of Landsat 8–9. */
  @ParameterizedTest
  @CsvSource({
    "1, true, 0, 0, 0, 0",
    "21824, false, 1, 1, 1, 1",
    "21826, true, 1, 1, 1, 1",
    "21888, false, 1, 1, 1, 1",
    "22080, false, 2, 1, 1, 1",
    "22280, true, 3, 1, 1, 1",
    "23888, true, 1, 3, 1, 1",
    "30048, true, 1, 1, 3, 1",
    "54596, true, 1, 1, 1, 3",
  })
  void qaPixelValuesMeanWhatTheGuideSays(
      int qa, boolean obscured, int cloud, int shadow, int snow, int cirrus) {
    assertThat(Float.isNaN(LandsatC2L2.masked(row(0.3f), row(qa), LandsatC2L2.OBSCURING).data()[0]))
        .isEqualTo(obscured);
    assertThat(Confidence.CLOUD.level(qa)).isEqualTo(cloud);
    assertThat(Confidence.CLOUD_SHADOW.level(qa)).isEqualTo(shadow);
    assertThat(Confidence.SNOW_OR_ICE.level(qa)).isEqualTo(snow);
    assertThat(Confidence.CIRRUS.level(qa)).isEqualTo(cirrus);
  }

  @Test
  void flagsAreReadBitByBit() {
    assertThat(Flag.WATER.isSet(21888)).isTrue();
    assertThat(Flag.CLEAR.isSet(21824)).isTrue();
    assertThat(Flag.CLOUD.isSet(22280)).isTrue();
    assertThat(Flag.CLOUD_SHADOW.isSet(23888)).isTrue();
    assertThat(Flag.SNOW.isSet(30048)).isTrue();
    assertThat(Flag.CIRRUS.isSet(54596)).isTrue();
    assertThat(Flag.DILATED_CLOUD.isSet(21826)).isTrue();
    assertThat(Flag.FILL.isSet(1)).isTrue();
    assertThat(LandsatC2L2.masked(row(1), row(Float.NaN), LandsatC2L2.OBSCURING).data())
        .containsExactly(Float.NaN);
  }

  @Test
  void saturationIsReadFromTheBitOfTheBandsOwnNumber() {
    float redOfOli = 1 << 3;
    float nan = Float.NaN;
    assertThat(
            LandsatC2L2.unsaturated(
                    row(1, 1, 1, 1, 1),
                    row(0, redOfOli, 1 << 2, 1 << 11, nan),
                    Sensor.OLI,
                    CommonBand.RED)
                .data())
        .containsExactly(1, nan, 1, nan, nan);
    assertThat(
            LandsatC2L2.unsaturated(
                    row(1, 1, 1), row(redOfOli, 1 << 2, 1 << 9), Sensor.TM, CommonBand.RED)
                .data())
        .containsExactly(1, nan, nan);
  }

  @Test
  void theSameColourHasOtherNumbersOnLandsat8() {
    assertThat(Sensor.TM.reflectanceBand(CommonBand.RED)).contains("SR_B3");
    assertThat(Sensor.ETM_PLUS.reflectanceBand(CommonBand.NIR08)).contains("SR_B4");
    assertThat(Sensor.ETM_PLUS.reflectanceBand(CommonBand.COASTAL)).isEmpty();
    assertThat(Sensor.OLI.reflectanceBand(CommonBand.RED)).contains("SR_B4");
    assertThat(Sensor.OLI.reflectanceBand(CommonBand.NIR08)).contains("SR_B5");
    assertThat(Sensor.OLI.reflectanceBand(CommonBand.SWIR22)).contains("SR_B7");
    assertThat(Sensor.TM.temperatureBand()).isEqualTo("ST_B6");
    assertThat(Sensor.OLI.temperatureBand()).isEqualTo("ST_B10");
  }

  @Test
  void aSceneIdTellsSensorPlaceAndDates() {
    assertThat(LandsatScene.parse("LC08_L2SP_170055_20210101_20210308_02_T1_SR_B4.TIF"))
        .isEqualTo(
            new LandsatScene(
                8, Sensor.OLI, 170, 55, LocalDate.of(2021, 1, 1), LocalDate.of(2021, 3, 8), "T1"));
    assertThat(LandsatScene.parse("LT05_L2SP_200040_20100123_20200825_02_T1").sensor())
        .isEqualTo(Sensor.TM);
  }

  @Test
  void landsat7HasGapsFrom31May2003On() {
    assertThat(LandsatScene.parse("LE07_L2SP_170055_20030530_20200915_02_T1").hasScanGaps())
        .isFalse();
    assertThat(LandsatScene.parse("LE07_L2SP_170055_20030531_20200915_02_T1").hasScanGaps())
        .isTrue();
    assertThat(LandsatScene.parse("LC08_L2SP_170055_20210101_20210308_02_T1").hasScanGaps())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LC08_L1TP_170055_20210101_20210308_02_T1",
        "LC08_L2SP_170055_20211301_20210308_02_T1",
        "S2B_MSIL2A_20220126T034009_N0400",
        "",
      })
  void anythingElseIsRefused(String id) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> LandsatScene.parse(id))
        .withMessageContaining("expected a Landsat Collection 2 Level-2 scene")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.VALUE));
  }

  @Test
  void collection1HasOtherScalesAndIsRefused() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> LandsatScene.parse("LC08_L2SP_170055_20210101_20210308_01_T1"))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED));
  }
}
