package org.heartwood.inference.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.inference.harmonise.RadiometricLine;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.scene.StackIndex;
import org.heartwood.ingest.tile.CompositeJob;
import org.heartwood.ingest.tile.CompositeTable;
import org.heartwood.ingest.tile.Season;
import org.heartwood.ingest.tile.StackImagery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictCanopyJobTest {
  private static final Path KAFA = Path.of(System.getProperty("heartwood.samples"), "kafa");
  private static final String MODEL = "canopy-ndvi-landsat";
  private static final Grid GRID = new Grid("EPSG:32636", 819105, 832185, 30, 143, 148);
  private static final TileGrid WHOLE = new TileGrid(GRID, 160);
  private static final int CLOUDY_YEAR = 1984;
  private static final int CLEAR_YEAR = 2001;

  private static final Map<Integer, RadiometricLine> LINES =
      new TreeMap<>(
          Map.of(
              CLOUDY_YEAR,
              new RadiometricLine(CLOUDY_YEAR, 1.1, -0.07, 0.03, 0.8, 8341),
              CLEAR_YEAR,
              RadiometricLine.identity(CLEAR_YEAR, 21_164)));

  private static SparkSession spark;
  private static int haloPx;

  /** The segmenter on the whole scene at once. */
  private static Map<Integer, Prediction> atOnce;

  private static Map<Integer, FloatRaster> dates;

  @BeforeAll
  static void predictTheWholeSceneAtOnce() {
    spark = SparkSessions.open("local[2]");
    atOnce = new TreeMap<>();
    dates = new TreeMap<>();
    try (TorchSegmenter segmenter = TorchSegmenter.open(ModelReader.load(MODEL))) {
      haloPx = PredictCanopyJob.haloPx(23);
      PixelWindow window = WHOLE.full(new TileKey(0, 0)).grow(haloPx);
      for (Row row : composites(WHOLE, 1).collectAsList()) {
        int year = CompositeTable.year(row);
        RadiometricLine line = line(year);
        FloatRaster ndvi = CompositeTable.raster(row, CompositeTable.MEDIAN, window);
        for (int i = 0; i < ndvi.data().length; i++) {
          ndvi.data()[i] = line.apply(ndvi.data()[i]);
        }
        atOnce.put(year, segmenter.predict(List.of(List.of(ndvi))).get(0).crop(GRID.window()));
        dates.put(
            year,
            CompositeTable.raster(row, CompositeTable.VALID_DATES, window).crop(GRID.window()));
      }
    }
  }

  private static RadiometricLine line(int year) {
    RadiometricLine line = LINES.get(year);
    if (line == null) {
      throw new AssertionError(year + " has no line");
    }
    return line;
  }

  private static Dataset<Row> composites(TileGrid tiles, int partitions) {
    Season season = new Season(12, 3);
    int[] clear =
        StackIndex.read(KAFA.resolve("bands.csv"), 166).stream()
            .filter(band -> season.contains(CLEAR_YEAR, band.date()))
            .mapToInt(DatedImage::index0)
            .toArray();
    return CompositeJob.run(
            spark,
            tiles,
            haloPx,
            new StackImagery(KAFA.resolve("ndvi_1984_2013_x10000.tif").toString(), 1e-4, 0, 0),
            List.of(
                new CompositeJob.YearImages(CLOUDY_YEAR, new int[] {0}),
                new CompositeJob.YearImages(CLEAR_YEAR, clear)))
        .repartition(partitions);
  }

  private static Map<Integer, FloatRaster> predicted(
      TileGrid tiles, int partitions, String column, List<RadiometricLine> lines) {
    Map<Integer, FloatRaster> years = new TreeMap<>();
    List<Row> rows =
        PredictCanopyJob.run(
                composites(tiles, partitions),
                new PredictCanopyJob.Request(MODEL, tiles, haloPx, lines))
            .collectAsList();
    assertThat(rows).hasSize(tiles.across() * tiles.down() * lines.size());
    for (Row row : rows) {
      years
          .computeIfAbsent(CanopyTable.year(row), year -> FloatRaster.empty(GRID.window()))
          .paste(CanopyTable.raster(row, column, tiles.core(CanopyTable.key(row))));
    }
    return years;
  }

  private static List<RadiometricLine> allLines() {
    return List.copyOf(LINES.values());
  }

  private static void closeTo(FloatRaster found, FloatRaster expected, float tolerance) {
    for (int row = 0; row < GRID.height(); row++) {
      for (int col = 0; col < GRID.width(); col++) {
        float value = expected.at(col, row);
        if (Float.isNaN(value)) {
          assertThat(found.at(col, row)).as("pixel %s, %s", col, row).isNaN();
        } else {
          assertThat(found.at(col, row))
              .as("pixel %s, %s", col, row)
              .isCloseTo(value, within(tolerance));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 48, 64})
  void tilesShowNoSeam(int tileSizePx) {
    TileGrid tiles = new TileGrid(GRID, tileSizePx);
    Map<Integer, FloatRaster> means = predicted(tiles, 2, CanopyTable.MEAN_PCT, allLines());
    assertThat(means).containsOnlyKeys(CLOUDY_YEAR, CLEAR_YEAR);
    means.forEach((year, mean) -> closeTo(mean, whole(year).mean(), 1e-3f));
  }

  private static Prediction whole(int year) {
    Prediction prediction = atOnce.get(year);
    if (prediction == null) {
      throw new AssertionError(year + " is missing");
    }
    return prediction;
  }

  @Test
  void standardErrorsAndDatesAreTheScenesToo() {
    TileGrid tiles = new TileGrid(GRID, 64);
    predicted(tiles, 2, CanopyTable.STANDARD_ERROR_PCT, allLines())
        .forEach((year, error) -> closeTo(error, whole(year).standardError(), 1e-3f));
    Map<Integer, FloatRaster> counts = predicted(tiles, 2, CanopyTable.VALID_DATES, allLines());
    assertThat(counts).hasSize(2);
    counts.forEach(
        (year, count) ->
            assertThat(dates)
                .hasEntrySatisfying(
                    year, expected -> assertThat(count.data()).isEqualTo(expected.data())));
  }

  @Test
  void partitionsDoNotChangeABit() {
    TileGrid tiles = new TileGrid(GRID, 48);
    for (String column : List.of(CanopyTable.MEAN_PCT, CanopyTable.STANDARD_ERROR_PCT)) {
      Map<Integer, FloatRaster> one = predicted(tiles, 1, column, allLines());
      Map<Integer, FloatRaster> seven = predicted(tiles, 7, column, allLines());
      assertThat(seven).containsOnlyKeys(CLOUDY_YEAR, CLEAR_YEAR);
      seven.forEach(
          (year, raster) ->
              assertThat(one)
                  .hasEntrySatisfying(
                      year, expected -> assertThat(raster.data()).isEqualTo(expected.data())));
    }
  }

  @Test
  void pixelsWithoutImageHaveNoPredictionAndAllOthersHaveOne() {
    FloatRaster mean =
        predicted(new TileGrid(GRID, 64), 2, CanopyTable.MEAN_PCT, allLines())
            .getOrDefault(CLOUDY_YEAR, FloatRaster.empty(GRID.window()));
    FloatRaster count = dates.getOrDefault(CLOUDY_YEAR, FloatRaster.empty(GRID.window()));
    int valid = 0;
    for (int i = 0; i < mean.data().length; i++) {
      assertThat(Float.isNaN(mean.data()[i])).isEqualTo(count.data()[i] == 0);
      valid += Float.isNaN(mean.data()[i]) ? 0 : 1;
    }
    assertThat(valid).isEqualTo(8341);
  }

  @Test
  void yearsWithoutALineAreLeftOut() {
    assertThat(
            predicted(new TileGrid(GRID, 64), 2, CanopyTable.MEAN_PCT, List.of(line(CLEAR_YEAR))))
        .containsOnlyKeys(CLEAR_YEAR);
  }

  @Test
  void theHaloHoldsTheReceptiveFieldAndTheOverlapInWholeCells() {
    assertThat(PredictCanopyJob.haloPx(23)).isEqualTo(32);
    assertThat(PredictCanopyJob.haloPx(24)).isEqualTo(32);
    assertThat(PredictCanopyJob.haloPx(25)).isEqualTo(36);
  }
}
