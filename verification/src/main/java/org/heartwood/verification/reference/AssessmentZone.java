package org.heartwood.verification.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mil.nga.geopackage.GeoPackage;
import mil.nga.geopackage.GeoPackageManager;
import mil.nga.geopackage.features.user.FeatureDao;
import mil.nga.geopackage.features.user.FeatureResultSet;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.layer.ProjectLayers;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

/** The zones that an assessment drew, as its {@code layers.gpkg} holds them. */
public final class AssessmentZone {
  private AssessmentZone() {}

  /**
   * The polygons of a zone, in the CRS of the assessment's rasters.
   *
   * @param result folder {@code PROJECT/AS-OF} of a result
   * @throws InputException if it has no such zone
   */
  public static Geometry read(Path result, Zone zone) {
    Path file = result.resolve("layers.gpkg");
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          Reason.MISSING,
          file + ": no such file; give the folder PROJECT/AS-OF of an assessment, or --zone FILE");
    }
    List<Geometry> polygons = new ArrayList<>();
    try (GeoPackage geoPackage = GeoPackageManager.open(file.toFile())) {
      FeatureDao zones = geoPackage.getFeatureDao("zones");
      FeatureResultSet rows = zones.queryForEq("zone", ProjectLayers.paletteKey(zone));
      try {
        while (rows.moveToNext()) {
          polygons.add(new WKBReader().read(rows.getGeometry().getWkb()));
        }
      } finally {
        rows.close();
      }
    } catch (ParseException | IOException e) {
      throw new InputException(file + ": its zones cannot be read; give --zone FILE", e);
    }
    if (polygons.isEmpty()) {
      throw new InputException(
          Reason.EMPTY, file + ": has no " + ProjectLayers.paletteKey(zone) + "; give --zone FILE");
    }
    return polygons.size() == 1
        ? polygons.get(0)
        : new GeometryFactory().buildGeometry(polygons).union();
  }
}
