package org.heartwood.verification.change;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.heartwood.inference.predict.CanopyPieceTable;
import org.heartwood.inference.predict.CanopyTable;
import org.heartwood.ingest.grid.Coverage;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.tile.TileZoneTable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

/**
 * Reads the history of every tile from its canopy cover. Each tile is sent to its neighbours as far
 * as it lies in their margin; a task then holds one tile, its margin and all years, and gives the
 * same result for a pixel whatever tile it lies on.
 */
public final class ChangeJob {
  private ChangeJob() {}

  /**
   * Runs the job.
   *
   * @param canopy {@link CanopyTable}, for every year of the settings
   * @param tileZones {@link TileZoneTable}
   * @return {@link ChangeTable}, one row a tile
   */
  public static Dataset<Row> run(
      Dataset<Row> canopy, Dataset<Row> tileZones, TileGrid tiles, ChangeSettings settings) {
    if (settings.contextPx() > tiles.tileSizePx()) {
      throw new IllegalArgumentException(
          "tileSizePx must be at least the context of "
              + settings.contextPx()
              + " px, was "
              + tiles.tileSizePx());
    }
    return byTile(canopy, tiles, settings.contextPx())
        .cogroup(
            zonesByTile(tileZones),
            (CoGroupFunction<Long, Row, Row, Row>)
                (key, tilePieces, tileZone) -> change(tilePieces, tileZone, tiles, settings),
            ChangeTable.SCHEMA.encoder());
  }

  /** What each tile needs of its own canopy and of its neighbours'. */
  static KeyValueGroupedDataset<Long, Row> byTile(
      Dataset<Row> canopy, TileGrid tiles, int contextPx) {
    return CanopyTable.SCHEMA
        .require(canopy)
        .flatMap(
            (FlatMapFunction<Row, Row>) row -> pieces(row, tiles, contextPx),
            CanopyPieceTable.SCHEMA.encoder())
        .groupByKey((MapFunction<Row, Long>) row -> CanopyTable.key(row).zOrder(), Encoders.LONG());
  }

  /** The zones on each tile. */
  public static KeyValueGroupedDataset<Long, Row> zonesByTile(Dataset<Row> tileZones) {
    return TileZoneTable.SCHEMA
        .require(tileZones)
        .groupByKey(
            (MapFunction<Row, Long>) row -> row.<Long>getAs(TileZoneTable.Z_ORDER),
            Encoders.LONG());
  }

  private static Iterator<Row> pieces(Row row, TileGrid tiles, int contextPx) {
    TileKey source = CanopyTable.key(row);
    PixelWindow core = tiles.core(source);
    FloatRaster mean = CanopyTable.raster(row, CanopyTable.MEAN_PCT, core);
    FloatRaster error = CanopyTable.raster(row, CanopyTable.STANDARD_ERROR_PCT, core);
    FloatRaster validDates = CanopyTable.raster(row, CanopyTable.VALID_DATES, core);
    return tiles
        .neighbourhood(source)
        .filter(target -> tiles.core(target).grow(contextPx).intersects(core))
        .map(
            target -> {
              PixelWindow part = tiles.core(target).grow(contextPx).intersection(core);
              return CanopyPieceTable.toRow(
                  target,
                  source,
                  CanopyTable.year(row),
                  mean.crop(part),
                  error.crop(part),
                  validDates.crop(part),
                  null);
            })
        .iterator();
  }

  private static Iterator<Row> change(
      Iterator<Row> pieces, Iterator<Row> zones, TileGrid tiles, ChangeSettings settings)
      throws ParseException {
    TileSeries series = series(pieces, tiles, settings, settings.contextPx());
    TileKey key = series.key();
    PixelWindow core = tiles.core(key);
    TileChange change = new TileChange(settings, core, series, tiles.grid().pixelSize());
    TileChange.Sums sums =
        change.sums(coverage(zones, tiles, core), PixelArea.window(tiles.grid(), core));
    return List.of(
            RowFactory.create(
                key.row(),
                key.col(),
                change.lossYear(),
                change.forestByYear(),
                sums.zoneYears().toArray(Row[]::new),
                sums.strata().toArray(Row[]::new)))
        .iterator();
  }

  /**
   * A tile with its margin, by year.
   *
   * @param window tile and margin
   * @param canopyPct canopy cover over the window, per cent, NaN = not seen
   * @param standardErrorPct its standard errors
   * @param validDates number of valid dates
   */
  record TileSeries(
      TileKey key,
      PixelWindow window,
      List<FloatRaster> canopyPct,
      List<FloatRaster> standardErrorPct,
      List<FloatRaster> validDates) {}

  /** Puts the pieces of a tile together. */
  static TileSeries series(
      Iterator<Row> pieces, TileGrid tiles, ChangeSettings settings, int contextPx) {
    if (!pieces.hasNext()) {
      throw new IllegalStateException("a tile has zones but no canopy");
    }
    Row first = pieces.next();
    TileKey key = CanopyTable.key(first);
    PixelWindow core = tiles.core(key);
    PixelWindow window = core.grow(contextPx).intersection(tiles.grid().window());
    List<FloatRaster> canopy = rasters(settings, window);
    List<FloatRaster> errors = rasters(settings, window);
    List<FloatRaster> validDates = rasters(settings, window);
    place(first, tiles, settings, window, canopy, errors, validDates);
    while (pieces.hasNext()) {
      place(pieces.next(), tiles, settings, window, canopy, errors, validDates);
    }
    return new TileSeries(key, window, canopy, errors, validDates);
  }

  private static List<FloatRaster> rasters(ChangeSettings settings, PixelWindow window) {
    return Arrays.stream(settings.years()).mapToObj(year -> FloatRaster.empty(window)).toList();
  }

  private static void place(
      Row piece,
      TileGrid tiles,
      ChangeSettings settings,
      PixelWindow window,
      List<FloatRaster> canopy,
      List<FloatRaster> errors,
      List<FloatRaster> validDates) {
    int t = settings.indexOf(CanopyTable.year(piece));
    if (t < 0) {
      return;
    }
    PixelWindow part = tiles.core(CanopyPieceTable.source(piece)).intersection(window);
    canopy.get(t).paste(CanopyTable.raster(piece, CanopyTable.MEAN_PCT, part));
    errors.get(t).paste(CanopyTable.raster(piece, CanopyTable.STANDARD_ERROR_PCT, part));
    validDates.get(t).paste(CanopyTable.raster(piece, CanopyTable.VALID_DATES, part));
  }

  /** Share of each pixel of a tile that each zone on it covers. */
  public static Map<Zone, double[]> coverage(Iterator<Row> zones, TileGrid tiles, PixelWindow core)
      throws ParseException {
    Map<Zone, double[]> coverage = new EnumMap<>(Zone.class);
    while (zones.hasNext()) {
      Row row = zones.next();
      Geometry polygons = new WKBReader().read(row.<byte[]>getAs(TileZoneTable.GEOMETRY));
      coverage.put(
          Zone.ofLabel(row.getAs(TileZoneTable.ZONE)),
          Coverage.fractions(polygons, tiles.grid(), core));
    }
    return coverage;
  }
}
