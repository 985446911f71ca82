package org.heartwood.verification.layer;

import com.google.common.collect.Iterators;
import com.google.common.collect.PeekingIterator;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.heartwood.inference.predict.CanopyTable;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.verification.change.ChangeTable;
import org.heartwood.verification.detect.DetectionTable;
import org.heartwood.verification.detect.Standing;

/**
 * Writes the raster layers on the executors. A task writes whole files: it streams a layer's tiles
 * in row order into the writer and never holds more than a few of them.
 */
public final class RasterLayersJob {
  private RasterLayersJob() {}

  /**
   * Writes {@code canopy_YEAR.tif} for every year: canopy cover, its standard error, the number of
   * valid dates, and the dissimilarity to the model's training points.
   *
   * @param canopy {@link CanopyTable}
   * @param folder folder that every executor can write to
   */
  public static void canopy(Dataset<Row> canopy, TileGrid tiles, Path folder) {
    CanopyLayers layers = new CanopyLayers(tiles, folder.toString());
    CanopyTable.SCHEMA
        .require(canopy)
        .repartition(functions.col(CanopyTable.YEAR))
        .sortWithinPartitions(CanopyTable.YEAR, CanopyTable.TILE_ROW, CanopyTable.TILE_COL)
        .foreachPartition((ForeachPartitionFunction<Row>) layers::write);
  }

  /**
   * Writes {@code loss_year.tif}, and {@code forest_YEAR.tif} for some years.
   *
   * @param change {@link ChangeTable}
   * @param years all years of the series, ascending
   * @param forestYears the years to write forest for
   */
  public static void change(
      Dataset<Row> change, TileGrid tiles, int[] years, int[] forestYears, Path folder) {
    int epoch = Palette.lossEpoch(years[0]);
    List<LegendClass> lossClasses = new ArrayList<>();
    lossClasses.add(new LegendClass(0, "none", "No loss", Rgb.of(0xF2EFE6)));
    lossClasses.addAll(Palette.lossYears(epoch, years[0] + 1, years[years.length - 1]).classes());
    write(
        change,
        new ClassLayer(
            tiles,
            folder.resolve("loss_year.tif").toString(),
            lossClasses.toArray(LegendClass[]::new),
            ChangeTable.LOSS_YEAR,
            0,
            years[0] - epoch));
    for (int year : forestYears) {
      write(
          change,
          new ClassLayer(
              tiles,
              folder.resolve("forest_" + year + ".tif").toString(),
              Palette.forestState().classes().toArray(LegendClass[]::new),
              ChangeTable.FOREST,
              Arrays.binarySearch(years, year),
              0));
    }
  }

  /**
   * Writes {@code forest_history.tif}: when the forest of a pixel was lost, as the estimators of
   * loss without the project read it. Class k stands for loss between the k-th and the next of the
   * dates, the last class for forest at the last date, 0 for land that was no forest at the start
   * nor lost before it. Forest that came back after an earlier loss counts from the start anew.
   *
   * @param change {@link ChangeTable}
   * @param dates years up to the end of the comparison, rising; the first of the series first
   * @param startIndex which of them is the start
   */
  public static void history(
      Dataset<Row> change, TileGrid tiles, int[] dates, int startIndex, Path folder) {
    List<LegendClass> classes = new ArrayList<>();
    classes.add(new LegendClass(0, "none", "No forest", Rgb.of(0xF2EFE6)));
    List<LegendClass> colours =
        Palette.lossYears(Palette.lossEpoch(dates[0]), dates[0] + 1, dates[dates.length - 1])
            .classes();
    for (int i = 1; i < dates.length; i++) {
      classes.add(
          new LegendClass(
              i,
              "lost_" + dates[i],
              "Lost between " + dates[i - 1] + " and " + dates[i],
              colours.get(dates[i] - dates[0] - 1).colour()));
    }
    classes.add(
        new LegendClass(
            dates.length, "forest", "Forest in " + dates[dates.length - 1], Rgb.of(0x1F6B43)));
    HistoryLayer layer =
        new HistoryLayer(
            tiles,
            folder.resolve("forest_history.tif").toString(),
            classes.toArray(LegendClass[]::new),
            dates.length,
            startIndex);
    ChangeTable.SCHEMA
        .require(change)
        .select(ChangeTable.TILE_ROW, ChangeTable.TILE_COL, ChangeTable.FOREST)
        .coalesce(1)
        .sortWithinPartitions(ChangeTable.TILE_ROW, ChangeTable.TILE_COL)
        .foreachPartition((ForeachPartitionFunction<Row>) layer::write);
  }

