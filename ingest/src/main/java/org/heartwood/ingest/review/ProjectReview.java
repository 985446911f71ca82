package org.heartwood.ingest.review;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.access.LocalBytes;
import org.heartwood.ingest.boundary.Boundary;
import org.heartwood.ingest.boundary.BoundaryCheck;
import org.heartwood.ingest.boundary.BoundaryDocument;
import org.heartwood.ingest.boundary.BoundaryReader;
import org.heartwood.ingest.boundary.BoundaryReport;
import org.heartwood.ingest.boundary.FirePerimeters;
import org.heartwood.ingest.boundary.Portfolio;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.LandClass;
import org.heartwood.ingest.product.Product;
import org.heartwood.ingest.product.Sentinel2L2A;
import org.heartwood.ingest.product.VersionChange;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.project.DossierReader;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.scene.StackIndex;
import org.heartwood.ingest.tiff.TiffFile;
import org.heartwood.ingest.tile.SceneCatalogue;
import org.heartwood.ingest.tile.SceneList;
import org.heartwood.ingest.warp.AnalysisGrid;
import org.heartwood.ingest.zonal.Operation;
import org.heartwood.ingest.zonal.ZonalStatistics;
import org.heartwood.ingest.zonal.ZonePolygon;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.MultiPolygon;

/**
 * Looks through a dossier and all that it names, without running anything: every problem of the
 * boundary with its place, its area against the claim, overlaps with other projects, and whether
 * each source can be read, is what its checksum says and shows the project. One bad source does not
 * keep the others from being looked at.
 */
public final class ProjectReview {
  private static final double M2_PER_HA = 1e4;

  private final DossierFile file;
  private final DataAccess access;
  private final List<SourceReview> sources = new ArrayList<>();
  private final List<DataIssue> issues = new ArrayList<>();
  private final List<Double> pixelSizesM = new ArrayList<>();
  private @Nullable MultiPolygon landLonLat;

  private ProjectReview(DossierFile file, DataAccess access) {
    this.file = file;
    this.access = access;
  }

  /**
   * What was found.
   *
   * @param boundary the boundary's problems and areas; empty if the dossier names none or it cannot
   *     be read at all, which then stands among the issues
   * @param overlaps neighbours that share land with the project
   * @param sources what each source is, those that can be read
   * @param issues what cannot be used, or deserves a look
   */
  public record Result(
      DossierFile file,
      Optional<BoundaryReport> boundary,
      List<Portfolio.Overlap> overlaps,
      List<SourceReview> sources,
      List<DataIssue> issues) {
    public Result {
      overlaps = List.copyOf(overlaps);
      sources = List.copyOf(sources);
      issues = List.copyOf(issues);
    }

    /** Whether nothing keeps the dossier from being used as it is. */
    public boolean passes() {
      return issues.stream().noneMatch(DataIssue::partial)
          && boundary.map(BoundaryReport::usable).orElse(true);
    }
  }

  /**
   * Looks through a dossier.
   *
   * @param dossier the file, or the folder that holds {@code dossier.json}
   * @param portfolio dossiers of other projects, besides the neighbours that the dossier names
   * @throws InputException listing everything that is wrong in the dossier itself
   */
  public static Result of(Path dossier, List<Path> portfolio, DataAccess access) {
    DossierFile file = DossierReader.readFile(dossier);
    return new ProjectReview(file, access).result(portfolio);
  }

  private Result result(List<Path> portfolio) {
    Dossier dossier = file.dossier();
    Dossier.BoundaryReference reference = dossier.boundary();
    Optional<BoundaryDocument> document =
        reference == null
            ? Optional.empty()
            : tried(
                "boundary",
                reference.path(),
                () -> BoundaryReader.document(file.resolve(reference.path())));
    // The land is needed before the sources, the pixel size after them.
    landLonLat =
        document.map(read -> check(read, OptionalDouble.empty()).dissolvedLonLat()).orElse(null);
    if (landLonLat != null && reference != null && !reference.repair()) {
      requireWhole(reference.path());
    }
    sources();
    OptionalDouble pixelM = pixelSizesM.stream().mapToDouble(Double::doubleValue).min();
    Optional<BoundaryReport> report = document.map(read -> check(read, pixelM));
    return new Result(file, report, overlaps(portfolio), sources, issues);
  }

