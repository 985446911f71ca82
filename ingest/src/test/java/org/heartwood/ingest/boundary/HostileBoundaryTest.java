package org.heartwood.ingest.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.Assertions;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.run.SparkSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to harm: each ends in an {@link InputException} or in problems of the document. */
class HostileBoundaryTest {
  private static final String RING = "35,7 36,7 36,8 35,8 35,7";
  private static final String POLYGON =
      "<Polygon><outerBoundaryIs><LinearRing><coordinates>"
          + RING
          + "</coordinates></LinearRing></outerBoundaryIs></Polygon>";
  private static final String KML =
      "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Placemark>" + POLYGON + "</Placemark></kml>";

  private final Path folder;

  HostileBoundaryTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** The message of the exception that reading ends in. */
  static String fault(Path file) {
    return String.valueOf(exception(file).getMessage());
  }

  private static InputException exception(Path file) {
    return Assertions.catchThrowableOfType(
        InputException.class, () -> BoundaryReader.document(file));
  }

  private Path text(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  // KML.

  @Test
  void entitiesOfXmlAreNeverResolved() throws IOException {
    Path secret = text("secret.txt", "35,7 36,7 36,8 secret");
    String uri = secret.toUri().toString();
    for (String type :
        new String[] {
          "<!DOCTYPE kml [<!ENTITY x SYSTEM \"" + uri + "\">]>",
          "<!DOCTYPE kml [<!ENTITY % x SYSTEM \"" + uri + "\"> %x;]>",
          "<!DOCTYPE kml SYSTEM \"" + uri + "\">",
          "<!DOCTYPE kml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY x \"&a;&a;&a;&a;\">]>"
        }) {
      Path file = text("a.kml", "<?xml version=\"1.0\"?>" + type + KML.replace(RING, "&x;"));
      InputException fault = exception(file);
      assertThat(fault.reason()).isEqualTo(Reason.FORBIDDEN);
      assertThat(fault).hasMessageContaining("document type declaration");
      assertThat(fault.toString() + fault.getCause()).doesNotContain("secret,", "36,8 secret");
    }
    assertThat(fault(text("b.kml", KML.replace(RING, "&nbsp;"))))
        .contains(":1: expected KML, found a document type declaration or an entity");
  }

  @Test
  void billionLaughsAreRefusedAtOnce() throws IOException {
    StringBuilder dtd = new StringBuilder("<!DOCTYPE kml [<!ENTITY l0 \"lol\">");
    for (int i = 1; i < 30; i++) {
      dtd.append("<!ENTITY l" + i + " \"" + ("&l" + (i - 1) + ";").repeat(10) + "\">");
    }
    Path file = text("a.kml", dtd + "]>" + KML.replace(RING, "&l29;"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertThat(exception(file).reason()).isEqualTo(Reason.FORBIDDEN));
  }

  @Test
  void deepXmlIsRefused() throws IOException {
    Path file = text("a.kml", "<kml>" + "<Folder>".repeat(100_000));
    assertThat(exception(file).reason()).isEqualTo(Reason.TOO_LARGE);
    Path unknown = text("b.kml", "<kml>" + "<x>".repeat(100_000));
    assertThat(exception(unknown).reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void sloppyKmlIsReadOrToldWithItsPlace() throws IOException {
    String two =
        POLYGON.replace(
            "</outerBoundaryIs>",
            "</outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>35.1,7.1,5 35.2,7.1,5"
                + " 35.2,7.2,5"
                + " 35.1,7.1,5</coordinates></LinearRing><LinearRing><coordinates>35.6,7.6"
                + " 35.7,7.6\n"
                + "35.7,7.7\t35.6,7.6</coordinates></LinearRing></innerBoundaryIs>");
    for (String namespace :
        new String[] {
          "",
          " xmlns=\"http://earth.google.com/kml/2.0\"",
          " xmlns=\"http://earth.google.com/kml/2.1\"",
          " xmlns=\"http://www.opengis.net/kml/2.2\""
        }) {
      Path file =
          text(
              "a.kml",
              "<kml"
                  + namespace
                  + "><Document><Folder><Placemark><name><![CDATA[Kafa]]></name><MultiGeometry>"
                  + two.replace("35,7 36,7", "35, 7 ,0\n36 , 7")
                  + "</MultiGeometry></Placemark></Folder></Document></kml>");
      BoundaryDocument document = BoundaryReader.document(file);
      assertThat(document.features().get(0).name()).isEqualTo("Kafa");
      assertThat(document.features().get(0).polygonsLonLat().toText())
          .isEqualTo(
              "MULTIPOLYGON (((35 7, 36 7, 36 8, 35 8, 35 7), (35.1 7.1, 35.2 7.1, 35.2 7.2, 35.1"
                  + " 7.1), (35.6 7.6, 35.7 7.6, 35.7 7.7, 35.6 7.6)))");
      assertThat(document.problems())
          .extracting(BoundaryProblem::detail)
          .containsExactly("positions have heights or measures, which are dropped");
    }
    Path bad =
        text(
            "b.kml",
            "<kml><Placemark>"
                + POLYGON.replace("36,7 36,8", "36,,7 36,NaN 36 1,2,3,4 0x1p3,7 36;8")
                + "</Placemark><Placemark><LineString><coordinates>"
                + RING
                + "</coordinates></LineString></Placemark><Placemark/><NetworkLink><Link><href>"
                + "file:///etc/passwd</href></Link></NetworkLink><GroundOverlay/></kml>");
    assertThat(BoundaryReader.document(bad).problems())
        .extracting(problem -> problem.line("f").replaceFirst(";.*", ""))
        .containsExactly(
            "f: feature 0, ring 0, vertex 1: expected longitude,latitude or"
                + " longitude,latitude,altitude, found a comma without a number before it",
            "f: feature 0, ring 0, vertex 2: expected longitude,latitude or"
                + " longitude,latitude,altitude, found the text \"NaN\"",
            "f: feature 0, ring 0, vertex 3: expected longitude,latitude or"
                + " longitude,latitude,altitude, found one number",
            "f: feature 0, ring 0, vertex 4: expected longitude,latitude or"
                + " longitude,latitude,altitude, found 4 numbers between commas",
            "f: feature 0, ring 0, vertex 5: expected longitude,latitude or"
                + " longitude,latitude,altitude, found the text \"0x1p3\"",
            "f: feature 0, ring 0, vertex 6: expected longitude,latitude or"
                + " longitude,latitude,altitude, found the text \"36",
            "f: feature 1: expected Polygon or MultiGeometry, found \"LineString\", a line whose"
                + " ends meet: draw it as a polygon",
            "f: feature 2: has no geometry",
            "f: line 1: a NetworkLink keeps its data elsewhere",
            "f: line 1: a GroundOverlay is a picture, not an area",
            "f: expected at least one polygon, found none");
  }

  // Archives.

  private Path zip(Map<String, byte[]> entries) throws IOException {
    Path file = folder.resolve("a.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return file;
  }

  private Path zip(String name, byte[] content) throws IOException {
    return zip(Map.of(name, content));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void docKmlIsPreferredAndShadowsOfMacOsAreIgnored() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("__MACOSX/._doc.kml", utf8("shadow"));
    entries.put("files/", new byte[0]);
    entries.put("files/other.kml", utf8("<kml/>"));
    entries.put("doc.kml", utf8(KML));
    BoundaryDocument document = BoundaryReader.document(zip(entries));
    assertThat(document.format()).isEqualTo(BoundaryDocument.Format.KMZ);
    assertThat(document.features()).hasSize(1);
    assertThat(document.problems())
        .extracting(BoundaryProblem::detail)
        .containsExactly(
            "the archive has 2 KML files, of which 1 are linked with each other and were read, the"
                + " first \"doc.kml\"");
    assertThat(fault(zip("readme.txt", utf8("x"))))
        .contains("expected a .shp or a .kml in the archive, found neither");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../doc.kml",
        "a/../../doc.kml",
        "/doc.kml",
        "C:/doc.kml",
        "c:doc.kml",
        "a\\doc.kml",
        "..\\doc.kml",
        "doc.kml\0.txt",
        "inner.kmz",
        "inner.ZIP"
      })
  void namesThatLeaveTheArchiveAreForbidden(String name) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("doc.kml", utf8(KML));
    entries.put(name, utf8(KML));
    assertThat(exception(zip(entries)).reason()).isEqualTo(Reason.FORBIDDEN);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void linksAndDuplicatesAreForbidden() throws IOException {
    Path file = zip("doc.kml", utf8(KML));
    byte[] link = Files.readAllBytes(file);
    ByteBuffer bytes = ByteBuffer.wrap(link).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(link.length - 22 + 16);
    bytes.putInt(directory + 38, 0xa1ff << 16);
    Files.write(file, link);
    assertThat(exception(file)).hasMessageContaining("found a link");
    Map<String, byte[]> twice = new LinkedHashMap<>();
    twice.put("doc.kml", utf8(KML));
    twice.put("dod.kml", utf8(KML));
    byte[] renamed =
        new String(Files.readAllBytes(zip(twice)), StandardCharsets.ISO_8859_1)
            .replace("dod.kml", "doc.kml")
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, renamed);
    assertThat(exception(file)).hasMessageContaining("found twice");
  }

  @Test
  void bombsAreRefusedBeforeTheyInflate() throws IOException {
    Path file = zip("doc.kml", new byte[64 << 20]);
    assertThat(exception(file).reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(fault(file)).contains("expected at most 200 bytes from a byte of the archive");
    // A size that lies is caught when it is reached.
    byte[] lying = Files.readAllBytes(file);
    ByteBuffer bytes = ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(bytes.getInt(lying.length - 22 + 16) + 24, 1000);
    Files.write(file, lying);
    assertThat(exception(file)).hasMessageContaining("another size than the directory says");
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i <= ZipEntries.MAX_ENTRIES; i++) {
      many.put(i + ".txt", new byte[0]);
    }
    assertThat(exception(zip(many)).reason()).isEqualTo(Reason.TOO_LARGE);
  }

  // GeoJSON.

  @Test
  void deepOrEndlessJsonIsRefused() throws IOException {
    for (String start :
        new String[] {
          "{\"type\":\"Polygon\",\"coordinates\":" + "[".repeat(100_000),
          "{\"a\":".repeat(100_000),
          "{\"x\":" + "[".repeat(100_000),
          "{\"type\":\"Polygon\",\"coordinates\":[[[1" + "0".repeat(100_000_000),
          "{\"x\":1" + "0".repeat(100_000_000),
        }) {
      assertThat(fault(text("a.geojson", start))).contains("exceeds the maximum allowed");
    }
    StringBuilder members = new StringBuilder("{");
    for (int i = 0; i < 20_000; i++) {
      members.append("\"m").append(i).append("\":1,");
    }
    assertThat(exception(text("b.geojson", members.toString())).reason())
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void aMillionVerticesAreReadAndTooManyRefused() throws IOException {
    Path file = folder.resolve("big.geojson");
    int vertices = 1_000_000;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("{\"type\":\"Polygon\",\"coordinates\":[[");
      for (int i = 0; i <= vertices; i++) {
        double angle = 2 * Math.PI * (i % vertices) / vertices;
        out.write((i == 0 ? "[" : ",[") + Math.cos(angle) + "," + Math.sin(angle) + "]");
      }
      out.write("]]}");
    }
    assertThat(BoundaryReader.document(file).features().get(0).polygonsLonLat().getNumPoints())
        .isEqualTo(vertices + 1);
    assertThat(
            Assertions.catchThrowableOfType(
                    InputException.class, () -> BoundaryReader.document(file, vertices / 2))
                .reason())
        .isEqualTo(Reason.TOO_LARGE);
  }

  // Binary formats.

  private static byte[] shapefile(int recordWords, int parts, int positions) throws IOException {
    ByteBuffer shp = ByteBuffer.allocate(100 + 8 + 44 + 4 + 5 * 16);
    shp.putInt(0, 9994).putInt(24, shp.capacity() / 2);
    shp.putInt(100, 1).putInt(104, recordWords);
    shp.order(ByteOrder.LITTLE_ENDIAN).putInt(28, 1000).putInt(32, 5).putInt(108, 5);
    shp.putInt(108 + 36, parts).putInt(108 + 40, positions).putInt(108 + 44, 0);
    double[] ring = {35, 7, 35, 8, 36, 8, 36, 7, 35, 7};
    for (int i = 0; i < ring.length; i++) {
      shp.putDouble(108 + 48 + i * 8, ring[i]);
    }
    return shp.array();
  }

  @Test
  void lengthsOfShapefileRecordsAreChecked() throws IOException {
    Path file = folder.resolve("a.shp");
    text(
        "a.prj",
        "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],"
            + "PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]");
    Files.write(file, shapefile(64, 1, 5));
    assertThat(BoundaryReader.document(file).problems()).isEmpty();
    for (int words : new int[] {0, 1, 65, Integer.MAX_VALUE, -1}) {
      Files.write(file, shapefile(words, 1, 5));
      assertThat(exception(file).reason()).isEqualTo(Reason.INCONSISTENT);
    }
    for (int count : new int[] {6, Integer.MAX_VALUE, -1}) {
      Files.write(file, shapefile(64, 1, count));
      assertThat(BoundaryReader.document(file).problems().get(0).reason())
          .isEqualTo(Reason.INCONSISTENT);
      Files.write(file, shapefile(64, count + 30, 5));
      assertThat(BoundaryReader.document(file).problems().get(0).reason())
          .isEqualTo(Reason.INCONSISTENT);
    }
  }

  @Test
  void aCrsThatNamesFilesIsForbidden() throws IOException {
    Files.write(folder.resolve("a.shp"), shapefile(64, 1, 5));
    text("a.prj", "FITTED_CS[\"x\",PARAM_MT[\"NTv2\",PARAMETER[\"f\",\"/etc/passwd\"]]]");
    assertThat(exception(folder.resolve("a.shp")).reason()).isEqualTo(Reason.FORBIDDEN);
    text("a.prj", "GEOGCS[".repeat(5000));
    assertThat(exception(folder.resolve("a.shp")).reason()).isEqualTo(Reason.FORBIDDEN);
    text("a.prj", "nonsense");
    assertThat(exception(folder.resolve("a.shp")).reason()).isEqualTo(Reason.UNSUPPORTED);
  }

  private static byte[] wkb(int rings, int positions) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {'G', 'P', 0, 0, 0, 0, 0x10, (byte) 0xe6, 0});
    out.writeInt(3);
    out.writeInt(rings);
    out.writeInt(positions);
    for (double value : new double[] {35, 7, 36, 7, 36, 8, 35, 7}) {
      out.writeDouble(value);
    }
    return bytes.toByteArray();
  }

  private Path geoPackage(byte[] blob, String... sql) throws Exception {
    Path file = folder.resolve("a.gpkg");
    Files.deleteIfExists(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String each :
          new String[] {
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)",
            "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT,"
                + " geometry_type_name TEXT, srs_id INTEGER)",
            "CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT,"
                + " organization_coordsys_id INTEGER, definition TEXT)",
            "INSERT INTO gpkg_contents VALUES ('t', 'features')",
            "INSERT INTO gpkg_geometry_columns VALUES ('t', 'geom', 'POLYGON', 4326)",
            "INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326, '')",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, geom BLOB)"
          }) {
        statement.execute(each);
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO t (geom) VALUES (?)")) {
        insert.setBytes(1, blob);
        insert.execute();
      }
      for (String each : sql) {
        statement.execute(each);
      }
    }
    return file;
  }

  @Test
  void countsOfWellKnownBinaryAreChecked() throws Exception {
    assertThat(BoundaryReader.document(geoPackage(wkb(1, 4))).problems()).isEmpty();
    for (int[] counts : new int[][] {{-1, 4}, {1 << 31, 4}, {1, -1}, {1, 5}, {1, 1 << 28}}) {
      assertThat(BoundaryReader.document(geoPackage(wkb(counts[0], counts[1]))).problems())
          .first()
          .extracting(BoundaryProblem::reason)
          .isEqualTo(Reason.INCONSISTENT);
    }
    byte[] whole = wkb(1, 4);
    for (int length = 0; length < whole.length; length += 7) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThat(BoundaryReader.document(geoPackage(part)).features()).isEmpty();
    }
    byte[] nested = new byte[9 * 200 + 8];
    ByteBuffer bytes = ByteBuffer.wrap(nested).put(new byte[] {'G', 'P', 0, 0, 0, 0, 0, 0});
    for (int i = 0; i < 200; i++) {
      bytes.put((byte) 0).putInt(7).putInt(1);
    }
    assertThat(BoundaryReader.document(geoPackage(nested)).problems())
        .first()
        .extracting(BoundaryProblem::reason)
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void viewsAndGeneratedColumnsOfAGeoPackageAreNotRun() throws Exception {
    String endless =
        "CREATE VIEW t AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
            + " SELECT count(*) AS geom FROM r";
    Path view = geoPackage(wkb(1, 4), "DROP TABLE t", endless);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertThat(exception(view).reason()).isEqualTo(Reason.FORBIDDEN));
    Path generated =
        geoPackage(
            wkb(1, 4),
            "DROP TABLE t",
            "CREATE TABLE t (id INTEGER, geom BLOB GENERATED ALWAYS AS (zeroblob(1000000000)))",
            "INSERT INTO t (id) VALUES (1)");
    assertThat(exception(generated).reason()).isEqualTo(Reason.MISSING);
    Path contents =
        geoPackage(
            wkb(1, 4),
            "DROP TABLE gpkg_contents",
            "CREATE VIEW gpkg_contents AS SELECT 't' AS table_name, 'features' AS data_type");
    assertThat(exception(contents).reason()).isEqualTo(Reason.FORBIDDEN);
    Path trigger =
        geoPackage(
            wkb(1, 4), "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT load_extension('x'); END");
    assertThat(BoundaryReader.document(trigger).features()).hasSize(1);
  }

  @Test
  void aDatabaseThatIsNoGeoPackageIsRefused() throws Exception {
    Path file = folder.resolve("a.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE x (y)");
    }
    assertThat(exception(file)).hasMessageContaining("without the table \"gpkg_contents\"");
    Files.writeString(folder.resolve("a.db-wal"), "x");
    assertThat(exception(file)).hasMessageContaining("close it in the program that has it open");
  }

  @Test
  void anUnknownFileIsRefusedWithWhatCanBeRead() throws IOException {
    assertThat(fault(text("a.dat", "hello")))
        .isEqualTo(
            folder.resolve("a.dat")
                + ": expected GeoJSON, GeoPackage, a Shapefile (.shp or zipped), KML, KMZ or"
                + " GeoParquet, found none of them; export the boundary as one of them");
    assertThat(fault(text("a.dbf", "hello"))).endsWith("give the .shp of the same name");
  }

  // Every format: cut off, and with bytes flipped.

  private Map<String, byte[]> good() throws Exception {
    Map<String, byte[]> out = new LinkedHashMap<>();
    out.put(
        "a.geojson",
        utf8("{\"type\":\"Polygon\",\"coordinates\":[[[35,7],[36,7],[36,8],[35,7]]]}"));
    out.put("a.kml", utf8(KML));
    out.put("a.kmz", Files.readAllBytes(zip("doc.kml", utf8(KML))));
    out.put("a.shp", shapefile(64, 1, 5));
    out.put("a.gpkg", Files.readAllBytes(geoPackage(wkb(1, 4))));
    Path parquet = folder.resolve("parquet");
    try (SparkSession spark = SparkSessions.open("local[1]")) {
      spark
          .sql(
              "SELECT 'a' AS name, ST_GeomFromText('POLYGON ((35 7, 36 7, 36 8, 35 7))') AS"
                  + " geometry")
          .coalesce(1)
          .write()
          .format("geoparquet")
          .save(parquet.toString());
    }
    out.put("a.parquet", Files.readAllBytes(BoundaryFormatsValidationTest.part(parquet)));
    return out;
  }

  private static void readsOrRefuses(Path file, String what) {
    try {
      BoundaryReader.read(file);
    } catch (InputException e) {
      assertThat(e.getMessage()).as(what).doesNotContain("\n").hasSizeLessThan(1000);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
  }

  @Test
  void damagedFilesAreReadOrRefused() throws Exception {
    Random random = new Random(20260101);
    for (Map.Entry<String, byte[]> each : good().entrySet()) {
      Path file = folder.resolve("damaged-" + each.getKey());
      byte[] whole = each.getValue();
      Files.write(file, whole);
      assertThat(BoundaryReader.document(file).features()).as(each.getKey()).hasSize(1);
      for (int i = 0; i < 60; i++) {
        int length = i < 20 ? Math.min(i, whole.length) : random.nextInt(whole.length);
        Files.write(file, Arrays.copyOf(whole, length));
        readsOrRefuses(file, each.getKey() + " cut to " + length);
      }
      for (int i = 0; i < 300; i++) {
        byte[] flipped = whole.clone();
        StringBuilder what = new StringBuilder(each.getKey() + " flipped");
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
          int at = random.nextInt(whole.length);
          flipped[at] = (byte) random.nextInt(256);
          what.append(' ').append(at).append('=').append(flipped[at]);
        }
        Files.write(file, flipped);
        readsOrRefuses(file, what.toString());
      }
    }
  }
}
