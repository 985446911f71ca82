package org.heartwood.ingest.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.run.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygonal;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKTReader;
import org.locationtech.jts.operation.buffer.BufferParameters;

class ZonesJobTest {
  private static final double SQUARE_MILLIMETRE = 1e-6;
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  /** 12 km × 12 km. */
  private static final Grid GRID = new Grid("EPSG:32636", 800_000, 840_000, 30, 400, 400);

  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark = SparkSessions.open("local[2]");
  }

  private static Geometry wkt(String text) throws ParseException {
    return new WKTReader().read(text);
  }

  private static Map<Zone, Geometry> zones(Geometry project, double beltM, double radiusM)
      throws ParseException {
    Map<Zone, Geometry> zones = new EnumMap<>(Zone.class);
    for (Row row :
        ZonesJob.run(spark, new ZonesJob.Request(project, GRID, beltM, radiusM)).collectAsList()) {
      Geometry before =
          zones.put(
              Zone.ofLabel(row.getAs(ZoneTable.ZONE)),
              new WKBReader().read(row.<byte[]>getAs(ZoneTable.GEOMETRY)));
      assertThat((Object) before).isNull();
    }
    return zones;
  }

  private static Geometry buffer(Geometry project, double distanceM) {
    return project.buffer(distanceM, 32, BufferParameters.CAP_ROUND);
  }

  private static Geometry zone(Map<Zone, Geometry> zones, Zone zone) {
    Geometry geometry = zones.get(zone);
    if (geometry == null) {
      throw new AssertionError(zone + " is missing");
    }
    return geometry;
  }

  private static void partition(Map<Zone, Geometry> zones, Geometry disc) {
    Geometry union = GEOMETRIES.createPolygon();
    double sum = 0;
    for (Geometry zone : zones.values()) {
      assertThat(union.intersection(zone).getArea()).isLessThan(SQUARE_MILLIMETRE);
      assertThat(zone.isValid()).isTrue();
      union = union.union(zone);
      sum += zone.getArea();
    }
    assertThat(sum).isCloseTo(disc.getArea(), within(1e-3));
    assertThat(union.symDifference(disc).getArea()).isLessThan(1e-3);
  }

  @Test
  void theZonesFillTheDiscWithoutOverlap() throws ParseException {
    Geometry project =
        wkt(
            "MULTIPOLYGON (((805000 833000, 806000 833100, 806200 834500, 805100 834000,"
                + " 805000 833000), (805400 833400, 805400 833600, 805700 833600, 805400 833400)),"
                + " ((807000 834000, 807300 834000, 807000 834400, 807000 834000)))");
    Map<Zone, Geometry> zones = zones(project, 500, 3000);

    assertThat(zones).containsOnlyKeys(Zone.values());
    partition(zones, buffer(project, 3000));
    assertThat(zone(zones, Zone.PROJECT).getArea())
        .isCloseTo(project.getArea(), within(SQUARE_MILLIMETRE));
    assertThat(zone(zones, Zone.BELT).getArea())
        .isCloseTo(buffer(project, 500).getArea() - project.getArea(), within(1e-3));
    assertThat(zone(zones, Zone.COMPARISON).getArea())
        .isCloseTo(buffer(project, 3000).getArea() - buffer(project, 500).getArea(), within(1e-3));
  }

  /** Steiner's formula for convex shapes: area + perimeter × distance + π × distance². */
  @Test
  void theAreasOfConvexProjectsAreSteinersToTheTwentiethOfAPercent() throws ParseException {
    Geometry project =
        wkt(
            "POLYGON ((805000 833000, 806000 833000, 806000 834000, 805000 834000, 805000"
                + " 833000))");
    Map<Zone, Geometry> zones = zones(project, 700, 2500);

    double belt = 4000 * 700 + Math.PI * 700 * 700;
    assertThat(zone(zones, Zone.BELT).getArea()).isCloseTo(belt, withinPercentage(0.05));
    double comparison = 4000 * 2500 + Math.PI * 2500 * 2500 - belt;
    assertThat(zone(zones, Zone.COMPARISON).getArea())
        .isCloseTo(comparison, withinPercentage(0.05));
  }

  @Test
  void nothingIsDrawnOutsideTheImagery() throws ParseException {
    Geometry project =
        wkt(
            "POLYGON ((799500 833000, 801000 833100, 800900 834500, 799400 834000, 799500"
                + " 833000))");
    Geometry imagery = GEOMETRIES.toGeometry(GRID.envelope());
    Map<Zone, Geometry> zones = zones(project, 600, 2000);

    assertThat(zones).containsOnlyKeys(Zone.values());
    partition(zones, buffer(project, 2000).intersection(imagery));
    assertThat(zone(zones, Zone.PROJECT).getArea())
        .isCloseTo(project.intersection(imagery).getArea(), within(1e-3))
        .isLessThan(project.getArea() - 100_000);
  }

  @Test
  void aZoneOutsideTheImageryHasNoRow() throws ParseException {
    Geometry project =
        wkt(
            "POLYGON ((799000 839000, 799200 839000, 799200 839200, 799000 839200, 799000"
                + " 839000))");

    assertThat(zones(project, 100, 2000)).containsOnlyKeys(Zone.COMPARISON);
    assertThat(zones(project, 1000, 2000)).containsOnlyKeys(Zone.BELT, Zone.COMPARISON);
  }

  @Test
  void zonesAreOnlyPolygonsWhereTheProjectTouchesTheEdgeOfTheImagery() throws ParseException {
    Geometry project =
        wkt(
            "MULTIPOLYGON (((799000 833000, 800000 833000, 800000 834000, 799000 834000,"
                + " 799000 833000)), ((800500 833000, 801000 833000, 801000 834000,"
                + " 800500 834000, 800500 833000)))");
    Map<Zone, Geometry> zones = zones(project, 100, 1000);

    assertThat(zones.values())
        .hasSize(3)
        .allSatisfy(zone -> assertThat((Object) zone).isInstanceOf(Polygonal.class));
    assertThat(zone(zones, Zone.PROJECT).getArea()).isCloseTo(500_000, within(1e-3));
  }
}
