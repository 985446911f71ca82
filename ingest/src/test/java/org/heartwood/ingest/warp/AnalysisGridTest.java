package org.heartwood.ingest.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

class AnalysisGridTest {
  private static final GeometryFactory GEOMETRY = new GeometryFactory();

  /** Corners at odd multiples of 15 m, as Landsat's. */
  private static final Grid LANDSAT = new Grid("EPSG:32636", 808755, 852945, 30, 7000, 7000);

  private static final Grid SENTINEL_37 = new Grid("EPSG:32637", 199980, 900000, 10, 10980, 10980);
  private static final Grid HANSEN = new Grid("EPSG:4326", 30, 10, 0.00025, 40000, 40000);

  private static Geometry box(double west, double south, double east, double north) {
    return GEOMETRY.toGeometry(new Envelope(west, east, south, north));
  }

  private static final Geometry KAFA = box(35.88, 7.45, 35.95, 7.52);

  @Test
  void theScenesOwnSystemAndLatticeAreKept() {
    Grid shifted = new Grid("EPSG:32636", 808755 + 30 * 811, 852945 - 30 * 37, 30, 7000, 7000);
    Grid grid = AnalysisGrid.choose(KAFA, List.of(SENTINEL_37, LANDSAT, shifted), 0);
    assertThat(grid.crs()).isEqualTo("EPSG:32636");
    assertThat(grid.pixelSize()).isEqualTo(30);
    assertThat(grid.alignedWith(LANDSAT)).isTrue();
    assertThat(Math.abs(grid.originX() % 30)).isEqualTo(15);
    assertThat(Math.abs(grid.originY() % 30)).isEqualTo(15);
  }

