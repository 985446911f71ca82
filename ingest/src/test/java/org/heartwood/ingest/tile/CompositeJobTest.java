package org.heartwood.ingest.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.scene.StackIndex;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CompositeJobTest {
  private static final Path KAFA = Path.of(System.getProperty("heartwood.samples"), "kafa");
  private static final Path STACK = KAFA.resolve("ndvi_1984_2013_x10000.tif");
  private static final int HALO_PX = 20;
  private static final double SCALE = 1e-4;
  private static final List<Integer> YEARS = List.of(1984, 2001, 2004);

  /** One image, more than half of it cloud. */
  private static final CompositeJob.YearImages CLOUDY =
      new CompositeJob.YearImages(1984, new int[] {0});

  /** The stack without its first 10 columns and 20 rows. */
  private static final Grid GRID = new Grid("EPSG:32636", 819405, 831585, 30, 133, 128);

  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark = SparkSessions.open("local[2]");
  }

  private static List<CompositeJob.YearImages> yearBands() {
    Season season = new Season(12, 3);
    List<DatedImage> bands = StackIndex.read(KAFA.resolve("bands.csv"), 166);
    return YEARS.stream()
        .map(
            year ->
                year == CLOUDY.year()
                    ? CLOUDY
                    : new CompositeJob.YearImages(
                        year,
                        bands.stream()
                            .filter(band -> season.contains(year, band.date()))
                            .mapToInt(DatedImage::index0)
                            .toArray()))
        .toList();
  }

  private static List<Row> rows(TileGrid tiles, int partitions) {
    SparkSession session = spark.newSession();
    session.conf().set("spark.sql.leafNodeDefaultParallelism", partitions);
    var table =
        CompositeJob.run(
            session,
            tiles,
            HALO_PX,
            new StackImagery(STACK.toString(), SCALE, 10, 20),
            yearBands());
    assertThat(table.javaRDD().getNumPartitions()).isEqualTo(partitions);
    return table.collectAsList();
  }

  /** One raster a year over the whole grid, put together from the tiles without their halos. */
  private static Map<Integer, FloatRaster> whole(List<Row> rows, TileGrid tiles, String column) {
    Map<Integer, FloatRaster> years = new TreeMap<>();
    for (Row row : rows) {
      TileKey key = CompositeTable.key(row);
      PixelWindow window = tiles.full(key).grow(HALO_PX);
      years
          .computeIfAbsent(
              CompositeTable.year(row), year -> FloatRaster.empty(tiles.grid().window()))
          .paste(CompositeTable.raster(row, column, window).crop(tiles.core(key)));
    }
    return years;
  }

  /** What a pixel's dates are, read one by one. */
  private static float[] valid(GeoTiffSource source, int[] bands, int col, int row) {
    float[] values = new float[bands.length];
    int valid = 0;
    for (int band : bands) {
      float value =
          source.read(new int[] {band}, new PixelWindow(col + 10, row + 20, 1, 1)).get(0).data()[0];
      if (!Float.isNaN(value)) {
        values[valid++] = (float) (value * SCALE);
      }
    }
    return Arrays.copyOf(values, valid);
  }

  private static float median(float[] values) {
    if (values.length == 0) {
      return Float.NaN;
    }
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  @Test
  void everyPixelIsTheMedianTheMinimumAndTheNumberOfItsDates() throws IOException {
    TileGrid tiles = new TileGrid(GRID, 64);
    List<Row> rows = rows(tiles, 2);
    Map<Integer, FloatRaster> medians = whole(rows, tiles, CompositeTable.MEDIAN);
    Map<Integer, FloatRaster> minima = whole(rows, tiles, CompositeTable.MINIMUM);
    Map<Integer, FloatRaster> counts = whole(rows, tiles, CompositeTable.VALID_DATES);
    assertThat(medians).containsOnlyKeys(YEARS);
    Random random = new Random(1);
    int without = 0;
    int withSeveral = 0;
    try (GeoTiffSource source = GeoTiffSource.open(STACK)) {
      for (CompositeJob.YearImages bands : yearBands()) {
        assertThat(bands.images()).isNotEmpty();
        for (int i = 0; i < 150; i++) {
          int col = random.nextInt(GRID.width());
          int row = random.nextInt(GRID.height());
          float[] values = valid(source, bands.images(), col, row);
          float[] sorted = values.clone();
          Arrays.sort(sorted);
          without += values.length == 0 ? 1 : 0;
          withSeveral += values.length > 1 ? 1 : 0;
          Integer year = bands.year();
          assertThat(at(medians, year, col, row)).isEqualTo(Float.valueOf(median(values)));
          assertThat(at(minima, year, col, row))
              .isEqualTo(Float.valueOf(values.length == 0 ? Float.NaN : sorted[0]));
          assertThat(at(counts, year, col, row)).isEqualTo(values.length);
        }
      }
    }
    assertThat(without).isPositive();
    assertThat(withSeveral).isGreaterThan(100);
  }

  private static float at(Map<Integer, FloatRaster> years, int year, int col, int row) {
    FloatRaster raster = years.get(year);
    if (raster == null) {
      throw new AssertionError(year + " is missing");
    }
    return raster.at(col, row);
  }

  @Test
  void partitionsDoNotChangeAByte() {
    TileGrid tiles = new TileGrid(GRID, 64);
    List<Row> one = rows(tiles, 1);
    List<Row> seven = rows(tiles, 7);
    assertThat(one).hasSize(3 * 6);
    assertThat(seven).hasSameSizeAs(one);
    for (int i = 0; i < one.size(); i++) {
      assertThat(CompositeTable.key(seven.get(i))).isEqualTo(CompositeTable.key(one.get(i)));
      assertThat(CompositeTable.year(seven.get(i))).isEqualTo(CompositeTable.year(one.get(i)));
      for (String column :
          List.of(CompositeTable.MEDIAN, CompositeTable.MINIMUM, CompositeTable.VALID_DATES)) {
        assertThat(seven.get(i).<byte[]>getAs(column)).isEqualTo(one.get(i).<byte[]>getAs(column));
      }
    }
  }

  @Test
  void tileSizesDoNotChangeAPixel() {
    TileGrid whole = new TileGrid(GRID, 144);
    Map<Integer, FloatRaster> expected = whole(rows(whole, 2), whole, CompositeTable.MEDIAN);
    for (int tileSizePx : new int[] {48, 64}) {
      TileGrid tiles = new TileGrid(GRID, tileSizePx);
      Map<Integer, FloatRaster> medians = whole(rows(tiles, 2), tiles, CompositeTable.MEDIAN);
      assertThat(medians).containsOnlyKeys(YEARS);
      expected.forEach(
          (year, raster) ->
              assertThat(medians)
                  .hasEntrySatisfying(
                      year, found -> assertThat(found.data()).isEqualTo(raster.data())));
    }
  }

  @Test
  void theHaloReachesIntoTheFileBeyondTheGridAndIsEmptyBeyondTheFile() {
    TileGrid tiles = new TileGrid(GRID, 144);
    Row row = rows(tiles, 1).get(0);
    PixelWindow window = tiles.full(new TileKey(0, 0)).grow(HALO_PX);
    FloatRaster dates = CompositeTable.raster(row, CompositeTable.VALID_DATES, window);
    FloatRaster median = CompositeTable.raster(row, CompositeTable.MEDIAN, window);

    float north = 0;
    for (int col = -10; col < 133; col++) {
      north += dates.at(col, -20);
    }
    assertThat(north).isPositive();
    for (int r = window.row(); r < window.endRow(); r++) {
      assertThat(dates.at(-11, r)).isZero();
      assertThat(dates.at(133, r)).isZero();
      assertThat(median.at(-11, r)).isNaN();
    }
  }
}
