package org.heartwood.verification.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.heartwood.verification.layer.LayerColumn.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKTReader;

class GeoPackageWriterTest {
  private static final Instant TIME = Instant.parse("2026-03-01T12:30:00.250Z");
  private static final LayerStyle.Outline THIN = new LayerStyle.Outline(Rgb.of(0x222222), 0.3);
  private static final String HOSTILE = "<script>alert('x')</script> \"q\" =cmd() '; DROP TABLE x";

  private final Path file;

  GeoPackageWriterTest(@TempDir Path folder) {
    this.file = folder.resolve("layers.gpkg");
  }

  private static Geometry wkt(String text) throws Exception {
    return new WKTReader().read(text);
  }

  private static VectorLayer zones() throws Exception {
    return new VectorLayer(
        "zones",
        "Project area & its leakage belt",
        VectorLayer.Shape.MULTIPOLYGON,
        Srs.of("EPSG:32736"),
        List.of(
            new LayerColumn("zone", Kind.TEXT, "Which zone"),
            new LayerColumn("area_ha", Kind.REAL, "Area, ha"),
            new LayerColumn("pixels", Kind.INTEGER, "Pixels"),
            new LayerColumn("start_date", Kind.DATE, "First day"),
            new LayerColumn("verified", Kind.BOOLEAN, "Whether verified"),
            new LayerColumn("note", Kind.TEXT, "Free text")),
        List.of(
            new VectorFeature(
                wkt("POLYGON ((500000 9900000, 500300 9900000, 500300 9900200, 500000 9900000))"),
                List.of("project_area", 3.25, 1L << 40, LocalDate.of(2011, 2, 28), true, HOSTILE)),
            new VectorFeature(
                wkt("MULTIPOLYGON (((0 0, 10 0, 10 10, 0 0)), ((20 0, 30 0, 30 10, 20 0)))"),
                Arrays.asList("leakage_belt", null, null, null, false, null))),
        new LayerStyle.Categorised("zone", Palette.zones().classes(), 0.4, THIN));
  }

  private static VectorLayer plots() throws Exception {
    return new VectorLayer(
        "plots",
        "Field plots",
        VectorLayer.Shape.POINT,
        Srs.of("EPSG:4326"),
        List.of(new LayerColumn("loss_year", Kind.INTEGER, "Year of loss")),
        List.of(new VectorFeature(wkt("POINT (36.5 -1.25)"), List.of(2007L))),
        new LayerStyle.Categorised(
            "loss_year", Palette.lossYears(2000, 2001, 2013).classes(), 1, THIN));
  }

  private static VectorLayer transects() {
    return new VectorLayer(
        "transects",
        "None yet",
        VectorLayer.Shape.LINESTRING,
        Srs.of("EPSG:32736"),
        List.of(),
        List.of(),
        new LayerStyle.Simple(Rgb.of(0xFF0000), 0, THIN));
  }

