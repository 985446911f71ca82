package org.heartwood.ingest.tile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.registration.CoRegistration;
import org.heartwood.ingest.registration.ImageShift;
import org.heartwood.ingest.table.TableSchema;

/**
 * Measures whether the images of a season lie on each other (METHOD.md §3.5): on every tile, each
 * image is compared with the one before it in the same season, and the shift between the two is the
 * median of the tiles that could be measured. Images of different years are not compared: what grew
 * or fell between them hides the shift.
 */
public final class RegistrationJob {
  /** Large enough for the blocks of {@link CoRegistration}, small enough for a task. */
  private static final int TILE_PX = 512;

  private static final String YEAR = "year";
  private static final String IMAGE = "image";
  private static final String REFERENCE = "reference";
  private static final String COL_PX = "col_px";
  private static final String ROW_PX = "row_px";
  private static final String COL_STANDARD_ERROR_PX = "col_standard_error_px";
  private static final String ROW_STANDARD_ERROR_PX = "row_standard_error_px";

  private static final TableSchema SHIFTS =
      TableSchema.of("shifts")
          .with(YEAR, DataTypes.IntegerType)
          .with(IMAGE, DataTypes.IntegerType)
          .with(REFERENCE, DataTypes.IntegerType)
          .with(COL_PX, DataTypes.DoubleType)
          .with(ROW_PX, DataTypes.DoubleType)
          .with(COL_STANDARD_ERROR_PX, DataTypes.DoubleType)
          .with(ROW_STANDARD_ERROR_PX, DataTypes.DoubleType);

  private RegistrationJob() {}

  /**
   * How far an image lies from the one before it in its season. Images that could not be compared
   * on any tile have none.
   *
   * @param image place of the image, counted from 0
   * @param reference place of the image before it
   * @param colPx how much further east it shows the same ground, pixels
   * @param rowPx how much further south, pixels
   * @param standardErrorPx standard error of the length, pixels; the least of the tiles'
   * @param tiles number of tiles that were measured
   */
  public record Shift(
      int year,
      int image,
      int reference,
      double colPx,
      double rowPx,
      double standardErrorPx,
      int tiles) {

    /** Length of the shift, pixels. */
    public double lengthPx() {
      return Math.hypot(colPx, rowPx);
    }

    /** Whether it is longer than half a pixel. */
    public boolean isMisregistered() {
      return lengthPx() > ImageShift.WARNING_PX;
    }
  }

  /**
   * Runs the job.
   *
   * @param grid the analysis grid
   * @return by year, then by image
   */
  public static List<Shift> run(
      SparkSession spark, Grid grid, Imagery imagery, List<CompositeJob.YearImages> years) {
    TileGrid tiles = new TileGrid(grid, TILE_PX);
    CompositeJob.YearImages[] seasons =
        years.stream()
            .filter(year -> year.images().length > 1)
            .toArray(CompositeJob.YearImages[]::new);
    long tasks = tiles.count() * seasons.length;
    Dataset<Row> shifts =
        spark
            .range(tasks)
            .flatMap(
                (FlatMapFunction<Long, Row>)
                    task -> {
                      TileKey key = tiles.key(task / seasons.length);
                      return shifts(
                              imagery, seasons[(int) (task % seasons.length)], tiles.core(key))
                          .iterator();
                    },
                SHIFTS.encoder());
    Map<List<Integer>, List<Row>> byPair =
        shifts.collectAsList().stream()
            .collect(
                Collectors.groupingBy(
                    row ->
                        List.of(
                            row.<Integer>getAs(YEAR),
                            row.<Integer>getAs(IMAGE),
                            row.<Integer>getAs(REFERENCE))));
    return byPair.entrySet().stream()
        .map(entry -> shift(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingInt(Shift::year).thenComparingInt(Shift::image))
        .toList();
  }

  private static List<Row> shifts(
      Imagery imagery, CompositeJob.YearImages season, PixelWindow window) throws IOException {
    List<Row> rows = new ArrayList<>();
    int[] images = season.images();
    List<FloatRaster> rasters = imagery.read(images, window).images();
    for (int i = 1; i < images.length; i++) {
      ImageShift shift = CoRegistration.between(rasters.get(i - 1), rasters.get(i));
      if (shift.outcome() == ImageShift.Outcome.MEASURED) {
        rows.add(
            SHIFTS.row(
                season.year(),
                images[i],
                images[i - 1],
                shift.colPx(),
                shift.rowPx(),
                shift.colStandardErrorPx(),
                shift.rowStandardErrorPx()));
      }
    }
    return rows;
  }

  private static Shift shift(List<Integer> pair, List<Row> tiles) {
    return new Shift(
        pair.get(0),
        pair.get(1),
        pair.get(2),
        median(tiles, COL_PX),
        median(tiles, ROW_PX),
        tiles.stream()
            .mapToDouble(
                row ->
                    Math.hypot(
                        row.<Double>getAs(COL_STANDARD_ERROR_PX),
                        row.<Double>getAs(ROW_STANDARD_ERROR_PX)))
            .min()
            .orElseThrow(),
        tiles.size());
  }

  private static double median(List<Row> rows, String column) {
    double[] values = rows.stream().mapToDouble(row -> row.<Double>getAs(column)).toArray();
    Arrays.sort(values);
    return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }
}
