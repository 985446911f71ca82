package org.heartwood.verification.layer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.sedona_sql.expressions.st_aggregates;
import org.apache.spark.sql.sedona_sql.expressions.st_constructors;
import org.apache.spark.sql.sedona_sql.expressions.st_functions;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.verification.change.ChangeTable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.operation.union.UnaryUnionOp;

/**
 * Turns the raster of loss years into polygons: one for each patch of 4-connected pixels lost in
 * the same year. Tiles are outlined on the executors and joined across their edges by Sedona.
 */
public final class LossPatchesJob {
  public static final String YEAR = "year";

  /** Polygon in the CRS of the analysis grid, WKB. */
  public static final String GEOMETRY = "geometry";

  public static final TableSchema SCHEMA =
      TableSchema.of("loss_patch")
          .with(YEAR, DataTypes.IntegerType)
          .with(GEOMETRY, DataTypes.BinaryType);

  private LossPatchesJob() {}

  /** One row a patch. */
  public static Dataset<Row> run(Dataset<Row> change, TileGrid tiles, int firstYear) {
    Dataset<Row> parts =
        ChangeTable.SCHEMA
            .require(change)
            .select(ChangeTable.TILE_ROW, ChangeTable.TILE_COL, ChangeTable.LOSS_YEAR)
            .flatMap(
                (FlatMapFunction<Row, Row>) row -> outline(row, tiles, firstYear),
                SCHEMA.encoder());
    Dataset<Row> joined =
        parts
            .groupBy(YEAR)
            .agg(
                st_aggregates.ST_Union_Aggr(st_constructors.ST_GeomFromWKB(functions.col(GEOMETRY)))
                    .as(GEOMETRY));
    return joined
        .select(
            functions.col(YEAR),
            functions.explode(st_functions.ST_Dump(functions.col(GEOMETRY))).as(GEOMETRY))
        .select(
            functions.col(YEAR), st_functions.ST_AsBinary(functions.col(GEOMETRY)).as(GEOMETRY));
  }

  private static Iterator<Row> outline(Row row, TileGrid tiles, int firstYear) {
    TileKey key =
        new TileKey(
            row.<Integer>getAs(ChangeTable.TILE_ROW), row.<Integer>getAs(ChangeTable.TILE_COL));
    PixelWindow core = tiles.core(key);
    byte[] codes = row.getAs(ChangeTable.LOSS_YEAR);
    TreeMap<Integer, List<Geometry>> runsOfYear = new TreeMap<>();
    for (int line = 0; line < core.height(); line++) {
      int col = 0;
      while (col < core.width()) {
        int code = codes[line * core.width() + col] & 0xFF;
        int end = col + 1;
        while (end < core.width() && (codes[line * core.width() + end] & 0xFF) == code) {
          end++;
        }
        if (code != 0 && code != ChangeTable.UNKNOWN) {
          runsOfYear
              .computeIfAbsent(firstYear + code, year -> new ArrayList<>())
              .add(rectangle(tiles.grid(), core.col() + col, core.row() + line, end - col));
        }
        col = end;
      }
    }
    return runsOfYear.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey()))
        .map(
            entry ->
                RowFactory.create(
                    entry.getKey(), new WKBWriter().write(UnaryUnionOp.union(entry.getValue()))))
        .iterator();
  }

  private static Geometry rectangle(Grid grid, int col, int row, int width) {
    return new GeometryFactory()
        .toGeometry(new Envelope(grid.x(col), grid.x(col + width), grid.y(row + 1), grid.y(row)));
  }
}
