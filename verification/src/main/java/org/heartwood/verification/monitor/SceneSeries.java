package org.heartwood.verification.monitor;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.boundary.Boundary;
import org.heartwood.ingest.catalogue.Checksum;
import org.heartwood.ingest.catalogue.Scene;
import org.heartwood.ingest.catalogue.SceneAsset;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.Sentinel2L2A;
import org.heartwood.ingest.product.VersionChange;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.Imagery;
import org.heartwood.ingest.tile.SceneCatalogue;
import org.heartwood.ingest.tile.SceneFiles;
import org.heartwood.ingest.tile.SceneImagery;
import org.heartwood.ingest.tile.SceneList;
import org.heartwood.ingest.warp.AnalysisGrid;
import org.heartwood.verification.report.IntegrityReport;

/**
 * Scenes of STAC catalogues, brought to one grid around the project.
 *
 * @param source the catalogues, as messages name them
 * @param grid the analysis grid: the project and the comparison radius around it
 * @param scenes the scenes, in the order of {@code images}
 */
record SceneSeries(
    String source,
    DataAccess access,
    Grid grid,
    List<DatedImage> images,
    List<SceneList.Opened> scenes,
    List<IntegrityReport.Input> inputs,
    List<DataIssue> issues)
    implements ImageSeries {
  /**
   * Opens the scenes that touch the project.
   *
   * @throws InputException if a catalogue cannot be read, or none of its scenes can
   */
  static SceneSeries open(DossierFile dossier, Boundary boundary, DataAccess access) {
    String project = dossier.dossier().project().id();
    List<SceneList.Opened> scenes = new ArrayList<>();
    List<VersionChange.Use> uses = new ArrayList<>();
    List<DataIssue> issues = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    for (Dossier.SceneReference reference : dossier.dossier().sources().scenes()) {
      sources.add(SceneCatalogue.location(dossier, reference));
      SceneList opened = SceneCatalogue.open(dossier, reference, boundary, access);
      issues.addAll(opened.issues());
      scenes.addAll(opened.scenes());
      opened.scenes().forEach(scene -> uses.add(use(scene)));
    }
    String source = String.join(", ", sources);
    if (scenes.isEmpty()) {
      throw new InputException(
          Reason.EMPTY,
          source
              + ": no scene of the project can be used"
              + issues.stream()
                  .findFirst()
                  .map(issue -> " (" + issue.subject() + ": " + issue.detail() + ")")
                  .orElse("")
              + "; check catalogue, area and period");
    }
    issues.addAll(VersionChange.check(project, uses));
    scenes.sort(Comparator.comparing(SceneList.Opened::scene, Scene.ORDER));
    return new SceneSeries(
        source,
        access.within(dossier.folder()),
        AnalysisGrid.choose(
            boundary.multiPolygonLonLat(),
            scenes.stream().map(SceneList.Opened::grid).toList(),
            dossier.dossier().method().comparisonRadiusM()),
        IntStream.range(0, scenes.size())
            .mapToObj(
                i -> new DatedImage(i, day(scenes.get(i).scene()), scenes.get(i).scene().id()))
            .toList(),
        List.copyOf(scenes),
        inputs(dossier, scenes),
        List.copyOf(issues));
  }

  private static LocalDate day(Scene scene) {
    return scene.acquisition().acquired().atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static VersionChange.Use use(SceneList.Opened scene) {
    return new VersionChange.Use(
        scene.product(),
        day(scene.scene()),
        scene.version().orElse(null),
        // The offset is off once the reflectance is made.
        Sentinel2L2A.OffsetState.REMOVED);
  }

  /** One line a catalogue; its digest is that of the list of files which came of it. */
  private static List<IntegrityReport.Input> inputs(
      DossierFile dossier, List<SceneList.Opened> scenes) {
    StringBuilder list = new StringBuilder();
    for (SceneList.Opened scene : scenes) {
      for (SceneAsset asset : assets(scene.files())) {
        list.append(scene.scene().id())
            .append(' ')
            .append(asset.key())
            .append(' ')
            .append(checksum(asset))
            .append('\n');
      }
    }
    String digest = Sha256.of(list.toString().getBytes(StandardCharsets.UTF_8));
    return dossier.dossier().sources().scenes().stream()
        .map(
            reference ->
                new IntegrityReport.Input(
                    "scenes ("
                        + reference.product().title()
                        + "), digest of the list of their files",
                    reference.catalogue(),
                    digest,
                    reference.origin()))
        .toList();
  }

  private static List<SceneAsset> assets(SceneFiles files) {
    return List.of(files.red(), files.nir(), files.mask());
  }

  private static String checksum(SceneAsset asset) {
    Checksum stated = asset.checksum();
    return stated == null ? "" : stated.algorithm() + ":" + stated.hex();
  }

  @Override
  public List<ImageFile> files() {
    return images.stream()
        .flatMap(
            image ->
                assets(scenes.get(image.index0()).files()).stream()
                    .map(
                        asset ->
                            new ImageFile(
                                image,
                                asset.key(),
                                asset.location(),
                                checksum(asset),
                                scenes.get(image.index0()).productVersion())))
        .toList();
  }

  @Override
  public Imagery imagery(PixelWindow analysis) {
    return new SceneImagery(
        access, grid.crop(analysis), scenes.stream().map(SceneList.Opened::files).toList());
  }
}
