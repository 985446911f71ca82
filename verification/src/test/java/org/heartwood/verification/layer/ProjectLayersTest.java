package org.heartwood.verification.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.finding.MadeUpMeasurements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

class ProjectLayersTest {
  private static final String CRS = "EPSG:32636";
  private final Path file;

  ProjectLayersTest(@TempDir Path folder) {
    this.file = folder.resolve("layers.gpkg");
  }

  private static Geometry square(double x, double y, double sideM) {
    return new GeometryFactory().toGeometry(new Envelope(x, x + sideM, y, y + sideM));
  }

  @Test
  void holdsTheZonesWithTheirTotalsAndThePatchesWithTheirAreas() throws Exception {
    Geometry patch = square(600_000, 800_000, 300);
    ProjectLayers.write(
        file,
        CRS,
        Map.of(Zone.PROJECT, square(600_000, 800_000, 3000)),
        MadeUpMeasurements.of(MadeUpMeasurements.vintages(), 2, 1, 1).totals().zoneYears(),
        List.of(new ProjectLayers.LossPatch(2008, patch)),
        List.of(),
        Instant.parse("2011-03-31T00:00:00Z"));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      try (ResultSet zones = statement.executeQuery("SELECT * FROM zones")) {
        assertThat(zones.next()).isTrue();
        assertThat(zones.getString("zone")).isEqualTo("project_area");
        assertThat(zones.next()).isFalse();
      }
      try (ResultSet patches = statement.executeQuery("SELECT * FROM loss_patches")) {
        assertThat(patches.next()).isTrue();
        assertThat(patches.getString("loss_year")).isEqualTo("2008");
        assertThat(patches.getDouble("area_ha"))
            .isCloseTo(PixelArea.polygonM2(patch, MapProjection.of(CRS)) / 1e4, within(1e-9));
        assertThat(patches.next()).isFalse();
      }
    }
  }
}