  /** The part of {@link #history} that runs on an executor. */
  @SuppressWarnings("ArrayRecordComponent") // a closure's payload, never compared
  private record HistoryLayer(
      TileGrid tiles, String file, LegendClass[] classes, int dates, int startIndex)
      implements Serializable {
    void write(Iterator<Row> rows) throws IOException {
      if (rows.hasNext()) {
        CogWriter.write(
            Path.of(file),
            classLayout(tiles, "forest_history", classes),
            Iterators.transform(rows, this::tile));
      }
    }

    private CogTile tile(Row row) {
      TileKey key = changeKey(row);
      FloatRaster raster = FloatRaster.empty(tiles.core(key));
      byte[] forest = row.getAs(ChangeTable.FOREST);
      int pixels = raster.data().length;
      for (int pixel = 0; pixel < pixels; pixel++) {
        if ((forest[pixel] & 0xFF) != ChangeTable.UNKNOWN) {
          raster.data()[pixel] = code(forest, pixel, pixels);
        }
      }
      return new CogTile(key.row(), key.col(), List.of(raster));
    }

    private int code(byte[] forest, int pixel, int pixels) {
      if (forest[startIndex * pixels + pixel] == 1) {
        for (int date = startIndex + 1; date < dates; date++) {
          if (forest[date * pixels + pixel] == 0) {
            return date;
          }
        }
        return dates;
      }
      for (int date = startIndex; date >= 1; date--) {
        if (forest[(date - 1) * pixels + pixel] == 1 && forest[date * pixels + pixel] == 0) {
          return date;
        }
      }
      return 0;
    }
  }

  private static CogLayout classLayout(TileGrid tiles, String name, LegendClass[] classes) {
    return new CogLayout(
        tiles.grid(),
        Srs.of(tiles.grid().crs()),
        tiles.tileSizePx(),
        new CogPixels.Classified(ChangeTable.UNKNOWN, List.of(classes)),
        List.of(new CogBand(name, "")),
        Map.of());
  }

  private static TileKey changeKey(Row row) {
    return new TileKey(
        row.<Integer>getAs(ChangeTable.TILE_ROW), row.<Integer>getAs(ChangeTable.TILE_COL));
  }

  /**
   * Writes {@code dated_change.tif}: days since 1970-01-01 on which a confirmed change was first
   * seen and on which it was confirmed, its probability, the index's mean deviation since, how far
   * detectors agree (0, 2 low, 3 high, 4 highest), and the code of what is known of the pixel.
   *
   * @param detection {@link DetectionTable}
   */
  public static void datedChange(Dataset<Row> detection, TileGrid tiles, Path folder) {
    DatedLayer layer = new DatedLayer(tiles, folder.resolve("dated_change.tif").toString());
    DetectionTable.SCHEMA
        .require(detection)
        .coalesce(1)
        .sortWithinPartitions(DetectionTable.TILE_ROW, DetectionTable.TILE_COL)
        .foreachPartition((ForeachPartitionFunction<Row>) layer::write);
  }

  /** The part of {@link #datedChange} that runs on an executor. */
  private record DatedLayer(TileGrid tiles, String file) implements Serializable {
    void write(Iterator<Row> rows) throws IOException {
      if (!rows.hasNext()) {
        return;
      }
      String codes =
          Arrays.stream(Standing.values())
              .map(standing -> standing.code() + " " + standing.words())
              .collect(Collectors.joining("; "));
      CogLayout layout =
          new CogLayout(
              tiles.grid(),
              Srs.of(tiles.grid().crs()),
              tiles.tileSizePx(),
              new CogPixels.Measured(),
              List.of(
                  new CogBand("first seen", "days since 1970-01-01"),
                  new CogBand("confirmed", "days since 1970-01-01"),
                  new CogBand("probability", "1"),
                  new CogBand("magnitude", "1"),
                  new CogBand("confidence: 2 low, 3 high, 4 highest", ""),
                  new CogBand("what is known", "")),
              Map.of("STANDING_CODES", codes));
      CogWriter.write(Path.of(file), layout, Iterators.transform(rows, this::tile));
    }