  /** An assessment repairs a boundary only where the dossier says so. */
  private void requireWhole(String path) {
    tried(
        "boundary",
        path,
        () -> {
          try {
            return BoundaryReader.read(file.resolve(path));
          } catch (InputException e) {
            throw new InputException(
                e.reason(),
                e.getMessage() + ", or set boundary.repair to true to assess it as repaired",
                e);
          }
        });
  }

  private BoundaryReport check(BoundaryDocument document, OptionalDouble pixelSizeM) {
    return BoundaryCheck.check(
        document,
        file.dossier().claims().areaHa(),
        pixelSizeM.isPresent() ? pixelSizeM.getAsDouble() : null);
  }

  private void sources() {
    Dossier.Sources named = file.dossier().sources();
    for (int i = 0; i < named.imagery().size(); i++) {
      Dossier.ImageStackReference stack = named.imagery().get(i);
      source("/sources/imagery/" + i, stack.path(), () -> stack(stack));
    }
    for (int i = 0; i < named.scenes().size(); i++) {
      Dossier.SceneReference scenes = named.scenes().get(i);
      source("/sources/scenes/" + i, scenes.catalogue(), () -> scenes(scenes));
    }
    for (int i = 0; i < named.maps().size(); i++) {
      Dossier.MapReference map = named.maps().get(i);
      source("/sources/maps/" + i, map.path(), () -> map(map));
    }
    versions(named.maps());
    for (int i = 0; i < named.points().size(); i++) {
      Dossier.PointReference points = named.points().get(i);
      source(
          "/sources/points/" + i,
          points.path(),
          () -> {
            Path path = file.resolve(points.path());
            requireDigest(path, points.sha256());
            return PointTable.describe(path, points.kind());
          });
    }
    for (int i = 0; i < named.areas().size(); i++) {
      Dossier.AreaReference area = named.areas().get(i);
      source("/sources/areas/" + i, area.path(), () -> area(area));
    }
  }

  private String area(Dossier.AreaReference reference) throws IOException {
    Path path = file.resolve(reference.path());
    requireDigest(path, reference.sha256());
    if (reference.role() == Dossier.AreaRole.FIRES) {
      List<FirePerimeters.Fire> fires = FirePerimeters.read(path, reference.dateProperty());
      return String.format(
          Locale.ROOT,
          "fires, %d perimeters from %s to %s",
          fires.size(),
          fires.get(0).date(),
          fires.get(fires.size() - 1).date());
    }
    return String.format(
        Locale.ROOT,
        "%s, %.1f ha on the ellipsoid",
        reference.role().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        PixelArea.polygonM2(BoundaryReader.read(path).multiPolygonLonLat()) / M2_PER_HA);
  }

  /**
   * Maps of one layer and several years are compared with each other: their version must be one.
   */
  private void versions(List<Dossier.MapReference> maps) {
    Map<String, List<VersionChange.Use>> byLayer = new TreeMap<>();
    for (Dossier.MapReference map : maps) {
      Integer year = map.year();
      if (year != null) {
        String version = map.version();
        byLayer
            .computeIfAbsent(map.product() + " " + map.layer(), any -> new ArrayList<>())
            .add(
                new VersionChange.Use(
                    map.product(),
                    LocalDate.of(year, 1, 1),
                    version == null ? null : map.product().versionOf(version).orElse(null),
                    Sentinel2L2A.OffsetState.REMOVED));
      }
    }
    byLayer
        .values()
        .forEach(uses -> issues.addAll(VersionChange.check(file.dossier().project().id(), uses)));
  }

  /** A look at something that may fail by the user's fault. */
  private interface Look<T> {
    T at() throws IOException;
  }

  private void source(String pointer, String name, Look<String> look) {
    tried(pointer, name, look)
        .ifPresent(found -> sources.add(new SourceReview(pointer, name, found)));
  }

