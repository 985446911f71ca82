package org.heartwood.verification.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.Imagery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DetectionJobTest {
  private static final Grid GRID = new Grid("EPSG:32636", 800_000, 850_000, 30, 70, 52);
  private static final int IMAGES = 140;

  private final SparkSession spark = SparkSessions.open("local[2]");

  @AfterAll
  void stop() {
    spark.stop();
  }

  private static ObservationDays days(List<DatedImage> images) {
    return ObservationDays.of(images, "TEST", new ArrayList<>());
  }

  private static DetectionSettings settings() {
    return DetectionSettings.ndvi(MadeUpImagery.WATCH_FROM);
  }

  /** All pixels of a raster of days of a table, by place on the grid. */
  private int[] assembled(Dataset<Row> table, TileGrid tiles, String column) {
    int[] out = new int[GRID.width() * GRID.height()];
    for (Row row : table.collectAsList()) {
      PixelWindow core = tiles.core(DetectionTable.key(row));
      int[] days = DetectionTable.days(row, column);
      for (int r = 0; r < core.height(); r++) {
        System.arraycopy(
            days,
            r * core.width(),
            out,
            (core.row() + r) * GRID.width() + core.col(),
            core.width());
      }
    }
    return out;
  }

  @Test
  void neitherTilesNorPartitionsNorTheOrderOfScenesMatter() {
    MadeUpImagery imagery = MadeUpImagery.of(IMAGES, 0);
    TileGrid large = new TileGrid(GRID, 128);
    Dataset<Row> whole =
        DetectionJob.run(spark, large, imagery, days(imagery.images()), settings());
    int[] expected = assembled(whole, large, DetectionTable.FIRST_SEEN);
    assertThat(Arrays.stream(expected).filter(day -> day != TileDetection.NO_DAY).count())
        .isGreaterThan(200);

    TileGrid small = new TileGrid(GRID, 16);
    MadeUpImagery shuffled = MadeUpImagery.of(IMAGES, 77);
    Dataset<Row> cut =
        DetectionJob.run(spark, small, shuffled, days(shuffled.images()), settings())
            .repartition(5);
    assertThat(assembled(cut, small, DetectionTable.FIRST_SEEN)).isEqualTo(expected);
    assertThat(assembled(cut, small, DetectionTable.CONFIRMED))
        .isEqualTo(assembled(whole, large, DetectionTable.CONFIRMED));
  }

  @Test
  void stripsHoldNoMoreThanTheyMayAndGiveTheSame() throws IOException {
    MadeUpImagery imagery = MadeUpImagery.of(IMAGES, 0);
    ObservationDays days = days(imagery.images());
    List<Integer> heights = new ArrayList<>();
    Imagery watched =
        (images, window) -> {
          heights.add(window.height());
          return imagery.read(images, window);
        };
    TileDetection strips =
        DetectionJob.tile(GRID.window(), watched, days, settings(), 3 * 70 * IMAGES);
    assertThat(heights).allMatch(height -> height <= 3);
    TileDetection whole =
        DetectionJob.tile(GRID.window(), imagery, days, settings(), DetectionJob.MOST_VALUES);
    assertThat(strips.firstSeen).isEqualTo(whole.firstSeen);
    assertThat(strips.probability).isEqualTo(whole.probability);
    assertThat(strips.confidence).isEqualTo(whole.confidence);
  }

  @Test
  void clearedPixelsAreDatedAndStandingForestIsLeftAlone() throws IOException {
    MadeUpImagery imagery = MadeUpImagery.of(IMAGES, 0);
    TileDetection tile =
        DetectionJob.tile(
            GRID.window(), imagery, days(imagery.images()), settings(), DetectionJob.MOST_VALUES);
    int cleared = 0;
    int found = 0;
    int near = 0;
    int sure = 0;
    int others = 0;
    int falseAlarms = 0;
    int last = (int) imagery.days()[IMAGES - 1];
    for (int pixel = 0; pixel < 70 * 52; pixel++) {
      int col = pixel % 70;
      int row = pixel / 70;
      if (MadeUpImagery.cleared(col, row, last)) {
        cleared++;
        boolean confirmed = tile.standing(pixel) == Standing.CONFIRMED;
        found += confirmed ? 1 : 0;
        // Two observations of 16 days, a quarter of them clouded.
        int day = tile.firstSeen(pixel);
        near +=
            confirmed
                    && MadeUpImagery.cleared(col, row, day + 32)
                    && !MadeUpImagery.cleared(col, row, day - 64)
                ? 1
                : 0;
        sure += tile.confidence(pixel) >= Confidence.HIGH.digit() ? 1 : 0;
      } else {
        others++;
        falseAlarms += tile.confidence(pixel) >= Confidence.HIGH.digit() ? 1 : 0;
      }
      assertThat(tile.probability(pixel)).isBetween(0f, 1f);
      assertThat(tile.magnitude(pixel)).isFinite();
      assertThat(tile.votes(pixel)).isLessThanOrEqualTo(tile.able(pixel));
    }
    assertThat(found / (double) cleared).isGreaterThan(0.97);
    assertThat(near / (double) found).isGreaterThan(0.85);
    assertThat(sure / (double) cleared).isGreaterThan(0.9);
    assertThat(falseAlarms / (double) others).isLessThan(0.05);
  }

  @Test
  void moreCloudsNeverRaiseTheMeanConfidence() throws IOException {
    MadeUpImagery imagery = MadeUpImagery.of(IMAGES, 0);
    ObservationDays days = days(imagery.images());
    double before = Double.POSITIVE_INFINITY;
    for (int hidden : new int[] {0, 40, 80, 120, 140}) {
      Imagery clouded =
          (images, window) -> {
            Imagery.View view = imagery.read(images, window);
            for (int i = 0; i < images.length; i++) {
              if ((images[i] * 37) % IMAGES < hidden) {
                Arrays.fill(view.images().get(i).data(), Float.NaN);
              }
            }
            return view;
          };
      TileDetection tile =
          DetectionJob.tile(
              new PixelWindow(24, 22, 18, 18), clouded, days, settings(), DetectionJob.MOST_VALUES);
      double mean = 0;
      for (int pixel = 0; pixel < 18 * 18; pixel++) {
        mean += tile.probability(pixel) / (18 * 18);
      }
      // A hidden observation can be one that spoke against the change, so that it holds on average.
      assertThat(mean).isLessThanOrEqualTo(before + 0.01);
      before = mean;
      if (hidden == IMAGES) {
        assertThat(tile.standing(0)).isEqualTo(Standing.NO_DATA);
      }
    }
    assertThat(before).isZero();
  }

  @Test
  void aSceneDeliveredTwiceIsUsedOnceAndTold() throws IOException {
    MadeUpImagery imagery = MadeUpImagery.of(IMAGES, 0);
    List<DatedImage> twice = new ArrayList<>(imagery.images());
    twice.add(imagery.images().get(100));
    List<DataIssue> issues = new ArrayList<>();
    ObservationDays days = ObservationDays.of(twice, "TEST", issues);
    assertThat(days.count()).isEqualTo(IMAGES);
    assertThat(issues).singleElement().satisfies(issue -> assertThat(issue.remedy()).isNotEmpty());
  }

  @Test
  void withTooFewDatesNothingCanBeTold() throws IOException {
    MadeUpImagery imagery = MadeUpImagery.of(4, 0);
    TileDetection tile =
        DetectionJob.tile(
            new PixelWindow(0, 0, 4, 4),
            imagery,
            days(imagery.images()),
            settings(),
            DetectionJob.MOST_VALUES);
    for (int pixel = 0; pixel < 16; pixel++) {
      assertThat(tile.standing(pixel).cannotTell()).isTrue();
      assertThat(tile.confidence(pixel)).isZero();
      assertThat(tile.probability(pixel)).isZero();
    }
  }
}
