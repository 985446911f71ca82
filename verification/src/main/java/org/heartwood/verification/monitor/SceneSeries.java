package org.heartwood.verification.monitor;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
import org.heartwood.ingest.product.Product;
import org.heartwood.ingest.product.Sentinel2L2A;
import org.heartwood.ingest.product.SpectralIndex;
import org.heartwood.ingest.product.VersionChange;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.Imagery;
import org.heartwood.ingest.tile.SceneCatalogue;
import org.heartwood.ingest.tile.SceneImagery;
import org.heartwood.ingest.tile.SceneList;
import org.heartwood.ingest.warp.AnalysisGrid;
import org.heartwood.verification.report.IntegrityReport;
import org.locationtech.jts.geom.Envelope;

/**
 * Scenes of STAC catalogues, brought to one grid around the project.
 *
 * @param source the catalogues, as messages name them
 * @param folder the dossier's folder
 * @param grid the analysis grid: the project and the comparison radius around it
 * @param scenes the scenes, in the order of {@code images}
 */
record SceneSeries(
    String source,
    String folder,
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
        dossier.folder().toString(),
        access.within(dossier.folder()),
        grid(dossier, boundary, scenes),
        IntStream.range(0, scenes.size())
            .mapToObj(
                i -> new DatedImage(i, day(scenes.get(i).scene()), scenes.get(i).scene().id()))
            .toList(),
        List.copyOf(scenes),
        inputs(dossier, scenes),
        List.copyOf(issues));
  }

  /** The grid around the project, less what no scene can show where all are in its system. */
  private static Grid grid(DossierFile dossier, Boundary boundary, List<SceneList.Opened> scenes) {
    List<Grid> grids = scenes.stream().map(SceneList.Opened::grid).toList();
    Grid around =
        AnalysisGrid.choose(
            boundary.multiPolygonLonLat(), grids, dossier.dossier().method().comparisonRadiusM());
    if (!grids.stream().allMatch(grid -> grid.crs().equals(around.crs()))) {
      return around;
    }
    Envelope shown = new Envelope();
    grids.forEach(grid -> shown.expandToInclude(grid.envelope()));
    return around.crop(around.covering(shown).intersection(around.window()));
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
      for (SceneAsset asset : scene.files().assets()) {
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

  private static String checksum(SceneAsset asset) {
    Checksum stated = asset.checksum();
    return stated == null ? "" : stated.algorithm() + ":" + stated.hex();
  }

  @Override
  public Set<String> sensors() {
    return scenes.stream()
        .map(scene -> scene.product() == Product.SENTINEL2_L2A ? "Sentinel-2" : "Landsat")
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public List<ImageFile> files() {
    return images.stream()
        .flatMap(
            image ->
                scenes.get(image.index0()).files().assets().stream()
                    .map(
                        asset ->
                            new ImageFile(
                                image,
                                asset.key(),
                                shown(asset.location()),
                                checksum(asset),
                                scenes.get(image.index0()).productVersion())))
        .toList();
  }

  @Override
  public Imagery imagery(PixelWindow analysis) {
    return imagery(SpectralIndex.NDVI, analysis);
  }

  @Override
  public Optional<Imagery> index(SpectralIndex index, PixelWindow analysis) {
    boolean shown =
        scenes.stream()
            .map(SceneList.Opened::files)
            .anyMatch(
                files ->
                    files.band(index.first()).isPresent() && files.band(index.other()).isPresent());
    return shown ? Optional.of(imagery(index, analysis)) : Optional.empty();
  }

  private Imagery imagery(SpectralIndex index, PixelWindow analysis) {
    return new SceneImagery(
        access, grid.crop(analysis), scenes.stream().map(SceneList.Opened::files).toList(), index);
  }

  /**
   * Files of the dossier's folder are named from there, so that results do not tell where it lay.
   */
  private String shown(String location) {
    return location.startsWith(folder + File.separator)
        ? location.substring(folder.length() + 1)
        : location;
  }
}
