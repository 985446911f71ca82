package org.heartwood.verification.change;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.heartwood.inference.predict.CanopyTable;
import org.heartwood.ingest.grid.Coverage;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.project.ZoneTable;
import org.heartwood.ingest.tile.TileZonesJob;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKBWriter;

/**
 * A synthetic landscape whose truth is planted: forest of 80 % cover everywhere, rectangular
 * clearings of 10 % from a known year on, a rectangle that no year shows, and zones whose borders
 * cut pixels.
 */
public final class SyntheticLandscape {
  public static final Grid GRID = new Grid("EPSG:32636", 600_000, 800_000, 30, 150, 140);
  static final int[] YEARS = {2001, 2002, 2003, 2004, 2005, 2006};
  static final PixelWindow UNSEEN = new PixelWindow(100, 100, 9, 7);

  /** A clearing: forest up to the year before, open from then on. */
  record Clearing(int year, PixelWindow pixels) {}

  private final List<Clearing> clearings;

  SyntheticLandscape(List<Clearing> clearings) {
    this.clearings = List.copyOf(clearings);
  }

  /** Clearings inside and across the zones and across the edges of tiles. */
  public static SyntheticLandscape withClearings() {
    return new SyntheticLandscape(
        List.of(
            new Clearing(2003, new PixelWindow(58, 58, 14, 12)),
            new Clearing(2004, new PixelWindow(35, 40, 11, 9)),
            new Clearing(2004, new PixelWindow(120, 20, 15, 15)),
            new Clearing(2003, new PixelWindow(5, 120, 8, 8))));
  }

  public static Map<Zone, Geometry> zones() {
    GeometryFactory factory = new GeometryFactory();
    Geometry project = factory.toGeometry(new Envelope(601_213, 602_507, 797_411, 798_829));
    Geometry belt =
        factory.toGeometry(new Envelope(600_907, 602_911, 797_101, 799_203)).difference(project);
    Map<Zone, Geometry> zones = new EnumMap<>(Zone.class);
    zones.put(Zone.PROJECT, project);
    zones.put(Zone.BELT, belt);
    zones.put(
        Zone.COMPARISON, factory.toGeometry(GRID.envelope()).difference(project).difference(belt));
    return zones;
  }

  private static boolean contains(PixelWindow window, int col, int row) {
    return col >= window.col()
        && col < window.endCol()
        && row >= window.row()
        && row < window.endRow();
  }

  /** Year of the clearing that a pixel lies in; 0 if there is none, or it is not seen. */
  int lossYear(int col, int row) {
    return contains(UNSEEN, col, row)
        ? 0
        : clearings.stream()
            .filter(clearing -> contains(clearing.pixels(), col, row))
            .mapToInt(Clearing::year)
            .findFirst()
            .orElse(0);
  }

  /** Cover of a pixel, per cent; NaN = not seen. */
  public float canopyPct(int year, int col, int row) {
    int lossYear = lossYear(col, row);
    return contains(UNSEEN, col, row) ? Float.NaN : lossYear != 0 && year >= lossYear ? 10 : 80;
  }

  /** {@link CanopyTable}. */
  public Dataset<Row> canopy(SparkSession spark, TileGrid tiles) {
    List<Row> rows = new ArrayList<>();
    for (int year : YEARS) {
      for (int tile = 0; tile < tiles.across() * tiles.down(); tile++) {
        TileKey key = new TileKey(tile / tiles.across(), tile % tiles.across());
        FloatRaster mean = FloatRaster.empty(tiles.core(key));
        FloatRaster error = FloatRaster.empty(tiles.core(key));
        FloatRaster dates = FloatRaster.empty(tiles.core(key));
        for (int row = mean.window().row(); row < mean.window().endRow(); row++) {
          for (int col = mean.window().col(); col < mean.window().endCol(); col++) {
            float value = canopyPct(year, col, row);
            mean.data()[mean.index(col, row)] = value;
            error.data()[mean.index(col, row)] = Float.isNaN(value) ? Float.NaN : 8;
            dates.data()[mean.index(col, row)] = Float.isNaN(value) ? 0 : 3;
          }
        }
        rows.add(
            RowFactory.create(
                key.row(),
                key.col(),
                year,
                mean.toBytes(),
                error.toBytes(),
                dates.toBytes(),
                new byte[0]));
      }
    }
    return spark.createDataFrame(rows, CanopyTable.SCHEMA.type());
  }

  /** {@link org.heartwood.ingest.tile.TileZoneTable}. */
  public static Dataset<Row> tileZones(SparkSession spark, TileGrid tiles) {
    List<Row> rows = new ArrayList<>();
    zones()
        .forEach(
            (zone, geometry) ->
                rows.add(
                    RowFactory.create(zone.label(), (Object) new WKBWriter().write(geometry))));
    return TileZonesJob.run(spark, tiles, spark.createDataFrame(rows, ZoneTable.SCHEMA.type()));
  }

  /** Hectares of a zone that are lost in a year; all years and all pixels seen with year 0. */
  double plantedHa(Zone zone, int year) {
    double[] fractions = Coverage.fractions(requireNonNull(zones().get(zone)), GRID, GRID.window());
    double[] pixelM2 = PixelArea.window(GRID, GRID.window());
    double sum = 0;
    for (int pixel = 0; pixel < pixelM2.length; pixel++) {
      int col = pixel % GRID.width();
      int row = pixel / GRID.width();
      boolean counts = year == 0 ? !contains(UNSEEN, col, row) : lossYear(col, row) == year;
      sum += counts ? fractions[pixel] * pixelM2[pixel] : 0;
    }
    return sum / 1e4;
  }

  static ChangeSettings settings() {
    return new ChangeSettings(
        YEARS,
        2002,
        2006,
        45,
        6,
        0.015,
        0.005,
        new ErrorStructure(0.1, 0.3, 0.6, 0.3),
        Repeatability.even(8, 0.3),
        4,
        16,
        42);
  }
}
