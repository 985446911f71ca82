package org.heartwood.inference.predict;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.Coverage;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.ingest.tile.TileZoneTable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

/**
 * Counts how much of a project lies outside the area of applicability, year by year: whether what
 * the model says of this ground may be believed at all (METHOD.md §3.3).
 */
public final class ApplicabilityJob {
  private static final String PIXELS = "pixels";
  private static final String OUTSIDE = "outside";

  private static final TableSchema COUNTS =
      TableSchema.of("applicability")
          .with(CanopyTable.YEAR, DataTypes.IntegerType)
          .with(PIXELS, DataTypes.LongType)
          .with(OUTSIDE, DataTypes.LongType);

  private ApplicabilityJob() {}

  /**
   * Share of a zone's valid pixels whose dissimilarity exceeds the threshold, by year; 0–1. A pixel
   * counts if the zone covers at least half of it. Years without a valid pixel in the zone are
   * absent.
   *
   * @param canopy {@link CanopyTable}
   * @param tileZones {@link TileZoneTable}
   */
  public static Map<Integer, Double> outsideFraction(
      Dataset<Row> canopy, Dataset<Row> tileZones, TileGrid tiles, Zone zone, double threshold) {
    Dataset<Row> parts =
        TileZoneTable.SCHEMA
            .require(tileZones)
            .where(functions.col(TileZoneTable.ZONE).equalTo(zone.label()))
            .select(TileZoneTable.TILE_ROW, TileZoneTable.TILE_COL, TileZoneTable.GEOMETRY);
    Map<Integer, Double> fractions = new TreeMap<>();
    CanopyTable.SCHEMA
        .require(canopy)
        .select(
            CanopyTable.TILE_ROW, CanopyTable.TILE_COL, CanopyTable.YEAR, CanopyTable.DISSIMILARITY)
        .join(parts, new String[] {TileZoneTable.TILE_ROW, TileZoneTable.TILE_COL})
        .map((MapFunction<Row, Row>) row -> count(row, tiles, threshold), COUNTS.encoder())
        .groupBy(CanopyTable.YEAR)
        .agg(functions.sum(PIXELS).as(PIXELS), functions.sum(OUTSIDE).as(OUTSIDE))
        .collectAsList()
        .forEach(
            row -> {
              long pixels = row.<Long>getAs(PIXELS);
              if (pixels > 0) {
                fractions.put(CanopyTable.year(row), (double) row.<Long>getAs(OUTSIDE) / pixels);
              }
            });
    return fractions;
  }

  private static Row count(Row row, TileGrid tiles, double threshold) throws ParseException {
    TileKey key = CanopyTable.key(row);
    PixelWindow core = tiles.core(key);
    Geometry zone = new WKBReader().read(row.<byte[]>getAs(TileZoneTable.GEOMETRY));
    double[] covered = Coverage.fractions(zone, tiles.grid(), core);
    float[] dissimilarity = CanopyTable.raster(row, CanopyTable.DISSIMILARITY, core).data();
    long pixels = 0;
    long outside = 0;
    for (int i = 0; i < dissimilarity.length; i++) {
      if (covered[i] >= 0.5 && !Float.isNaN(dissimilarity[i])) {
        pixels++;
        outside += dissimilarity[i] > threshold ? 1 : 0;
      }
    }
    return RowFactory.create(CanopyTable.year(row), pixels, outside);
  }
}