  private List<String> query(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> out = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        out.add(String.join("|", row));
      }
      return out;
    }
  }

  @Test
  void attributesAreStoredAsTheyAre() throws Exception {
    GeoPackageWriter.write(file, List.of(zones()), TIME);

    assertThat(query("SELECT fid, zone, area_ha, pixels, start_date, verified, note FROM zones"))
        .containsExactly(
            "1|project_area|3.25|1099511627776|2011-02-28|1|" + HOSTILE,
            "2|leakage_belt|null|null|null|0|null");
    assertThat(query("SELECT column_name, description FROM gpkg_data_columns"))
        .contains("area_ha|Area, ha");
    assertThat(query("PRAGMA integrity_check")).containsExactly("ok");
  }

  @Test
  void everyTableIsDatedByTheInstantGiven() throws Exception {
    GeoPackageWriter.write(file, List.of(zones(), plots()), TIME);

    assertThat(query("SELECT table_name, data_type, last_change FROM gpkg_contents"))
        .containsExactlyInAnyOrder(
            "zones|features|2026-03-01T12:30:00.250Z",
            "plots|features|2026-03-01T12:30:00.250Z",
            "layer_styles|attributes|2026-03-01T12:30:00.250Z");
  }

  @Test
  void theSpatialIndexHasEveryFeature() throws Exception {
    GeoPackageWriter.write(file, List.of(zones(), transects()), TIME);

    assertThat(query("SELECT id, minx, maxx, miny, maxy FROM rtree_zones_geom"))
        .containsExactlyInAnyOrder(
            "1|500000.0|500300.0|9900000.0|9900200.0", "2|0.0|30.0|0.0|10.0");
    assertThat(query("SELECT count(*) FROM rtree_transects_geom")).containsExactly("0");
    assertThat(query("SELECT extension_name FROM gpkg_extensions WHERE table_name = 'zones'"))
        .containsExactly("gpkg_rtree_index");
  }

  @Test
  void everyLayerHasADefaultStyle() throws Exception {
    GeoPackageWriter.write(file, List.of(zones(), plots(), transects()), TIME);

    assertThat(query("SELECT f_table_name, f_geometry_column, useAsDefault FROM layer_styles"))
        .containsExactly("zones|geom|1", "plots|geom|1", "transects|geom|1");
    assertThat(query("SELECT styleQML FROM layer_styles WHERE f_table_name = 'zones'").get(0))
        .contains("attr=\"zone\"", "value=\"leakage_belt\"", "type=\"string\"")
        .contains("value=\"224,142,11,102\"");
    assertThat(query("SELECT styleQML FROM layer_styles WHERE f_table_name = 'plots'").get(0))
        .contains("value=\"2007\"", "type=\"long\"", "SimpleMarker");
    assertThat(query("SELECT styleSLD FROM layer_styles WHERE f_table_name = 'zones'").get(0))
        .contains("<ogc:Literal>leakage_belt</ogc:Literal>", ">#e08e0b<", ">0.4<");
  }

  @Test
  void theCoordinateSystemCarriesItsDefinition() throws Exception {
    GeoPackageWriter.write(file, List.of(zones()), TIME);

    assertThat(
            query(
                "SELECT srs_name, organization, definition FROM gpkg_spatial_ref_sys WHERE srs_id ="
                    + " 32736"))
        .singleElement()
        .asString()
        .startsWith("WGS 84 / UTM zone 36S|EPSG|PROJCS[")
        .contains("PARAMETER[\"central_meridian\",33]", "PARAMETER[\"false_northing\",10000000]");
  }

  @Test
  void gdalReadsTheLayers() throws Exception {
    GeoPackageWriter.write(file, List.of(zones(), plots(), transects()), TIME);

    assertThat(GdalTools.vectors(file))
        .contains("zones (Multi Polygon)", "plots (Point)", "transects (Line String)");
    // GDAL before 3.7 says of every GeoPackage 1.4 that it may support it in part only.
    assertThat(GdalTools.vectors(file, "-al").replaceFirst("Warning 1: This version of .*", ""))
        .doesNotContain("Warning", "ERROR")
        .contains("Feature Count: 2", "Extent: (0.000000, 0.000000) - (500300.000000, 9900200")
        .contains("note (String) = " + HOSTILE)
        .contains("start_date (Date) = 2011/02/28", "verified (Integer(Boolean)) = 1")
        .contains("pixels (Integer64) = 1099511627776", "area_ha (Real) = 3.25")
        .contains("POINT (36.5 -1.25)", "ID[\"EPSG\",32736]")
        .contains("MULTIPOLYGON (((500000 9900000,500300 9900000,500300 9900200,500000 9900000)))");
  }

  @Test
  void theSameLayersGiveTheSameBytes() throws Exception {
    GeoPackageWriter.write(file, List.of(zones(), plots(), transects()), TIME);
    byte[] first = Files.readAllBytes(file);

    GeoPackageWriter.write(file, List.of(zones(), plots(), transects()), TIME);

    assertThat(file).hasBinaryContent(first);
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws Exception {
    Files.writeString(file, "old");
    VectorLayer broken =
        new VectorLayer(
            "plots",
            "",
            VectorLayer.Shape.POINT,
            Srs.of("EPSG:4326"),
            List.of(),
            List.of(new VectorFeature(wkt("LINESTRING (0 0, 1 1)"), List.of())),
            new LayerStyle.Simple(Rgb.of(0), 1, THIN));

    assertThatThrownBy(() -> GeoPackageWriter.write(file, List.of(broken), TIME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            file
                + ": layer plots, feature 1 must be a POINT and not empty, was LINESTRING (0 0, 1"
                + " 1)");

    assertThat(file).hasContent("old");
    try (Stream<Path> files = Files.list(file.resolveSibling("."))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aValueOfTheWrongKindIsRefusedByFeatureAndColumn() throws Exception {
    VectorLayer layer = plots();
    VectorLayer broken =
        new VectorLayer(
            layer.name(),
            layer.description(),
            layer.shape(),
            layer.srs(),
            layer.columns(),
            List.of(new VectorFeature(wkt("POINT (1 2)"), List.of("2007"))),
            layer.style());

    assertThatThrownBy(() -> GeoPackageWriter.write(file, List.of(broken), TIME))
        .hasMessage(
            file + ": layer plots, feature 1: loss_year must be a Long or null, was String 2007");
  }

  @Test
  void columnNamesThatCouldBeSqlAreRefused() {
    assertThatThrownBy(() -> new LayerColumn("a\"; DROP TABLE x", Kind.TEXT, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 'a\"; DROP TABLE x'");
    assertThatThrownBy(() -> new LayerColumn("geom", Kind.TEXT, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMissingFolderIsNamed() {
    Path nowhere = file.resolveSibling("nowhere").resolve("layers.gpkg");

    assertThatThrownBy(() -> GeoPackageWriter.write(nowhere, List.of(transects()), TIME))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(nowhere.toString());
  }
}