  @Test
  void theOrderOfScenesDoesNotMatter() {
    Grid aside = new Grid("EPSG:32636", 808740, 852945, 30, 7000, 7000);
    List<Grid> scenes =
        new ArrayList<>(List.of(SENTINEL_37, aside, LANDSAT, HANSEN, LANDSAT, aside));
    Grid first = AnalysisGrid.choose(KAFA, scenes, 100);
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(scenes, random);
      assertThat(AnalysisGrid.choose(KAFA, scenes, 100)).isEqualTo(first);
    }
  }

  @Test
  void ofSeveralResolutionsTheCommonestWinsAndOfEqualNumbersTheFiner() {
    Grid ten = new Grid("EPSG:32637", 199980, 900000, 10, 10980, 10980);
    Grid twenty = new Grid("EPSG:32637", 199980, 900000, 20, 5490, 5490);
    assertThat(AnalysisGrid.choose(KAFA, List.of(twenty, ten), 0).pixelSize()).isEqualTo(10);
    assertThat(AnalysisGrid.choose(KAFA, List.of(twenty, ten, twenty), 0).pixelSize())
        .isEqualTo(20);
  }

  @Test
  void withoutAMajorityTheUtmZoneOfTheBoundaryIsTaken() {
    Grid grid = AnalysisGrid.choose(KAFA, List.of(LANDSAT, SENTINEL_37), 0);
    assertThat(grid.crs()).isEqualTo("EPSG:32636");
    assertThat(grid.alignedWith(LANDSAT)).isTrue();
  }

  @Test
  void degreesBecomeTheMetresOfADegreeOfLatitude() {
    Grid grid = AnalysisGrid.choose(KAFA, List.of(HANSEN, HANSEN, LANDSAT), 0);
    assertThat(grid.crs()).isEqualTo("EPSG:32636");
    assertThat(grid.alignedWith(LANDSAT)).isTrue();
    Grid hansenAlone = AnalysisGrid.choose(KAFA, List.of(HANSEN), 0);
    assertThat(hansenAlone.crs()).isEqualTo("EPSG:32636");
    assertThat(hansenAlone.pixelSize()).isCloseTo(27.783, within(0.001));
    assertThat(hansenAlone.originX() / hansenAlone.pixelSize())
        .isCloseTo(Math.rint(hansenAlone.originX() / hansenAlone.pixelSize()), within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "-179.99, -17, -179.5, -16, EPSG:32701",
    "179.2, -17, 179.99, -16, EPSG:32760",
    "-0.4, 50, 0.3, 51, EPSG:32630",
    "0.1, 50, 0.3, 51, EPSG:32631",
    "113.9, -1.4, 114.2, -1.2, EPSG:32750",
    "35.9, -0.2, 36, 0.3, EPSG:32636",
    "20, 2, 28.9, 4, EPSG:32635",
    "20, 2, 29.1, 4, EPSG:6933",
    "20, 83, 21, 84.1, EPSG:6933",
    "20, -80.2, 21, -79, EPSG:6933",
  })
  void theZoneIsThatOfTheMiddle(double west, double south, double east, double north, String crs) {
    Grid world = new Grid("EPSG:4326", -180, 90, 0.01, 36000, 18000);
    assertThat(AnalysisGrid.choose(box(west, south, east, north), List.of(world), 0).crs())
        .isEqualTo(crs);
  }

  @Test
  void aBoundaryOnBothSidesOfTheAntimeridianLiesOnOneGrid() {
    Geometry fiji =
        GEOMETRY.createGeometryCollection(
            new Geometry[] {box(179.5, -17, 180, -16), box(-180, -17, -179.9, -16)});
    Grid grid = AnalysisGrid.choose(fiji, List.of(HANSEN), 0);
    assertThat(grid.crs()).isEqualTo("EPSG:32760");
    assertThat(grid.width() * grid.pixelSize()).isBetween(63_000.0, 67_000.0);
  }

  @Test
  void aWideBoundaryAcrossTheAntimeridianIsRefused() {
    Geometry wide =
        GEOMETRY.createGeometryCollection(
            new Geometry[] {box(170, -17, 180, -16), box(-180, -17, -175, -16)});
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> AnalysisGrid.choose(wide, List.of(HANSEN), 0))
        .withMessage(
            "the boundary crosses the antimeridian and is 15.0° wide, more than the 9° that one UTM"
                + " zone can show; split the project at the antimeridian")
        .extracting(InputException::reason)
        .isEqualTo(Reason.GEOMETRY);
  }

  @Test
  void aMarginIsAddedOnEverySide() {
    Grid tight = AnalysisGrid.choose(KAFA, List.of(LANDSAT), 0);
    Grid wide = AnalysisGrid.choose(KAFA, List.of(LANDSAT), 900);
    assertThat(wide)
        .isEqualTo(
            new Grid(
                tight.crs(),
                tight.originX() - 900,
                tight.originY() + 900,
                30,
                tight.width() + 60,
                tight.height() + 60));
  }

  @Test
  void unusableBoundariesAreRefused() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> AnalysisGrid.choose(GEOMETRY.createPolygon(), List.of(LANDSAT), 0))
        .withMessage("the boundary is empty; no grid can be laid over it");
    Grid fine = new Grid("EPSG:4326", 0, 0, 1e-7, 100, 100);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> AnalysisGrid.choose(box(10, 1, 14, 5), List.of(fine), 0))
        .withMessageContaining("at most 16777216 a side are possible")
        .extracting(InputException::reason)
        .isEqualTo(Reason.TOO_LARGE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnalysisGrid.choose(KAFA, List.of(LANDSAT), Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> AnalysisGrid.choose(KAFA, List.of(), 0));
  }

  /** The boundary's corners, projected by PROJ, lie on the grid and within a pixel of its edges. */
  @ParameterizedTest
  @CsvSource({"35.88, 7.45, 35.95, 7.52", "-69.6, -12.9, -69.1, -12.5", "20, 2, 31, 4"})
  void theGridLiesWherePROJPutsTheBoundary(double west, double south, double east, double north) {
    assumeTrue(GdalWarp.isPresent("cs2cs"), "cs2cs is not on the path");
    Geometry boundary = box(west, south, east, north);
    Grid grid = AnalysisGrid.choose(boundary, List.of(HANSEN), 0);
    StringBuilder latLon = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      for (int part = 0; part < 1000; part++) {
        Coordinate a = boundary.getCoordinates()[i];
        Coordinate b = boundary.getCoordinates()[i + 1];
        latLon.append(
            String.format(
                Locale.ROOT,
                "%.12f %.12f%n",
                a.getY() + (b.getY() - a.getY()) * part / 1000,
                a.getX() + (b.getX() - a.getX()) * part / 1000));
      }
    }
    String projected =
        GdalWarp.run(latLon.toString(), "cs2cs", "-f", "%.4f", "EPSG:4326", "+to", grid.crs());
    Envelope extent = new Envelope();
    projected
        .lines()
        .map(line -> line.trim().split("\\s+", -1))
        .forEach(
            xy -> extent.expandToInclude(Double.parseDouble(xy[0]), Double.parseDouble(xy[1])));
    Envelope covered = grid.envelope();
    covered.expandBy(0.001);
    assertThat(covered.contains(extent)).isTrue();
    extent.expandBy(grid.pixelSize() + 0.001);
    assertThat(extent.contains(grid.envelope())).isTrue();
  }
}
