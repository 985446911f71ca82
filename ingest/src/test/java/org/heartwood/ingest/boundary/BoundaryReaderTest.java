package org.heartwood.ingest.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;

class BoundaryReaderTest {
  private static final Path KAFA =
      Path.of(System.getProperty("heartwood.samples", "../data-samples"), "kafa");
  private static final String SQUARE = "[[[35,7],[36,7],[36,8],[35,8],[35,7]]]";

  private final Path file;

  BoundaryReaderTest(@TempDir Path folder) {
    this.file = folder.resolve("boundary.geojson");
  }

  private Boundary read(String geojson) throws IOException {
    return BoundaryReader.read(Files.writeString(file, geojson));
  }

  private static String polygon(String coordinates) {
    return "{\"type\":\"Polygon\",\"coordinates\":" + coordinates + "}";
  }

  private static String feature(String geometry) {
    return "{\"type\":\"Feature\",\"properties\":{\"a\":[{}]},\"geometry\":" + geometry + "}";
  }

  private static String collection(String... features) {
    return "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}";
  }

  private void refused(String geojson, String message) throws IOException {
    Files.writeString(file, geojson);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> BoundaryReader.read(file))
        .withMessage(file + message);
  }

  @Test
  void theKafaBoundaryIsRead() {
    Boundary boundary = BoundaryReader.read(KAFA.resolve("boundary.geojson"));
    assertThat(boundary.source()).endsWith("boundary.geojson");
    Geometry geometry = boundary.multiPolygonLonLat();
    assertThat(geometry.getGeometryType()).isEqualTo("MultiPolygon");
    assertThat(geometry.getNumPoints()).isEqualTo(15);
    // Planimeter of GeographicLib 2.1.2, each edge in 200 straight pieces: 6151523.32813 m2.
    assertThat(PixelArea.polygonM2(geometry)).isCloseTo(6151523.32813, within(0.01));
  }

  @Test
  void everyKindOfGeoJsonWithPolygonsIsRead() throws IOException {
    String multi = "{\"coordinates\":[" + SQUARE + "],\"type\":\"MultiPolygon\"}";
    String geometries = "{\"type\":\"GeometryCollection\",\"geometries\":[" + multi + "]}";
    for (String geojson :
        new String[] {
          polygon(SQUARE),
          multi,
          geometries,
          feature(polygon(SQUARE)),
          feature(geometries),
          collection(feature(multi)),
        }) {
      assertThat(read(geojson).multiPolygonLonLat().toText())
          .isEqualTo("MULTIPOLYGON (((35 7, 36 7, 36 8, 35 8, 35 7)))");
    }
  }

  @Test
  void featuresAreUnited() throws IOException {
    Boundary boundary =
        read(
            collection(
                feature(polygon(SQUARE)),
                feature(polygon("[[[36,7],[37,7],[37,8],[36,8],[36,7]]]")),
                feature(polygon("[[[40,7],[41,7],[41,8],[40,7]]]"))));
    assertThat(boundary.multiPolygonLonLat().getNumGeometries()).isEqualTo(2);
    assertThat(boundary.multiPolygonLonLat().getArea()).isEqualTo(2.5);
  }

  @Test
  void windingIsNormalisedAndHeightsAreDropped() throws IOException {
    Boundary boundary =
        read(
            polygon(
                "[[[35,7,900],[35,8,900],[36,8,900],[36,7,900],[35,7,900]],"
                    + "[[35.2,7.2,1],[35.4,7.2,1],[35.4,7.4,1],[35.2,7.2,1]]]"));
    Polygon polygon = (Polygon) boundary.multiPolygonLonLat().getGeometryN(0);
    assertThat(Orientation.isCCW(polygon.getExteriorRing().getCoordinates())).isTrue();
    assertThat(Orientation.isCCW(polygon.getInteriorRingN(0).getCoordinates())).isFalse();
    assertThat(polygon.getCoordinate()).isInstanceOf(CoordinateXY.class);
    assertThat(polygon.getCoordinate().getZ()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:OGC::CRS84",
        "OGC:CRS84",
        "CRS84",
        "EPSG:4326",
        "epsg:4326",
        "urn:ogc:def:crs:EPSG::4326",
        "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
        "http://www.opengis.net/def/crs/EPSG/0/4326"
      })
  void theOldCrsMemberMayNameLongitudeAndLatitude(String name) throws IOException {
    assertThat(read(withCrs("{\"type\":\"name\",\"properties\":{\"name\":\"" + name + "\"}}")))
        .isNotNull();
  }

  private static String withCrs(String crs) {
    return "{\"type\":\"Polygon\",\"crs\":" + crs + ",\"coordinates\":" + SQUARE + "}";
  }

  @Test
  void theOldCrsMemberMayNameAProjection() throws IOException {
    // cs2cs of PROJ 9.1.1, EPSG:4326 to EPSG:32636.
    String corner = "[820087.845411,830080.746086]";
    String triangle = "[[" + corner + ",[821087,830080],[821087,831080]," + corner + "]]";
    String crs = "{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::32636\"}}";
    String geojson = "{\"type\":\"Polygon\",\"coordinates\":" + triangle + ",\"crs\":" + crs + "}";
    Files.writeString(file, geojson);
    BoundaryDocument document = BoundaryReader.document(file);
    assertThat(document.crs()).isEqualTo("EPSG:32636");
    assertThat(document.crsStated()).isTrue();
    assertThat(document.problems()).isEmpty();
    Coordinate first = document.features().get(0).polygonsLonLat().getCoordinate();
    assertThat(first.distance(new Coordinate(35.9, 7.5))).isLessThan(1e-9);
  }

  @Test
  void aCrsThatIsUnknownIsRefused() throws IOException {
    String toDo = "; convert it with ogr2ogr -t_srs OGC:CRS84 -lco RFC7946=YES";
    String expected = ": expected a crs such as CRS84 or EPSG:32636, found the crs ";
    refused(
        withCrs("{\"properties\":{\"name\":\"urn:ogc:def:crs:ESRI::54009\"},\"type\":\"name\"}"),
        expected + "\"urn:ogc:def:crs:ESRI::54009\"" + toDo);
    refused(
        withCrs("{\"properties\":{\"name\":\"EPSG:99999\"},\"type\":\"name\"}"),
        ": unknown coordinate reference system \"EPSG:99999\"; give an EPSG code such as EPSG:32636"
            + " (UTM zone 36 north)");
    refused(
        withCrs("{\"type\":\"link\",\"properties\":{\"href\":\"http://x\"}}"),
        expected + "without a name" + toDo);
    refused(withCrs("\"EPSG:4326\""), expected + "without a name" + toDo);
  }

  @Test
  void aFileWithoutAPolygonIsRefused() throws IOException {
    refused("", ": expected GeoJSON, found an empty file; export the boundary again");
    refused("[]", ": expected a GeoJSON object, found START_ARRAY; export the boundary again");
    refused("{}", ": feature 0: has no type; export the boundary again");
    refused(collection(), ": expected at least one polygon, found none; export the boundary again");
    refused(
        collection(feature(polygon(SQUARE)), feature("null")),
        ": feature 1: has no geometry; draw it or remove the feature");
    refused(
        collection(
            feature(polygon(SQUARE)), feature("{\"type\":\"Point\",\"coordinates\":[35,7]}")),
        ": feature 1: expected Polygon or MultiPolygon, found \"Point\"; keep only the project"
            + " area");
    refused(
        "{\"type\":\"a\\nb" + "x".repeat(100) + "\"}",
        ": feature 0: expected Polygon or MultiPolygon, found \"a\\nb"
            + "x".repeat(75)
            + "… (106 characters); keep only the project area");
    refused(polygon("[]"), ": feature 0: polygon has no ring; draw it or remove the feature");
    refused(
        polygon("[[]]"),
        ": feature 0, ring 0: expected at least 4 positions, found 0; draw it again");
    refused(
        "{\"type\":\"Polygon\"}",
        ": feature 0: coordinates are not nested as GeoJSON wants (a polygon is a list of rings, a"
            + " ring a list of positions); export the boundary again");
    refused(
        polygon("3"),
        ": feature 0: expected coordinates as a list, found \"3\"; export the boundary again");
    refused(
        "{\"type\":\"FeatureCollection\",\"features\":{}}",
        ": expected features as a list, found \"{\"; export the boundary again");
    refused(
        collection(feature(polygon(SQUARE)), "3"),
        ": feature 1: expected an object, found \"3\"; export the boundary again");
    refused(polygon(SQUARE) + "{}", ": expected one GeoJSON object, found more after it; keep one");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> BoundaryReader.read(file.resolveSibling("none.geojson")))
        .withMessage(
            file.resolveSibling("none.geojson") + ": no such file; check the boundary's path");
  }

  @Test
  void brokenJsonIsRefusedWithItsPlace() throws IOException {
    refused(
        "{\"type\":\n\"Polygon\" \"x\"}",
        ":2:11: expected GeoJSON, found Unexpected character ('\"' (code 34)): was expecting comma"
            + " to separate Object entries; correct it there or just before");
    refused(
        "{\"type\":\"Polygon\",\"type\":\"Point\"}",
        ":1:25: expected GeoJSON, found Duplicate field 'type'; correct it there or just before");
    Files.writeString(file, "{\"type\":\"Polygon\",\"coordinates\":" + "[".repeat(100_000));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> BoundaryReader.read(file))
        .withMessageContaining("nesting depth (65) exceeds the maximum allowed (64);");
    Files.writeString(file, polygon("[[[1" + "0".repeat(100_000) + ",7]]]"));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> BoundaryReader.read(file))
        .withMessageContaining("exceeds the maximum allowed (100);");
  }

  @Test
  void aRingThatIsTooShortOrOpenIsRefused() throws IOException {
    refused(
        polygon("[[[35,7],[36,7],[35,7]]]"),
        ": feature 0, ring 0: expected at least 4 positions, found 3 from (35.0, 7.0) on; draw it"
            + " again");
    refused(
        collection(
            feature(polygon(SQUARE)),
            feature(
                "{\"type\":\"MultiPolygon\",\"coordinates\":["
                    + SQUARE
                    + ",[[[35,7],[36,7],[36,8],[35,8]]]]}")),
        ": feature 1, polygon 1, ring 0: is not closed: vertex 0 is at (35.0, 7.0), the last,"
            + " vertex 3, at (35.0, 8.0); repeat the first position at the end");
  }

  @Test
  void aCoordinateThatIsNoFiniteNumberIsRefused() throws IOException {
    String toDo = "; write longitude and latitude as plain numbers";
    String expected = ": expected finite numbers as coordinates, found ";
    refused(
        polygon("[[[35,7],[36,NaN],[36,8],[35,7]]]"),
        ": feature 0, ring 0, vertex 1" + expected + "NaN" + toDo);
    refused(
        polygon("[[[35,7],[36,7],[-Infinity,8],[35,7]]]"),
        ": feature 0, ring 0, vertex 2" + expected + "-Infinity" + toDo);
    refused(
        polygon("[[[35,7],[36,7],[36,8],[35,1e999]]]"),
        ": feature 0, ring 0, vertex 3" + expected + "1e999" + toDo);
    refused(
        collection(feature(polygon(SQUARE)), feature(polygon("[[[\"35\",7],[36,7]]]"))),
        ": feature 1, ring 0, vertex 0" + expected + "the text \"35\"" + toDo);
    refused(
        polygon("[[[35,7],3]]"),
        ": feature 0, ring 0, vertex 1: expected a position as a list of numbers, found \"3\";"
            + " export the boundary again");
    refused(
        polygon("[[[35,\"7\"],[36,7]]]"),
        ": feature 0, ring 0, vertex 0" + expected + "the text \"7\"" + toDo);
    refused(
        polygon("[[[35,null],[36,7]]]"),
        ": feature 0, ring 0, vertex 0" + expected + "null" + toDo);
    refused(
        polygon("[[[35],[36,7]]]"),
        ": feature 0, ring 0, vertex 0: expected longitude and latitude, found one number, 35.0;"
            + " export the boundary again");
  }

  @Test
  void coordinatesNestedOneLevelTooDeepOrTooLittleAreRefused() throws IOException {
    refused(
        polygon("[" + SQUARE + "]"),
        ": feature 0, ring 0, vertex 0: expected a position, found a list of lists; a Polygon"
            + " nests its coordinates one level less than a MultiPolygon");
    refused(
        "{\"type\":\"MultiPolygon\",\"coordinates\":" + SQUARE + "}",
        ": feature 0, polygon 0: coordinates are not nested as GeoJSON wants (a polygon is a list"
            + " of rings, a ring a list of positions); export the boundary again");
  }

  @Test
  void projectedOrSwappedCoordinatesAreRefused() throws IOException {
    refused(
        polygon("[[[819105,832185],[36,7],[36,8],[35,7]]]"),
        ": feature 0, ring 0, vertex 0: expected longitude -180 to 180 and latitude -90 to 90,"
            + " found (819105.0, 832185.0); projected coordinates? convert them with ogr2ogr -t_srs"
            + " OGC:CRS84");
    refused(
        polygon("[[[-1.3,114.02],[36,7],[36,8],[35,7]]]"),
        ": feature 0, ring 0, vertex 0: expected longitude -180 to 180 and latitude -90 to 90,"
            + " found (-1.3, 114.02); latitude and longitude seem to be swapped: GeoJSON wants"
            + " longitude first");
  }

  @Test
  void polesAreRefused() throws IOException {
    String toDo =
        ", which is not supported; assess the parts on either side as projects of their own";
    refused(
        polygon("[[[35,7],[36,90],[36,8],[35,7]]]"),
        ": feature 0, ring 0, vertex 1: the boundary reaches a pole at (36.0, 90.0)" + toDo);
    refused(
        polygon("[[[-120,80],[0,81],[120,80.5],[-120,80]]]"),
        ": feature 0, ring 0, vertex 3: the boundary runs around a pole" + toDo);
  }

  @Test
  void aBoundaryAcrossTheAntimeridianIsCutThere() throws IOException {
    String ring = "[[%1$s,-17],[%2$s,-17],[%2$s,-16],[179.5,-15.5],[%1$s,-16],[%1$s,-17]]";
    String hole = "[[%1$s,-16.8],[%1$s,-16.2],[%2$s,-16.2],[%2$s,-16.8],[%1$s,-16.8]]";
    Geometry across =
        read(polygon(
                "["
                    + ring.formatted("179", "-179.5")
                    + ","
                    + hole.formatted("179.7", "-179.8")
                    + "]"))
            .multiPolygonLonLat();
    assertThat(across.getNumGeometries()).isEqualTo(2);
    assertThat(across.isValid()).isTrue();
    assertThat((Object) across.getEnvelopeInternal())
        .hasToString(new Envelope(-180, 180, -17, -15.5).toString());
    Geometry shifted =
        read(polygon(
                "["
                    + ring.formatted("169", "170.5").replace("179.5", "169.5")
                    + ","
                    + hole.formatted("169.7", "170.2")
                    + "]"))
            .multiPolygonLonLat();
    assertThat(PixelArea.polygonM2(across))
        .isCloseTo(PixelArea.polygonM2(shifted), within(1e-9 * PixelArea.polygonM2(shifted)));
  }

  @Test
  void theCutAtTheAntimeridianIsTold() throws IOException {
    Files.writeString(file, polygon("[[[179,7],[-179,7],[-179,8],[179,8],[179,7]]]"));
    assertThat(BoundaryReader.document(file).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(BoundaryProblem.Severity.WARNING);
              assertThat(problem.line("f"))
                  .isEqualTo(
                      "f: feature 0, ring 0, vertex 1: the boundary crosses the antimeridian before"
                          + " this vertex; it was cut at 180 degrees; check the parts on a map; if"
                          + " they are wrong, cut it yourself as RFC 7946 §3.1.9 says");
            });
  }

  @Test
  void aBoundaryCutAtTheAntimeridianIsReadAsItIs() throws IOException {
    String cut =
        "{\"type\":\"MultiPolygon\",\"coordinates\":["
            + "[[[179,7],[180,7],[180,8],[179,8],[179,7]]],"
            + "[[[-180,7],[-179,7],[-179,8],[-180,8],[-180,7]]]]}";
    assertThat(read(cut).multiPolygonLonLat().getNumGeometries()).isEqualTo(2);
    assertThat(BoundaryReader.document(file).problems()).isEmpty();
    String bothSpellings = "[[[-180,7],[180,8],[179,8],[179,7],[-180,7]]]";
    assertThat((Object) read(polygon(bothSpellings)).multiPolygonLonLat().getEnvelopeInternal())
        .hasToString(new Envelope(179, 180, 7, 8).toString());
  }

  @Test
  void everyProblemIsCollectedWithItsPlace() throws IOException {
    Files.writeString(
        file,
        collection(
            feature(polygon("[[[35,7],[36,7],[36,8]]]")),
            feature("null"),
            feature("{\"type\":\"Point\",\"coordinates\":[35,7]}"),
            feature(polygon("[[[35,NaN],[36,7],[36,98],[35,8]]]")),
            feature(polygon("[[[35,7,1],[35,8,1],[36,8,1],[35,7,1]]]")),
            feature(polygon(SQUARE))));
    BoundaryDocument document = BoundaryReader.document(file);
    assertThat(document.problems())
        .extracting(problem -> problem.line("f").replaceFirst(";.*", ""))
        .containsExactly(
            "f: feature 0, ring 0: expected at least 4 positions, found 3 from (35.0, 7.0) on",
            "f: feature 1: has no geometry",
            "f: feature 2: expected Polygon or MultiPolygon, found \"Point\"",
            "f: feature 3, ring 0, vertex 0: expected finite numbers as coordinates, found NaN",
            "f: feature 3, ring 0, vertex 2: expected longitude -180 to 180 and latitude -90 to 90,"
                + " found (36.0, 98.0)",
            "f: feature 4: positions have heights or measures, which are dropped",
            "f: feature 4: rings do not wind as RFC 7946 asks: shells counter-clockwise, holes"
                + " clockwise");
    assertThat(document.features()).extracting(BoundaryFeature::index).containsExactly(4, 5);
  }

  @Test
  void aFloodOfProblemsIsCounted() throws IOException {
    String ring =
        IntStream.range(0, 1000).mapToObj(i -> "[400,400]").collect(Collectors.joining(","));
    Files.writeString(file, polygon("[[" + ring + "]]"));
    assertThat(BoundaryReader.document(file).problems())
        .hasSize(102)
        .extracting(BoundaryProblem::detail)
        .contains("900 more problems of a kind listed 100 times");
  }

  @Test
  void featuresAreNamed() throws IOException {
    Files.writeString(
        file,
        "{\"type\":\"FeatureCollection\",\"features\":["
            + "{\"type\":\"Feature\",\"id\":7,\"properties\":null,\"geometry\":"
            + polygon(SQUARE)
            + "},{\"type\":\"Feature\",\"properties\":{\"id\":\"x\",\"Name\":\" Kafa"
            + " \"},\"geometry\":"
            + polygon(SQUARE)
            + "}]}");
    assertThat(BoundaryReader.document(file).features())
        .extracting(BoundaryFeature::name)
        .containsExactly("7", "Kafa");
  }

  @Test
  void aBrokenPolygonIsRefusedWithReasonAndPlace() throws IOException {
    String toDo = "; repair it, for example with \"Fix geometries\" in QGIS";
    refused(
        collection(
            feature(polygon(SQUARE)), feature(polygon("[[[35,7],[36,8],[36,7],[35,8],[35,7]]]"))),
        ": feature 1: Self-intersection at (35.5, 7.5)" + toDo);
    refused(
        polygon("[[[35,7],[36,7],[36,8],[35,8],[35,7]],[[40,7],[41,7],[41,8],[40,7]]]"),
        ": feature 0: Hole lies outside shell at (40.0, 7.0)" + toDo);
    refused(
        polygon("[[[35,7],[36,8],[37,9],[35,7]]]"),
        ": feature 0, ring 0: has zero area, at (35.0, 7.0); draw it again");
    refused(
        polygon("[[[35,7],[35,7],[35,7],[35,7]]]"),
        ": feature 0, ring 0: has zero area, at (35.0, 7.0); draw it again");
  }

  @Test
  void tooManyVerticesAreRefused() throws IOException {
    Files.writeString(file, polygon(SQUARE));
    assertThatNoException().isThrownBy(() -> BoundaryReader.read(file, 5));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> BoundaryReader.read(file, 4))
        .withMessage(file + ": expected at most 4 vertices, found more; simplify the boundary");
  }

  @Test
  void aLargeBoundaryIsRead() throws IOException {
    int vertices = 300_000;
    String ring =
        IntStream.rangeClosed(0, vertices)
            .map(i -> i % vertices)
            .mapToObj(
                i ->
                    "["
                        + (35 + Math.cos(2 * Math.PI * i / vertices))
                        + ","
                        + (7 + Math.sin(2 * Math.PI * i / vertices))
                        + "]")
            .collect(Collectors.joining(","));
    assertThat(read(polygon("[[" + ring + "]]")).multiPolygonLonLat().getNumPoints())
        .isEqualTo(vertices + 1);
  }

  @Test
  void aBoundaryOffTheImageryIsToldFromASwappedOne() throws IOException {
    Boundary boundary = read(polygon("[[[35.9,7.5],[35.95,7.5],[35.9,7.55],[35.9,7.5]]]"));
    assertThatNoException()
        .isThrownBy(() -> boundary.requireOverlap(new Envelope(35.8, 35.92, 7.4, 7.6)));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> boundary.requireOverlap(new Envelope(40, 41, 7.4, 7.6)))
        .withMessage(
            file
                + ": boundary lies outside the imagery: boundary extent lon 35.90000 to 35.95000,"
                + " lat 7.50000 to 7.55000, imagery extent lon 40.00000 to 41.00000, lat 7.40000"
                + " to 7.60000; check that both belong to the same project");
    Boundary swapped = read(polygon("[[[7.5,35.9],[7.5,35.95],[7.55,35.9],[7.5,35.9]]]"));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> swapped.requireOverlap(new Envelope(35.8, 35.92, 7.4, 7.6)))
        .withMessage(
            file
                + ": boundary seems to have latitude and longitude swapped: its first vertex is at"
                + " (7.5, 35.9); GeoJSON wants longitude first");
    assertThat(swapped.multiPolygonLonLat().getCoordinate()).isEqualTo(new Coordinate(7.5, 35.9));
  }
}
