package org.heartwood.ingest.tile;

import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.sedona_sql.expressions.st_constructors;
import org.apache.spark.sql.sedona_sql.expressions.st_functions;
import org.apache.spark.sql.sedona_sql.expressions.st_predicates;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.project.ZoneTable;
import org.heartwood.ingest.table.TableSchema;
import org.locationtech.jts.geom.Envelope;

/**
 * Joins tiles and zones in space. The tiles are generated on the executors and joined by Sedona's
 * spatial join, so that neither side needs to fit on one machine.
 */
public final class TileZonesJob {
  private static final String WEST = "west";
  private static final String SOUTH = "south";
  private static final String EAST = "east";
  private static final String NORTH = "north";
  private static final String ZONE_GEOMETRY = "zone_geometry";
  private static final String TILE_GEOMETRY = "tile_geometry";
  private static final String PART_GEOMETRY = "part_geometry";

  /** What {@code ST_CollectionExtract} calls polygons; edges that touch leave lines beside them. */
  private static final int POLYGONS = 3;

  private static final TableSchema TILE_EXTENT =
      TableSchema.of("tile_extent")
          .with(TileZoneTable.TILE_ROW, DataTypes.IntegerType)
          .with(TileZoneTable.TILE_COL, DataTypes.IntegerType)
          .with(TileZoneTable.Z_ORDER, DataTypes.LongType)
          .with(WEST, DataTypes.DoubleType)
          .with(SOUTH, DataTypes.DoubleType)
          .with(EAST, DataTypes.DoubleType)
          .with(NORTH, DataTypes.DoubleType);

  private TileZonesJob() {}

  /** Pairs of tiles and zones that share ground ({@link TileZoneTable}). */
  public static Dataset<Row> run(SparkSession spark, TileGrid tiles, Dataset<Row> zones) {
    Dataset<Row> extents =
        spark
            .range(tiles.count())
            .map((MapFunction<Long, Row>) id -> extent(tiles, id), TILE_EXTENT.encoder());
    Dataset<Row> tileShapes =
        extents.withColumn(
            TILE_GEOMETRY,
            st_constructors.ST_PolygonFromEnvelope(
                extents.col(WEST), extents.col(SOUTH), extents.col(EAST), extents.col(NORTH)));
    Dataset<Row> checked = ZoneTable.SCHEMA.require(zones);
    Dataset<Row> zoneShapes =
        checked.select(
            checked.col(ZoneTable.ZONE),
            st_constructors.ST_GeomFromWKB(checked.col(ZoneTable.GEOMETRY)).as(ZONE_GEOMETRY));
    Column tile = tileShapes.col(TILE_GEOMETRY);
    Column zone = zoneShapes.col(ZONE_GEOMETRY);
    Dataset<Row> parts =
        tileShapes
            .join(zoneShapes, st_predicates.ST_Intersects(tile, zone))
            .withColumn(
                PART_GEOMETRY,
                st_functions.ST_CollectionExtract(
                    st_functions.ST_Intersection(zone, tile), functions.lit(POLYGONS)));
    Column part = parts.col(PART_GEOMETRY);
    Dataset<Row> pairs =
        parts
            .where(st_functions.ST_Area(part).gt(0))
            .withColumn(TileZoneTable.GEOMETRY, st_functions.ST_AsBinary(part));
    return TileZoneTable.SCHEMA.require(pairs);
  }

  /** The extent of a tile, one pixel larger on each side so that clipping moves no pixel's edge. */
  private static Row extent(TileGrid tiles, long id) {
    TileKey key = tiles.key(id);
    Envelope extent = tiles.grid().envelope(tiles.core(key).grow(1));
    return RowFactory.create(
        key.row(),
        key.col(),
        key.zOrder(),
        extent.getMinX(),
        extent.getMinY(),
        extent.getMaxX(),
        extent.getMaxY());
  }
}
