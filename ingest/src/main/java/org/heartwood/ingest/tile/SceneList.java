package org.heartwood.ingest.tile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.access.ByteSource;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.catalogue.Scene;
import org.heartwood.ingest.catalogue.SceneAsset;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.CommonBand;
import org.heartwood.ingest.product.Product;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.locationtech.jts.geom.Geometry;

/**
 * Scenes whose files were opened: each header read, each stated size and checksum checked, each
 * grid compared with the catalogue. A scene that fails is left out with an issue; the others stay.
 *
 * @param scenes those that can be read, by time, then identifier
 * @param issues what is wrong with the others, and what contradicts itself in these
 */
public record SceneList(List<Opened> scenes, List<DataIssue> issues) {
  public SceneList {
    scenes = List.copyOf(scenes);
    issues = List.copyOf(issues);
  }

  /**
   * A scene that can be read.
   *
   * @param grid pixels of its red band
   */
  public record Opened(Scene scene, Product product, SceneFiles files, Grid grid) {

    /** Version of its product; empty if neither catalogue nor identifier tells it. */
    public Optional<String> version() {
      String stated =
          product == Product.SENTINEL2_L2A
              ? scene.processing().baseline()
              : scene.processing().landsatCollection();
      return product.versionOf(stated == null ? scene.id() : stated);
    }

    /** Product and version as people read them. */
    public String productVersion() {
      return product.title() + version().map(found -> " " + found).orElse("");
    }
  }

  /**
   * Opens scenes.
   *
   * @param project registry identifier, for the issues
   * @param product what they are
   * @param areaLonLat ground that they must show, longitude and latitude
   */
  public static SceneList open(
      DataAccess access, String project, List<Scene> scenes, Product product, Geometry areaLonLat) {
    List<Opened> opened = new ArrayList<>();
    List<DataIssue> issues = new ArrayList<>();
    for (Scene scene : scenes.stream().sorted(Scene.ORDER).toList()) {
      try {
        open(access, project, scene, product, areaLonLat, issues).ifPresent(opened::add);
      } catch (InputException e) {
        issues.add(DataIssue.leftOut("scene", project, scene.id(), scene.location(), e));
      }
    }
    opened.sort(Comparator.comparing(Opened::scene, Scene.ORDER));
    return new SceneList(opened, issues);
  }

  private static Optional<Opened> open(
      DataAccess access,
      String project,
      Scene scene,
      Product product,
      Geometry areaLonLat,
      List<DataIssue> issues) {
    SceneFiles files = SceneFiles.of(scene, product);
    Grid grid = header(access, project, scene, files.red(), issues);
    header(access, project, scene, files.nir(), issues);
    header(access, project, scene, files.mask(), issues);
    Geometry area = MapProjection.of(grid.crs()).project(areaLonLat);
    if (!area.getEnvelopeInternal().intersects(grid.envelope())) {
      issues.add(
          new DataIssue(
              project,
              scene.id(),
              files.red().location(),
              Reason.OUTSIDE_AREA,
              "the catalogue's footprint touches the project, the file's pixels do not: they cover "
                  + Grid.shown(grid.envelope())
                  + " in "
                  + grid.crs(),
              "the scene is left out; have the catalogue corrected",
              true));
      return Optional.empty();
    }
    return Optional.of(
        new Opened(
            scene, product, withReadableOthers(access, project, scene, files, issues), grid));
  }

  /** A band that NDVI does without costs the scene nothing but what is made of it. */
  private static SceneFiles withReadableOthers(
      DataAccess access, String project, Scene scene, SceneFiles files, List<DataIssue> issues) {
    SceneFiles left = files;
    for (CommonBand band : SceneFiles.OTHERS) {
      Optional<SceneAsset> asset = files.band(band);
      if (asset.isPresent()) {
        try {
          files.requireScale(asset.get());
          header(access, project, scene, asset.get(), issues);
        } catch (InputException e) {
          issues.add(
              DataIssue.leftOut("band", project, scene.id(), asset.get().location(), e)
                  .withoutLoss("burn and water indices of the scene are made without it"));
          left = left.without(band);
        }
      }
    }
    return left;
  }

  /** The grid of a file that is what the catalogue says. */
  private static Grid header(
      DataAccess access, String project, Scene scene, SceneAsset asset, List<DataIssue> issues) {
    try (ByteSource bytes = access.open(asset.location())) {
      asset
          .verify(bytes, project, scene.id())
          .ifPresent(
              issue -> {
                throw new InputException(
                    issue.reason(),
                    asset.location() + ": " + issue.detail() + "; " + issue.remedy());
              });
      try (GeoTiffSource tiff = GeoTiffSource.open(bytes)) {
        asset.verify(tiff.grid(), project, scene.id()).ifPresent(issues::add);
        return tiff.grid();
      }
    } catch (IOException e) {
      throw new InputException(asset.location() + ": cannot be read (" + e + "); try again", e);
    }
  }
}