    private CogTile tile(Row row) {
      TileKey key = DetectionTable.key(row);
      PixelWindow core = tiles.core(key);
      byte[] standing = row.getAs(DetectionTable.STANDING);
      byte[] confidence = row.getAs(DetectionTable.CONFIDENCE);
      int[] firstSeen = DetectionTable.days(row, DetectionTable.FIRST_SEEN);
      int[] confirmed = DetectionTable.days(row, DetectionTable.CONFIRMED);
      float[] probability = DetectionTable.measures(row, DetectionTable.PROBABILITY);
      float[] magnitude = DetectionTable.measures(row, DetectionTable.MAGNITUDE);
      List<FloatRaster> bands =
          IntStream.range(0, 6).mapToObj(band -> FloatRaster.empty(core)).toList();
      for (int i = 0; i < standing.length; i++) {
        boolean changed = Standing.of(standing[i]).confirmed();
        bands.get(0).data()[i] = changed ? firstSeen[i] : Float.NaN;
        bands.get(1).data()[i] = changed ? confirmed[i] : Float.NaN;
        bands.get(2).data()[i] = changed ? probability[i] : Float.NaN;
        bands.get(3).data()[i] = changed ? magnitude[i] : Float.NaN;
        bands.get(4).data()[i] = confidence[i];
        bands.get(5).data()[i] = standing[i];
      }
      return new CogTile(key.row(), key.col(), bands);
    }
  }

  private static void write(Dataset<Row> change, ClassLayer layer) {
    ChangeTable.SCHEMA
        .require(change)
        .select(ChangeTable.TILE_ROW, ChangeTable.TILE_COL, layer.column())
        .coalesce(1)
        .sortWithinPartitions(ChangeTable.TILE_ROW, ChangeTable.TILE_COL)
        .foreachPartition((ForeachPartitionFunction<Row>) layer::write);
  }

  /** The part of {@link #canopy} that runs on executors. */
  private record CanopyLayers(TileGrid tiles, String folder) implements Serializable {
    void write(Iterator<Row> rows) throws IOException {
      PeekingIterator<Row> left = Iterators.peekingIterator(rows);
      while (left.hasNext()) {
        int year = CanopyTable.year(left.peek());
        CogWriter.write(
            Path.of(folder, "canopy_" + year + ".tif"), layout(year), tilesOf(year, left));
      }
    }

    private CogLayout layout(int year) {
      return new CogLayout(
          tiles.grid(),
          Srs.of(tiles.grid().crs()),
          tiles.tileSizePx(),
          new CogPixels.Measured(),
          List.of(
              new CogBand("canopy cover", "%"),
              new CogBand("standard error of canopy cover", "%"),
              new CogBand("valid dates", "1"),
              new CogBand("dissimilarity index", "1")),
          Map.of("YEAR", String.valueOf(year)));
    }

    private Iterator<CogTile> tilesOf(int year, PeekingIterator<Row> rows) {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext() && CanopyTable.year(rows.peek()) == year;
        }

        @Override
        public CogTile next() {
          if (!hasNext()) {
            throw new NoSuchElementException("no more tiles of " + year);
          }
          Row row = rows.next();
          TileKey key = CanopyTable.key(row);
          PixelWindow core = tiles.core(key);
          return new CogTile(
              key.row(),
              key.col(),
              List.of(
                  CanopyTable.raster(row, CanopyTable.MEAN_PCT, core),
                  CanopyTable.raster(row, CanopyTable.STANDARD_ERROR_PCT, core),
                  CanopyTable.raster(row, CanopyTable.VALID_DATES, core),
                  CanopyTable.raster(row, CanopyTable.DISSIMILARITY, core)));
        }
      };
    }
  }

  /**
   * A raster of classes, written on an executor.
   *
   * @param column column of {@link ChangeTable} with one byte a pixel
   * @param part which of the rasters in the column, counted from 0
   * @param shift added to values above 0
   */
  @SuppressWarnings("ArrayRecordComponent") // a closure's payload, never compared
  private record ClassLayer(
      TileGrid tiles, String file, LegendClass[] classes, String column, int part, int shift)
      implements Serializable {
    void write(Iterator<Row> rows) throws IOException {
      if (!rows.hasNext()) {
        return;
      }
      Path path = Path.of(file);
      String name = path.getFileName().toString().replace(".tif", "");
      CogWriter.write(
          path, classLayout(tiles, name, classes), Iterators.transform(rows, this::tile));
    }

    private CogTile tile(Row row) {
      TileKey key = changeKey(row);
      FloatRaster raster = FloatRaster.empty(tiles.core(key));
      byte[] codes = row.getAs(column);
      int pixels = raster.data().length;
      for (int pixel = 0; pixel < pixels; pixel++) {
        int code = codes[part * pixels + pixel] & 0xFF;
        if (code != ChangeTable.UNKNOWN) {
          raster.data()[pixel] = code == 0 ? 0 : code + shift;
        }
      }
      return new CogTile(key.row(), key.col(), List.of(raster));
    }
  }
}
