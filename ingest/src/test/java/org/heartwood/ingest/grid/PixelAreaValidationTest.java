package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKTReader;

class PixelAreaValidationTest {
  private static Offset<Double> relative(double value, double tolerance) {
    return Offset.offset(value * tolerance);
  }

  /**
   * Cells of 0.00025° from the tests of Global Forest Watch (wri/gfw_forest_loss_geotrellis,
   * GeodesySuite), named by their bottom edge. Ten digits can agree: at 45° a latitude in degrees
   * is rounded by 3e-11 of the height of such a cell.
   */
  @ParameterizedTest
  @CsvSource({"0, 769.3170049535535", "45, 547.6481292317709", "-45, 547.65048671875"})
  void agreesWithGlobalForestWatch(double bottomEdgeDeg, double m2) {
    double size = 0.00025;
    Grid grid = new Grid("EPSG:4326", 35, bottomEdgeDeg + size, size, 1, 1);
    assertThat(PixelArea.pixelM2(grid, 0, 0)).isCloseTo(m2, relative(m2, 1e-9));
  }

  /** Area of the WGS 84 ellipsoid as GeographicLib gives it: 510065621724088.44 m². */
  @Test
  void theWholeEarthHasTheAreaOfTheEllipsoid() throws Exception {
    Geometry earth =
        new WKTReader().read("POLYGON ((-180 -90, 180 -90, 180 90, -180 90, -180 -90))");
    assertThat(PixelArea.polygonM2(earth)).isCloseTo(510065621724088.44, relative(5.1e14, 1e-15));
  }

  /**
   * Against Planimeter of GeographicLib 2.1.2, {@code Planimeter -p 12 < lat-lon-lines}, each edge
   * given as many straight pieces in longitude and latitude as noted, because Planimeter joins its
   * vertices by geodesics.
   */
  @ParameterizedTest
  @CsvSource({
    // 20000 pieces an edge
    "'35 7, 36 7, 36 8, 35 8, 35 7', 12206399422.68183, 1e-10",
    "'-70 -13, -69 -12.5, -69.6 -11.2, -70 -13', 9629235219.48729, 1e-10",
    "'10 60, 14 61.5, 11 64, 10 60', 42562156104.31085, 1e-10",
  })
  void agreesWithPlanimeter(String ring, double m2, double tolerance) throws Exception {
    Geometry polygon = new WKTReader().read("POLYGON ((" + ring + "))");
    assertThat(PixelArea.polygonM2(polygon)).isCloseTo(m2, relative(m2, tolerance));
  }
}
