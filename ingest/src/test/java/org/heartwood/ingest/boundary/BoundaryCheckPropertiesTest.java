package org.heartwood.ingest.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.heartwood.ingest.boundary.BoundaryProblem.Severity;
import org.heartwood.ingest.grid.PixelArea;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;

/** Random polygons on a small lattice, where vertices and edges meet all the time. */
class BoundaryCheckPropertiesTest {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final int POLYGONS = 20_000;

  private static LinearRing ring(Random random, int size, int offset) {
    int vertices = 3 + random.nextInt(4);
    Coordinate[] ring = new Coordinate[vertices + 1];
    for (int i = 0; i < vertices; i++) {
      ring[i] = new Coordinate(offset + random.nextInt(size), offset + random.nextInt(size));
    }
    ring[vertices] = ring[0].copy();
    return GEOMETRIES.createLinearRing(ring);
  }

  private static Polygon polygon(Random random) {
    LinearRing[] holes = new LinearRing[random.nextInt(3)];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = ring(random, 4, 1);
    }
    LinearRing shell =
        random.nextBoolean()
            ? ring(random, 6, 0)
            : (LinearRing)
                Documents.multiPolygon(Documents.square(0, 0, 5)).getBoundary().getGeometryN(0);
    return GEOMETRIES.createPolygon(
        shell.getFactory().createLinearRing(shell.getCoordinates()), holes);
  }

  private static BoundaryReport check(MultiPolygon... features) {
    return BoundaryCheck.check(Documents.of(List.of(features)), null, null);
  }

  @Test
  void whatIsFoundIsInvalidAndWhatIsInvalidIsFound() {
    Random random = new Random(11);
    int valid = 0;
    for (int i = 0; i < POLYGONS; i++) {
      Polygon polygon = polygon(random);
      BoundaryReport report = check(Documents.multiPolygon(polygon));

      boolean sound =
          report.problems().stream().allMatch(each -> each.severity() == Severity.WARNING);
      assertThat(sound).as(polygon + " " + report.problems()).isEqualTo(polygon.isValid());
      valid += sound ? 1 : 0;
      MultiPolygon dissolved = report.dissolvedLonLat();
      assertThat(dissolved == null || new IsValidOp(dissolved).isValid())
          .as(polygon + " -> " + dissolved)
          .isTrue();
    }
    assertThat(valid).isBetween(POLYGONS / 20, POLYGONS * 19 / 20);
  }

  @Test
  void theSumOfTwoPartsIsTheirLandAndWhatTheyShare() {
    Random random = new Random(12);
    for (int i = 0; i < 2_000; i++) {
      MultiPolygon first = Documents.multiPolygon(polygon(random));
      MultiPolygon second = Documents.multiPolygon(polygon(random));
      BoundaryReport one = check(first);
      BoundaryReport other = check(second);
      BoundaryReport both = check(first, second);
      if (one.dissolvedLonLat() == null || other.dissolvedLonLat() == null) {
        continue;
      }
      double sharedHa =
          PixelArea.polygonM2(one.dissolvedLonLat().intersection(other.dissolvedLonLat())) / 10_000;
      double tolerance = 1e-3 + 1e-9 * both.areas().repairedHa();
      assertThat(both.areas().repairedHa())
          .isCloseTo(one.areas().dissolvedHa() + other.areas().dissolvedHa(), within(tolerance));
      // Edges cut at rounded positions stray from the straight line by the curvature of q.
      assertThat(both.areas().countedTwiceHa())
          .isCloseTo(sharedHa, within(Math.max(tolerance, 1e-6 * both.areas().repairedHa())));
    }
  }
}
