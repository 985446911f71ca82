package org.heartwood.inference.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.TrainedModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedSeriesModelsGoldenTest {
  private static final Path SAMPLES = Path.of(System.getProperty("heartwood.samples"));
  private static final LocalDate FIRST = LocalDate.of(2014, 10, 12);
  private static final int DATES = 129;
  private static final int FALL_STEP = 60;

  private static SeriesDetector radar;

  @BeforeAll
  static void open() {
    radar = SeriesDetector.open(ModelReader.load("disturbance-s1-bago"));
  }

  @AfterAll
  static void close() {
    radar.close();
  }

  @ParameterizedTest
  @CsvSource({"deforestation-landsat-prodes, prodes", "disturbance-s1-bago, bago"})
  void evaluatingTheShippedWeightsGivesTheTablesOnTheirCard(String name, String sample) {
    TrainedModel model = ModelReader.load(name);
    assertThat(model.card().training().trainingFile()).isEqualTo(sample + "/training.json");

    List<ScoreTable> found =
        new DisturbanceSeriesKind()
            .evaluate(model, SAMPLES.resolve(sample).resolve("training.json"))
            .card()
            .tables();

    assertThat(found).hasSameSizeAs(model.card().tables());
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).differences(model.card().tables().get(i))).isEmpty();
    }
  }

  @Test
  void theRadarModelRanksBetterThanTheSimpleRule() {
    ScoreTable table = radar.card().tables().get(0);

    assertThat(table.value("model, spatial folds", "AUC"))
        .isGreaterThan(
            table.value("lowest mean of 8 dates, 3 x 3 VH, spatial folds", "AUC") + 0.03);
  }

  @Test
  void theLandsatModelBeatsRulesAndRegression() {
    ScoreTable table = ModelReader.load("deforestation-landsat-prodes").card().tables().get(0);

    assertThat(table.value("model, spatial folds", "F1"))
        .isGreaterThan(table.value("logistic regression on all values, spatial folds", "F1"));
  }

  /** Noise of radar in four bands, with a fall of VH from a step on for 100 days, or without. */
  private static PixelSeries noise(double fallDb, double missingFraction, long seed) {
    Random random = new Random(seed);
    List<LocalDate> dates = new ArrayList<>();
    float[] values = new float[4 * DATES];
    for (int i = 0; i < DATES; i++) {
      dates.add(FIRST.plusDays(12L * i));
      double vh = random.nextGaussian();
      double vv = random.nextGaussian();
      double fallen = i >= FALL_STEP && i < FALL_STEP + 9 ? fallDb : 0;
      values[i] = (float) (vh - fallen);
      values[DATES + i] = (float) (0.5 * vh - fallen);
      values[2 * DATES + i] = (float) (vv - 0.3 * fallen);
      values[3 * DATES + i] = (float) (0.5 * vv - 0.3 * fallen);
      if (random.nextDouble() < missingFraction) {
        values[i] = Float.NaN;
      }
    }
    return new PixelSeries(dates, 4, values);
  }

  @Test
  void aPlantedFallIsFoundWithItsDateAndNoiseIsNot() {
    for (int seed = 0; seed < 10; seed++) {
      List<Detection> found = radar.detect(List.of(noise(3, 0, seed), noise(0, 0, seed)));

      assertThat(found.get(0).probability()).isGreaterThan(0.8);
      assertThat(
              Math.abs(
                  ChronoUnit.DAYS.between(
                      FIRST.plusDays(12L * FALL_STEP), found.get(0).date().orElseThrow())))
          .isLessThanOrEqualTo(48);
      assertThat(found.get(0).standardErrorDays()).isPositive();
      assertThat(found.get(1).probability()).isLessThan(0.5);
    }
  }

  @Test
  void missingDatesChangeLittleAndAbsentOnesCountAsMissing() {
    PixelSeries whole = noise(3, 0, 1);
    PixelSeries gaps = noise(3, 0.25, 1);
    List<LocalDate> dates = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < DATES; i++) {
      if (!Float.isNaN(gaps.at(0, i)) || i == 0 || i == DATES - 1) {
        dates.add(gaps.dates().get(i));
        kept.add(i);
      }
    }
    float[] values = new float[4 * kept.size()];
    for (int band = 0; band < 4; band++) {
      for (int i = 0; i < kept.size(); i++) {
        values[band * kept.size() + i] = gaps.at(band, kept.get(i));
      }
    }
    PixelSeries shorter = new PixelSeries(dates, 4, values);

    List<Detection> found = radar.detect(List.of(whole, gaps, shorter));

    assertThat(found.get(2)).isEqualTo(found.get(1));
    assertThat(Math.abs(found.get(1).probability() - found.get(0).probability())).isLessThan(0.2);
    assertThat(radar.detect(List.of(whole, gaps, shorter))).isEqualTo(found);
    assertThat(radar.detect(List.of(whole)).get(0).probability())
        .isCloseTo(found.get(0).probability(), within(1e-6));
  }

  @Test
  void seriesWithoutEnoughDataAreUnknown() {
    float[] none = new float[4 * DATES];
    Arrays.fill(none, Float.NaN);
    PixelSeries empty = new PixelSeries(noise(0, 0, 1).dates(), 4, none);
    PixelSeries oneDate = new PixelSeries(List.of(FIRST), 4, new float[4]);

    List<Detection> found = radar.detect(List.of(empty, oneDate));

    assertThat(found).allSatisfy(one -> assertThat(one.probability()).isNaN());
    assertThat(found).allSatisfy(one -> assertThat(one.date()).isEmpty());
    assertThat(radar.detect(List.of())).isEmpty();
  }

  @Test
  void seriesOfOtherBandsAndModelsOfImagesAreRefused() {
    PixelSeries oneBand = new PixelSeries(List.of(FIRST), 1, new float[1]);
    assertThatThrownBy(() -> radar.detect(List.of(oneBand))).hasMessageContaining("4 bands");
    TrainedModel images = ModelReader.load("canopy-ndvi-landsat");
    assertThatThrownBy(() -> SeriesDetector.open(images))
        .hasMessage("canopy-ndvi-landsat does not read series of pixels");
  }
}