  private <T> Optional<T> tried(String subject, String name, Look<T> look) {
    try {
      return Optional.of(look.at());
    } catch (InputException e) {
      issues.add(DataIssue.leftOut("source", file.dossier().project().id(), subject, name, e));
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String stack(Dossier.ImageStackReference reference) throws IOException {
    Path path = file.resolve(reference.path());
    requireDigest(path, reference.sha256());
    try (GeoTiffSource tiff = GeoTiffSource.open(path)) {
      List<DatedImage> dates = StackIndex.read(file.resolve(reference.bandsPath()), tiff.bands());
      requireOnLand(path.toString(), tiff.grid());
      pixelSizesM.add(AnalysisGrid.pixelM(tiff.grid()));
      return reference.quantity()
          + ", "
          + words(tiff.grid())
          + ", "
          + dates.size()
          + " dates from "
          + dates.get(0).date()
          + " to "
          + dates.get(dates.size() - 1).date();
    }
  }

  private String scenes(Dossier.SceneReference reference) {
    MultiPolygon land = landLonLat;
    if (land == null) {
      throw new InputException(
          Reason.MISSING, reference.catalogue() + ": cannot be searched without a boundary");
    }
    SceneList found =
        SceneCatalogue.open(file, reference, new Boundary(land, file.file().toString()), access);
    issues.addAll(found.issues());
    found.scenes().forEach(scene -> pixelSizesM.add(AnalysisGrid.pixelM(scene.grid())));
    if (found.scenes().isEmpty()) {
      throw new InputException(
          Reason.EMPTY, reference.catalogue() + ": no scene of the project can be used");
    }
    return reference.product().title()
        + ", "
        + found.scenes().size()
        + " scenes from "
        + found.scenes().get(0).scene().acquisition().acquired()
        + " to "
        + found.scenes().get(found.scenes().size() - 1).scene().acquisition().acquired();
  }

  private String map(Dossier.MapReference reference) throws IOException {
    Path path = file.resolve(reference.path());
    requireDigest(path, reference.sha256());
    Grid grid;
    try (GeoTiffSource tiff = GeoTiffSource.open(path)) {
      grid = tiff.grid();
    }
    requireOnLand(path.toString(), grid);
    if (file.dossier().sources().imagery().isEmpty()
        && file.dossier().sources().scenes().isEmpty()) {
      pixelSizesM.add(AnalysisGrid.pixelM(grid));
    }
    String errorPath = reference.errorPath();
    if (errorPath != null) {
      try (GeoTiffSource errors = GeoTiffSource.open(file.resolve(errorPath))) {
        if (!errors.grid().equals(grid)) {
          throw new InputException(
              Reason.INCONSISTENT,
              errorPath
                  + ": expected the pixels of "
                  + reference.path()
                  + ", found "
                  + words(errors.grid())
                  + "; the error of a pixel must lie on it");
        }
      }
    }
    String version = reference.version();
    return reference.product().title()
        + (version == null ? "" : " " + version)
        + ", "
        + words(grid)
        + (reference.product() == Product.CUSTOM_CLASSES ? classes(reference, path, grid) : "");
  }

  /** Hectares of every class inside the boundary; codes that the legend lacks are an issue. */
  private String classes(Dossier.MapReference reference, Path path, Grid grid) {
    MultiPolygon land = landLonLat;
    if (land == null) {
      return "";
    }
    Map<Double, Double> areasHa =
        ZonalStatistics.compute(
                () -> TiffFile.open(LocalBytes.open(path)).band(0),
                List.of(new ZonePolygon("project", MapProjection.of(grid.crs()).project(land))),
                Operation.parseList("histogram"),
                1)
            .get(0)
            .classAreasHa();
    List<LandClass> legend = Optional.ofNullable(reference.legend()).orElseGet(List::of);
    Set<Integer> noData = Optional.ofNullable(reference.noDataCodes()).orElseGet(Set::of);
    Map<Double, String> labels =
        legend.stream().collect(Collectors.toMap(each -> (double) each.code(), LandClass::label));
    List<String> unknown =
        areasHa.keySet().stream()
            .filter(code -> !labels.containsKey(code) && !noData.contains(code.intValue()))
            .map(code -> String.format(Locale.ROOT, "%.0f", code))
            .toList();
    if (!unknown.isEmpty()) {
      issues.add(
          new DataIssue(
              file.dossier().project().id(),
              reference.id(),
              reference.path(),
              Reason.VALUE,
              "the project holds codes that the legend does not explain: "
                  + String.join(", ", unknown),
              "add them to the legend or to noDataCodes",
              true));
    }
    return areasHa.entrySet().stream()
        .filter(entry -> labels.containsKey(entry.getKey()))
        .map(
            entry ->
                String.format(
                    Locale.ROOT, "; %s %.1f ha", labels.get(entry.getKey()), entry.getValue()))
        .collect(Collectors.joining());
  }

  private static void requireDigest(Path path, @Nullable String expected) throws IOException {
    // A file that is missing is told of by whoever opens it.
    if (expected != null && Files.isRegularFile(path)) {
      Sha256.ofMeant(path, expected);
    }
  }

  private void requireOnLand(String name, Grid grid) {
    MultiPolygon land = landLonLat;
    if (land == null) {
      return;
    }
    Geometry projected = MapProjection.of(grid.crs()).project(land);
    if (!projected.intersects(new GeometryFactory().toGeometry(grid.envelope()))) {
      throw new InputException(
          Reason.OUTSIDE_AREA,
          name
              + ": shows nothing of the project: it covers "
              + Grid.shown(grid.envelope())
              + " in "
              + grid.crs()
              + ", the project "
              + Grid.shown(projected.getEnvelopeInternal())
              + (swapped(land, grid)
                  ? "; latitude and longitude of the boundary seem to be swapped, exchange them"
                  : "; check that both belong together"));
    }
  }

  /** Whether the land would lie on a grid if latitude and longitude changed places. */
  private static boolean swapped(Geometry landLonLat, Grid grid) {
    Envelope extent = landLonLat.getEnvelopeInternal();
    Envelope other =
        new Envelope(extent.getMinY(), extent.getMaxY(), extent.getMinX(), extent.getMaxX());
    return other.getMinY() >= -90
        && other.getMaxY() <= 90
        && MapProjection.of(grid.crs())
            .project(new GeometryFactory().toGeometry(other))
            .getEnvelopeInternal()
            .intersects(grid.envelope());
  }

  private static String words(Grid grid) {
    return String.format(
        Locale.ROOT,
        "%d × %d px of %s %s, %s",
        grid.width(),
        grid.height(),
        BigDecimal.valueOf(grid.pixelSize()).stripTrailingZeros().toPlainString(),
        MapProjection.of(grid.crs()).isLonLat() ? "degrees" : "m",
        grid.crs());
  }

  private List<Portfolio.Overlap> overlaps(List<Path> portfolio) {
    MultiPolygon land = landLonLat;
    List<Portfolio.Member> others = new ArrayList<>();
    for (Dossier.NeighbourReference neighbour : file.dossier().sources().neighbours()) {
      tried(
              "neighbour " + neighbour.id(),
              neighbour.path(),
              () ->
                  member(
                      neighbour.id(),
                      file.resolve(neighbour.path()),
                      neighbour.startDate(),
                      neighbour.creditingPeriodEnd()))
          .ifPresent(others::add);
    }
    for (Path other : portfolio) {
      tried("portfolio", other.toString(), () -> member(other))
          .flatMap(member -> member)
          .ifPresent(others::add);
    }
    if (land == null) {
      return List.of();
    }
    Dossier.Project project = file.dossier().project();
    return Portfolio.overlaps(
        new Portfolio.Member(project.id(), land, project.startDate(), project.creditingPeriodEnd()),
        others);
  }

  private static Optional<Portfolio.Member> member(Path dossier) {
    DossierFile other = DossierReader.readFile(dossier);
    Dossier.BoundaryReference boundary = other.dossier().boundary();
    Dossier.Project project = other.dossier().project();
    return boundary == null
        ? Optional.empty()
        : Optional.of(
            member(
                project.id(),
                other.resolve(boundary.path()),
                project.startDate(),
                project.creditingPeriodEnd()));
  }

  private static Portfolio.Member member(
      String id, Path boundary, @Nullable LocalDate start, @Nullable LocalDate end) {
    BoundaryReport report = BoundaryCheck.check(BoundaryReader.document(boundary), null, null);
    MultiPolygon land = report.dissolvedLonLat();
    if (land == null) {
      throw new InputException(
          Reason.GEOMETRY, boundary + ": cannot be compared: " + report.problems().get(0).line(id));
    }
    return new Portfolio.Member(id, land, start, end);
  }
}
