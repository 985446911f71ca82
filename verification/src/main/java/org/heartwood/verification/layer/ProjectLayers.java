package org.heartwood.verification.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.event.Event;
import org.locationtech.jts.geom.Geometry;

/** Writes {@code layers.gpkg}: the zones with their totals, and the patches of loss. */
public final class ProjectLayers {
  private static final double M2_PER_HA = 1e4;

  private ProjectLayers() {}

  /**
   * A patch of loss.
   *
   * @param year year of the composite that shows it first
   * @param polygon polygon in the CRS of the analysis grid
   */
  public record LossPatch(int year, Geometry polygon) {}

  /** The key of a zone in {@link Palette#zones()}. */
  public static String paletteKey(Zone zone) {
    return switch (zone) {
      case PROJECT -> "project_area";
      case BELT -> "leakage_belt";
      case COMPARISON -> "comparison_area";
    };
  }

  /**
   * Writes the file.
   *
   * @param crs CRS of all geometries
   * @param zones polygons of the zones
   * @param zoneYears totals by zone and year, ordered
   * @param patches patches of loss, in a fixed order
   * @param events dated changes, in a fixed order
   * @param lastChange time stamp in the file, such as the as-of day
   */
  public static void write(
      Path file,
      String crs,
      Map<Zone, Geometry> zones,
      List<ZoneYear> zoneYears,
      List<LossPatch> patches,
      List<Event> events,
      Instant lastChange)
      throws IOException {
    Srs srs = Srs.of(crs);
    MapProjection projection = MapProjection.of(crs);
    int firstYear = zoneYears.stream().mapToInt(ZoneYear::year).min().orElseThrow();
    int lastYear = zoneYears.stream().mapToInt(ZoneYear::year).max().orElseThrow();
    GeoPackageWriter.write(
        file,
        List.of(
            zoneLayer(srs, zones, zoneYears, lastYear),
            patchLayer(srs, projection, patches, firstYear, lastYear),
            eventLayer(srs, events)),
        lastChange);
  }

  private static VectorLayer zoneLayer(
      Srs srs, Map<Zone, Geometry> zones, List<ZoneYear> zoneYears, int lastYear) {
    List<VectorFeature> features = new ArrayList<>();
    zones.forEach(
        (zone, geometry) -> {
          List<ZoneYear> rows = zoneYears.stream().filter(row -> row.zone() == zone).toList();
          if (!rows.isEmpty()) {
            ZoneYear first = rows.get(0);
            ZoneYear last = rows.get(rows.size() - 1);
            features.add(
                new VectorFeature(
                    geometry,
                    List.of(
                        paletteKey(zone),
                        first.zoneHa(),
                        first.forestHa().mean(),
                        last.forestHa().mean(),
                        rows.stream().mapToDouble(row -> row.lossHa().mean()).sum(),
                        (long) first.year(),
                        (long) lastYear)));
          }
        });
    return new VectorLayer(
        "zones",
        "Project, leakage belt and comparison area",
        VectorLayer.Shape.MULTIPOLYGON,
        srs,
        List.of(
            new LayerColumn("zone", LayerColumn.Kind.TEXT, "Which of the three areas"),
            new LayerColumn(
                "area_ha", LayerColumn.Kind.REAL, "Ellipsoidal area on the imagery, ha"),
            new LayerColumn("forest_first_ha", LayerColumn.Kind.REAL, "Forest in first_year, ha"),
            new LayerColumn("forest_last_ha", LayerColumn.Kind.REAL, "Forest in last_year, ha"),
            new LayerColumn(
                "loss_ha", LayerColumn.Kind.REAL, "Loss between first_year and last_year, ha"),
            new LayerColumn("first_year", LayerColumn.Kind.INTEGER, "First composite"),
            new LayerColumn("last_year", LayerColumn.Kind.INTEGER, "Last composite")),
        features,
        new LayerStyle.Categorised(
            "zone", Palette.zones().classes(), 0.1, new LayerStyle.Outline(Rgb.of(0x333333), 0.5)));
  }

  private static VectorLayer eventLayer(Srs srs, List<Event> events) {
    List<VectorFeature> features =
        events.stream()
            .map(
                event ->
                    new VectorFeature(
                        event.outline(),
                        List.of(
                            event.id(),
                            event.kind().label(),
                            event.firstDate(),
                            event.lastDate(),
                            event.confirmedDate(),
                            event.areaHa(),
                            event.haPer30Days(),
                            event.magnitude(),
                            event.probability(),
                            event.sureFraction(),
                            event.guess().cause().label(),
                            event.guess().evidence())))
            .toList();
    return new VectorLayer(
        "events",
        "Dated changes: connected pixels that left their own history",
        VectorLayer.Shape.MULTIPOLYGON,
        srs,
        List.of(
            new LayerColumn("event", LayerColumn.Kind.INTEGER, "Number of the event"),
            new LayerColumn("kind", LayerColumn.Kind.TEXT, "What became of most of its pixels"),
            new LayerColumn("first_date", LayerColumn.Kind.DATE, "First day of its first pixel"),
            new LayerColumn("last_date", LayerColumn.Kind.DATE, "First day of its last pixel"),
            new LayerColumn(
                "confirmed_date", LayerColumn.Kind.DATE, "Day on which all of it was confirmed"),
            new LayerColumn("area_ha", LayerColumn.Kind.REAL, "Ellipsoidal area, ha"),
            new LayerColumn("ha_per_30_days", LayerColumn.Kind.REAL, "Speed, ha in 30 days"),
            new LayerColumn("magnitude", LayerColumn.Kind.REAL, "Mean deviation of the index"),
            new LayerColumn("probability", LayerColumn.Kind.REAL, "Mean probability, 0 to 1"),
            new LayerColumn(
                "sure_fraction", LayerColumn.Kind.REAL, "Share on which detectors agree, 0 to 1"),
            new LayerColumn("cause", LayerColumn.Kind.TEXT, "Guessed cause"),
            new LayerColumn("evidence", LayerColumn.Kind.TEXT, "What the guess rests on")),
        features,
        new LayerStyle.Categorised(
            "kind",
            Palette.eventKinds().classes(),
            0.6,
            new LayerStyle.Outline(Rgb.of(0x333333), 0.2)));
  }

  private static VectorLayer patchLayer(
      Srs srs, MapProjection projection, List<LossPatch> patches, int firstYear, int lastYear) {
    List<VectorFeature> features =
        patches.stream()
            .map(
                patch ->
                    new VectorFeature(
                        patch.polygon(),
                        List.of(
                            String.valueOf(patch.year()),
                            PixelArea.polygonM2(patch.polygon(), projection) / M2_PER_HA)))
            .toList();
    return new VectorLayer(
        "loss_patches",
        "Patches of forest lost, by the year of the composite that shows it first",
        VectorLayer.Shape.POLYGON,
        srs,
        List.of(
            new LayerColumn("loss_year", LayerColumn.Kind.TEXT, "Year of the composite"),
            new LayerColumn("area_ha", LayerColumn.Kind.REAL, "Ellipsoidal area, ha")),
        features,
        new LayerStyle.Categorised(
            "loss_year",
            Palette.lossYears(Palette.lossEpoch(firstYear), firstYear + 1, lastYear).classes(),
            1,
            new LayerStyle.Outline(Rgb.of(0x333333), 0.1)));
  }
}
