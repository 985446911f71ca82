package org.heartwood.ingest.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.boundary.BoundaryDocument.Format;
import org.heartwood.ingest.boundary.BoundaryProblem.Severity;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.run.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.algorithm.distance.DiscreteHausdorffDistance;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.MultiPolygon;

/** One awkward boundary through GDAL's writers of every format, and Sedona's of GeoParquet. */
class BoundaryFormatsValidationTest {
  private static final String AWKWARD =
      """
      {"type":"FeatureCollection","features":[
       {"type":"Feature","properties":{"name":"Bonga ä"},"geometry":{"type":"MultiPolygon",
        "coordinates":[
         [[[35.9,7.5,10],[35.95,7.5,11],[35.95,7.55,12],[35.9,7.55,13],[35.9,7.5,10]],
          [[35.91,7.51,10],[35.91,7.52,10],[35.92,7.52,10],[35.91,7.51,10]],
          [[35.93,7.53,10],[35.93,7.54,10],[35.94,7.54,10],[35.93,7.53,10]]],
         [[[35.932,7.5345,10],[35.9335,7.537,10],[35.932,7.5385,10],[35.932,7.5345,10]]]]}},
       {"type":"Feature","properties":{"name":"Gimbo"},"geometry":{"type":"Polygon",
        "coordinates":[
         [[36.0123456789,7.5,1],[36.1,7.5,2],[36.1,7.6123456789,3],[36.0123456789,7.5,1]]]}}]}
      """;

  private final Path folder;
  private final Path awkward;

  BoundaryFormatsValidationTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.awkward = Files.writeString(folder.resolve("awkward.geojson"), AWKWARD);
  }

  private Path ogr(String output, String... options) throws IOException, InterruptedException {
    Path file = folder.resolve(output);
    List<String> command = new ArrayList<>(List.of("ogr2ogr", "-q"));
    command.addAll(List.of(options));
    command.addAll(List.of(file.toString(), awkward.toString()));
    run(command);
    return file;
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "ogr2ogr is not installed");
      return;
    }
    assertThat(process.waitFor()).as(Files.readString(output)).isZero();
  }

  private void same(Path file, Format format, double toleranceDeg) {
    BoundaryDocument expected = BoundaryReader.document(awkward);
    BoundaryDocument read = BoundaryReader.document(file);
    assertThat(read.format()).isEqualTo(format);
    assertThat(read.problems())
        .allSatisfy(problem -> assertThat(problem.severity()).isEqualTo(Severity.WARNING));
    assertThat(read.features())
        .extracting(BoundaryFeature::name)
        .containsExactly("Bonga ä", "Gimbo");
    for (int i = 0; i < 2; i++) {
      MultiPolygon polygons = read.features().get(i).polygonsLonLat();
      MultiPolygon wanted = expected.features().get(i).polygonsLonLat();
      // The direction of rings and where they start is the format's business.
      assertThat(DiscreteHausdorffDistance.distance(polygons, wanted)).isLessThan(toleranceDeg);
      assertThat(polygons.getNumPoints()).isEqualTo(wanted.getNumPoints());
      assertThat(polygons.getNumGeometries()).isEqualTo(wanted.getNumGeometries());
      assertThat(polygons.getBoundary().getNumGeometries())
          .isEqualTo(wanted.getBoundary().getNumGeometries());
      assertThat(polygons.getCoordinate().getZ()).isNaN();
    }
    double areaM2 = PixelArea.polygonM2(BoundaryReader.read(awkward).multiPolygonLonLat());
    assertThat(PixelArea.polygonM2(BoundaryReader.read(file).multiPolygonLonLat()))
        .isCloseTo(areaM2, within(areaM2 * Math.max(1e-9, toleranceDeg * 100)));
  }

  private static Path zipped(Path zip, String prefix, List<Path> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      for (Path file : files) {
        entries.putNextEntry(new ZipEntry(prefix + file.getFileName()));
        Files.copy(file, entries);
      }
    }
    return zip;
  }

  private List<Path> shapefile(String stem) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(stem + ".")).toList();
    }
  }

  @Test
  void geoPackageIsReadAsGdalWritesIt() throws Exception {
    same(ogr("a.gpkg", "-f", "GPKG"), Format.GEOPACKAGE, 1e-9);
    same(ogr("b.gpkg", "-f", "GPKG", "-dim", "XYZM"), Format.GEOPACKAGE, 1e-9);
    same(
        ogr("odd.gpkg", "-f", "GPKG", "-nln", "a \"b'; --", "-lco", "GEOMETRY_NAME=g \"1\""),
        Format.GEOPACKAGE,
        1e-9);
    Path heights = folder.resolve("a.gpkg");
    assertThat(BoundaryReader.document(heights).problems())
        .extracting(BoundaryProblem::detail)
        .containsExactly(
            "positions have heights or measures, which are dropped",
            "positions have heights or measures, which are dropped");
  }

  @Test
  void severalLayersOfAGeoPackageAreRefusedByName() throws Exception {
    Path file = ogr("two.gpkg", "-f", "GPKG", "-nln", "area");
    ogr("two.gpkg", "-f", "GPKG", "-update", "-nln", "belt");
    assertThat(HostileBoundaryTest.fault(file))
        .isEqualTo(
            file
                + ": expected one layer of polygons, found 2: area, belt; export the project area"
                + " alone, as in ogr2ogr boundary.gpkg file.gpkg layer");
  }

  @Test
  void shapefilesAreReadBareZippedAndInAFolder() throws Exception {
    Path bare = ogr("a.shp", "-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8");
    same(bare, Format.SHAPEFILE, 1e-9);
    same(zipped(folder.resolve("root.zip"), "", shapefile("a")), Format.SHAPEFILE, 1e-9);
    same(zipped(folder.resolve("sub.zip"), "my area/", shapefile("a")), Format.SHAPEFILE, 1e-9);
    same(ogr("flat.shp", "-f", "ESRI Shapefile", "-dim", "XY"), Format.SHAPEFILE, 1e-9);
    same(ogr("m.shp", "-f", "ESRI Shapefile", "-dim", "XYM"), Format.SHAPEFILE, 1e-9);
  }

  @Test
  void aShapefileWithoutCrsIsAnError() throws Exception {
    Path lonLat = ogr("a.shp", "-f", "ESRI Shapefile");
    Files.delete(folder.resolve("a.prj"));
    BoundaryDocument document = BoundaryReader.document(lonLat);
    assertThat(document.features()).hasSize(2);
    assertThat(document.crsStated()).isFalse();
    assertThat(errors(document))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.reason()).isEqualTo(Reason.NO_CRS);
              assertThat(problem.rule()).isEqualTo("X06");
              assertThat(problem.detail())
                  .endsWith("look like longitude and latitude and were taken so");
            });
    Path utm = ogr("u.shp", "-f", "ESRI Shapefile", "-t_srs", "EPSG:32636");
    Files.delete(folder.resolve("u.prj"));
    assertThat(errors(BoundaryReader.document(utm)))
        .extracting(BoundaryProblem::reason)
        .containsExactly(Reason.NO_CRS, Reason.EMPTY);
  }

  private static List<BoundaryProblem> errors(BoundaryDocument document) {
    return document.problems().stream()
        .filter(problem -> problem.severity() == Severity.ERROR)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "EPSG:32636, 1e-9",
    "EPSG:3857, 1e-9",
    "EPSG:3395, 1e-9",
    "EPSG:3035, 1e-7",
  })
  void otherSystemsAreConvertedAsGdalDoes(String crs, double toleranceDeg) throws Exception {
    same(ogr("u.gpkg", "-f", "GPKG", "-t_srs", crs), Format.GEOPACKAGE, toleranceDeg);
    same(
        ogr("u.json", "-f", "GeoJSON", "-t_srs", crs, "-lco", "COORDINATE_PRECISION=12"),
        Format.GEOJSON,
        toleranceDeg);
    Path shp = ogr("u.shp", "-f", "ESRI Shapefile", "-t_srs", crs, "-lco", "ENCODING=UTF-8");
    same(shp, Format.SHAPEFILE, toleranceDeg);
  }

  @ParameterizedTest
  @CsvSource({
    "EPSG:6933, 1e-7", // the authalic latitude as a series
    "EPSG:21036, 1e-7" // Arc 1960
  })
  void systemsThatNeedTheirCodeAreConvertedAsGdalDoes(String crs, double toleranceDeg)
      throws Exception {
    same(ogr("u.gpkg", "-f", "GPKG", "-t_srs", crs), Format.GEOPACKAGE, toleranceDeg);
  }

  /** Africa Albers, Africa Lambert, Mollweide, sinusoidal: codes of Esri. */
  @ParameterizedTest
  @ValueSource(strings = {"ESRI:102022", "ESRI:102024", "ESRI:54009", "ESRI:54008"})
  void systemsInTextAreConvertedAsGdalDoes(String crs) throws Exception {
    Path shp = ogr("u.shp", "-f", "ESRI Shapefile", "-t_srs", crs, "-lco", "ENCODING=UTF-8");
    same(shp, Format.SHAPEFILE, 1e-9);
    same(ogr("u.gpkg", "-f", "GPKG", "-t_srs", crs), Format.GEOPACKAGE, 1e-9);
  }

  @Test
  void aProjectionThatWouldBeTakenForAnotherIsRefused() throws Exception {
    Path behrmann = ogr("b.shp", "-f", "ESRI Shapefile", "-t_srs", "ESRI:54017");
    assertThat(HostileBoundaryTest.fault(behrmann))
        .startsWith(behrmann + ": expected a CRS that can be converted to WGS 84, found")
        .endsWith("; convert the boundary with ogr2ogr -t_srs OGC:CRS84");
  }

  @Test
  void aDatumWithoutShiftIsTold() throws Exception {
    Path file = ogr("nad27.shp", "-f", "ESRI Shapefile", "-t_srs", "EPSG:26715");
    BoundaryDocument document = BoundaryReader.document(file);
    assertThat(document.crs()).isEqualTo("NAD_1927_UTM_Zone_15N");
    assertThat(document.problems()).extracting(BoundaryProblem::reason).contains(Reason.NO_CRS);
  }

  @Test
  void kmlIsReadAsBothDriversWriteIt() throws Exception {
    same(ogr("a.kml", "-f", "KML"), Format.KML, 1e-9);
    same(ogr("b.kml", "-f", "LIBKML"), Format.KML, 1e-9);
    same(ogr("c.kmz", "-f", "LIBKML"), Format.KMZ, 1e-9);
  }

  @Test
  void geoParquetIsReadAsSedonaWritesIt() throws Exception {
    Path parquet = folder.resolve("parquet");
    try (SparkSession spark = SparkSessions.open("local[1]")) {
      for (String compression : List.of("snappy", "zstd", "gzip", "none")) {
        geoParquet(spark, parquet, compression);
        same(part(parquet), Format.GEOPARQUET, 1e-12);
      }
    }
  }

  /** The one file of data in a folder that Spark wrote. */
  static Path part(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> each.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  private void geoParquet(SparkSession spark, Path folder, String compression) {
    BoundaryDocument document = BoundaryReader.document(awkward);
    String rows =
        String.join(
            " UNION ALL ",
            document.features().stream()
                .map(
                    feature ->
                        "SELECT '"
                            + feature.name()
                            + "' AS name, "
                            + feature.index()
                            + " AS other, ST_GeomFromText('"
                            + feature.polygonsLonLat().toText()
                            + "') AS geometry")
                .toList());
    spark
        .sql(rows)
        .coalesce(1)
        .write()
        .mode("overwrite")
        .format("geoparquet")
        .option("geoparquet.crs", "")
        .option("compression", compression)
        .save(folder.toString());
  }

  @Test
  void plainParquetIsToldFromGeoParquet() throws Exception {
    Path parquet = folder.resolve("plain");
    try (SparkSession spark = SparkSessions.open("local[1]")) {
      spark.sql("SELECT 1 AS a").coalesce(1).write().parquet(parquet.toString());
    }
    Path file = part(parquet);
    assertThat(HostileBoundaryTest.fault(file))
        .isEqualTo(
            file
                + ": expected GeoParquet, found Parquet without its \"geo\" metadata; write it with"
                + " a program that knows GeoParquet");
  }

  @Test
  void aBoundaryInAZoneAcrossTheAntimeridianIsCut() throws Exception {
    Files.writeString(
        awkward,
        """
        {"type":"Polygon","crs":{"type":"name","properties":{"name":"EPSG:32701"}},
         "coordinates":[[[150000,8100000],[210000,8100000],[210000,8160000],[150000,8160000],
          [150000,8100000]]]}
        """);
    BoundaryDocument document = BoundaryReader.document(awkward);
    MultiPolygon polygons = document.features().get(0).polygonsLonLat();
    assertThat(polygons.getNumGeometries()).isEqualTo(2);
    for (Coordinate at : polygons.getCoordinates()) {
      assertThat(Math.abs(at.x)).isBetween(179.0, 180.0);
    }
    // 60 km by 60 km on the map; the scale of UTM is within 0.15 % of 1 there.
    assertThat(PixelArea.polygonM2(polygons)).isCloseTo(3.6e9, within(3.6e9 * 0.005));
  }
}
