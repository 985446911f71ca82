package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKTReader;

class PixelAreaTest {
  private static Offset<Double> relative(double value, double tolerance) {
    return Offset.offset(Math.abs(value) * tolerance);
  }

  @Test
  void pixelsShrinkTowardsThePoles() {
    Grid grid = new Grid("EPSG:4326", 0, 89, 1, 10, 178);
    assertThat(PixelArea.pixelM2(grid, 0, 0)).isLessThan(PixelArea.pixelM2(grid, 0, 40));
    assertThat(PixelArea.pixelM2(grid, 0, 40)).isLessThan(PixelArea.pixelM2(grid, 0, 88));
  }

  @Test
  void aUtmPixelIsSmallerThanItsMapSaysFarFromTheCentralMeridian() {
    Grid grid = new Grid("EPSG:32636", 819105, 832185, 30, 143, 148);
    assertThat(PixelArea.pixelM2(grid, 0, 0)).isBetween(897.0, 898.5);
    Grid central = new Grid("EPSG:32636", 500000, 832185, 30, 1, 1);
    assertThat(PixelArea.pixelM2(central, 0, 0))
        .isCloseTo(900 / (0.9996 * 0.9996), withinPercentage(1e-4));
  }

  @Test
  void theHoleAndThePolygonThatFillsItAreTheWhole() throws Exception {
    WKTReader wkt = new WKTReader();
    String hole = "(35.2 7.2, 35.7 7.3, 35.6 7.8, 35.2 7.2)";
    String shell = "(35 7, 36 7, 36 8, 35 8, 35 7)";
    double whole = PixelArea.polygonM2(wkt.read("POLYGON (" + shell + ")"));
    double holed = PixelArea.polygonM2(wkt.read("POLYGON (" + shell + ", " + hole + ")"));
    double filled = PixelArea.polygonM2(wkt.read("MULTIPOLYGON ((" + hole + "))"));
    assertThat(holed + filled).isCloseTo(whole, relative(whole, 1e-14));
    assertThat(PixelArea.polygonM2(wkt.read("POINT (1 2)"))).isZero();
    assertThat(PixelArea.polygonM2(wkt.read("POLYGON EMPTY"))).isZero();
  }

  @Test
  void theWindingOfARingDoesNotMatter() throws Exception {
    Geometry polygon = new WKTReader().read("POLYGON ((35 7, 36 7, 36 8, 35 8, 35 7))");
    assertThat(PixelArea.polygonM2(polygon.reverse()))
        .isCloseTo(PixelArea.polygonM2(polygon), relative(1.2e10, 1e-14));
  }

  @Test
  void pixelsSumToThePolygonOfTheirWindow() {
    Grid grid = new Grid("EPSG:32636", 819105, 832185, 30, 143, 148);
    double sum = Arrays.stream(PixelArea.window(grid, grid.window())).sum();
    MapProjection utm = MapProjection.of("EPSG:32636");
    Geometry extent = new GeometryFactory().toGeometry(grid.envelope());
    assertThat(sum).isCloseTo(PixelArea.polygonM2(extent, utm), relative(sum, 1e-10));
  }

  @Test
  void projectedEdgesAreFollowedOnTheEllipsoid() {
    MapProjection utm = MapProjection.of("EPSG:32636");
    GeometryFactory geometries = new GeometryFactory();
    Geometry projected = geometries.toGeometry(new Envelope(700_000, 800_000, 700_000, 900_000));
    Coordinate[] dense = new Coordinate[80_001];
    Coordinate[] ring = projected.getCoordinates();
    for (int i = 0; i < 80_000; i++) {
      Coordinate from = ring[i / 20_000];
      Coordinate to = ring[i / 20_000 + 1];
      double share = i % 20_000 / 20_000.0;
      dense[i] =
          utm.inverse(
              from.getX() + share * (to.getX() - from.getX()),
              from.getY() + share * (to.getY() - from.getY()));
    }
    dense[80_000] = dense[0];
    double expected = PixelArea.polygonM2(geometries.createPolygon(dense));
    assertThat(PixelArea.polygonM2(projected, utm)).isCloseTo(expected, relative(expected, 1e-11));
    double cornersOnly = PixelArea.polygonM2(utm.unproject(projected));
    assertThat(Math.abs(cornersOnly - expected) / expected).isGreaterThan(1e-6);
  }

  @ParameterizedTest
  @CsvSource({
    "EPSG:32636, 819105, 832185, 30, 64, 64",
    "EPSG:32636, 819105, 832185, 30, 143, 148",
    "EPSG:32636, 819105, 832185, 10, 512, 40",
    "EPSG:32632, 300000, 8200000, 30, 128, 128",
    "EPSG:32632, 300000, 8200000, 10, 128, 128",
    "EPSG:32719, 445724, 8590458, 30, 17, 1",
    "EPSG:32660, 790000, 832185, 1000, 100, 60",
    "EPSG:3395, 3996369, 831717, 30, 256, 33",
    "EPSG:3395, 3996369, 8317170, 250, 65, 65",
    "EPSG:4326, 35, 60, 0.00025, 256, 256",
    "EPSG:4326, 35, 10, 0.5, 3, 100",
    "EPSG:4326, -180, 80, 1, 40, 160",
    "EPSG:6933, 3463857, 954142, 30, 64, 64",
  })
  void aWindowAgreesWithPixelByPixel(
      String crs, double x, double y, double size, int width, int height) {
    PixelWindow window = new PixelWindow(5, 7, width, height);
    Grid grid = new Grid(crs, x, y, size, width + 10, height + 10);
    MapProjection projection = MapProjection.of(crs);
    double[] fast = PixelArea.window(grid, window);
    double worst = 0;
    for (int row = 0; row < height; row++) {
      for (int col = 0; col < width; col++) {
        double direct = PixelArea.pixelM2(grid, projection, 5 + col, 7 + row);
        worst = Math.max(worst, Math.abs(fast[row * width + col] / direct - 1));
      }
    }
    assertThat(worst).isLessThan(1e-9);
  }

  @Test
  void aPixelHasItsAreaWhicheverWindowAsks() {
    Grid grid = new Grid("EPSG:32636", 819105, 832185, 30, 143, 148);
    double[] whole = PixelArea.window(grid, grid.window());
    double[] part = PixelArea.window(grid, new PixelWindow(64, 64, 64, 64));
    assertThat(part[0]).isCloseTo(whole[64 * 143 + 64], relative(900, 1e-9));
    assertThat(PixelArea.pixelM2(grid, 64, 64)).isCloseTo(part[0], relative(900, 1e-9));
  }
}
