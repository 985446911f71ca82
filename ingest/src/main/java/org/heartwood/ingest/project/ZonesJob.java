package org.heartwood.ingest.project;

import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.sedona_sql.expressions.st_constructors;
import org.apache.spark.sql.sedona_sql.expressions.st_functions;
import org.heartwood.ingest.grid.Grid;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKBWriter;

/**
 * Draws the project's three zones: the project, the leakage belt (a ring of a given width around
 * it) and the comparison area (what lies beyond the belt, within the comparison radius). All are
 * cut to the imagery.
 */
public final class ZonesJob {
  /** Segments a quarter circle: a buffer's area is within 0.05 % of the true ring's. */
  private static final String BUFFER_STYLE = "quad_segs=32";

  /** What {@code ST_CollectionExtract} calls polygons; edges that touch leave lines beside them. */
  private static final int POLYGONS = 3;

  private ZonesJob() {}

  /**
   * What to draw.
   *
   * @param project the project's polygons in the grid's CRS
   * @param grid the analysis grid; nothing is drawn outside it
   * @param beltWidthM metres, > 0
   * @param comparisonRadiusM metres from the project's boundary, > {@code beltWidthM}
   */
  public record Request(Geometry project, Grid grid, double beltWidthM, double comparisonRadiusM) {}

  /** The zones, one row each ({@link ZoneTable}); a zone without area has no row. */
  public static Dataset<Row> run(SparkSession spark, Request request) {
    Dataset<Row> project =
        spark.createDataFrame(
            List.of(
                RowFactory.create(
                    Zone.PROJECT.label(), (Object) new WKBWriter().write(request.project()))),
            ZoneTable.SCHEMA.type());
    Envelope extent = request.grid().envelope();
    Column imagery =
        st_constructors.ST_PolygonFromEnvelope(
            lit(extent.getMinX()),
            lit(extent.getMinY()),
            lit(extent.getMaxX()),
            lit(extent.getMaxY()));
    Column boundary = st_constructors.ST_GeomFromWKB(project.col(ZoneTable.GEOMETRY));
    Column withBelt = buffer(boundary, request.beltWidthM());
    Dataset<Row> zones =
        zone(project, Zone.PROJECT, boundary, imagery)
            .union(
                zone(project, Zone.BELT, st_functions.ST_Difference(withBelt, boundary), imagery))
            .union(
                zone(
                    project,
                    Zone.COMPARISON,
                    st_functions.ST_Difference(
                        buffer(boundary, request.comparisonRadiusM()), withBelt),
                    imagery));
    Column area =
        st_functions.ST_Area(st_constructors.ST_GeomFromWKB(zones.col(ZoneTable.GEOMETRY)));
    return ZoneTable.SCHEMA.require(zones.where(area.gt(0)));
  }

  private static Column buffer(Column geometry, double distanceM) {
    return st_functions.ST_Buffer(geometry, lit(distanceM), lit(false), lit(BUFFER_STYLE));
  }

  private static Dataset<Row> zone(
      Dataset<Row> project, Zone zone, Column geometry, Column imagery) {
    return project.select(
        lit(zone.label()).as(ZoneTable.ZONE),
        st_functions.ST_AsBinary(
                st_functions.ST_CollectionExtract(
                    st_functions.ST_Intersection(geometry, imagery), lit(POLYGONS)))
            .as(ZoneTable.GEOMETRY));
  }
}
