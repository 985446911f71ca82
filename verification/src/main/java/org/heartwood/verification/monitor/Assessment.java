package org.heartwood.verification.monitor;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.boundary.Boundary;
import org.heartwood.ingest.boundary.BoundaryCheck;
import org.heartwood.ingest.boundary.BoundaryReader;
import org.heartwood.ingest.boundary.BoundaryReport;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.SpectralIndex;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.project.DossierReader;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.CompositeJob;
import org.heartwood.ingest.tile.Imagery;
import org.heartwood.ingest.tile.Season;
import org.heartwood.verification.carbon.CarbonDensity;
import org.heartwood.verification.layer.Srs;
import org.heartwood.verification.reference.ProjectSample;
import org.heartwood.verification.report.IntegrityReport;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.MultiPolygon;

/**
 * A dossier with everything that it names opened and checked, before anything is computed: what
 * {@code heartwood validate} shows and {@code heartwood assess} runs.
 *
 * @param file the dossier
 * @param boundary the project's land
 * @param projectOnGrid the same in the CRS of the grid
 * @param boundaryHa its ellipsoidal area
 * @param grid the analysis grid: the pixels of imagery or forest map around the project
 * @param source where the forest's history is read from
 * @param period years of the comparison
 * @param asOf last day whose images, or map, are used
 * @param aboveGround where the biomass of a hectare comes from
 * @param density carbon of a hectare of forest
 * @param sample labelled points that loss is estimated from, where the dossier names them
 * @param issues data that could not be used
 */
public record Assessment(
    DossierFile file,
    Boundary boundary,
    Geometry projectOnGrid,
    double boundaryHa,
    Grid grid,
    HistorySource source,
    IntegrityReport.Period period,
    LocalDate asOf,
    AboveGround aboveGround,
    CarbonDensity density,
    Optional<ProjectSample> sample,
    List<DataIssue> issues) {
  private static final double M2_PER_HA = 1e4;

  /**
   * Opens and checks a dossier.
   *
   * @param dossierPath the file, or the folder that holds {@code dossier.json}
   * @param asOf images after this day are left out; null = none are
   * @param access how scenes are read, and from where they may be
   * @throws InputException if the dossier or anything that it names cannot be used
   */
  public static Assessment open(Path dossierPath, @Nullable LocalDate asOf, DataAccess access) {
    DossierFile file = DossierReader.readFile(dossierPath);
    Dossier dossier = file.dossier();
    requireRoomForControls(file);
    Boundary boundary = boundary(file);
    Dossier.ForestDefinition forest =
        needed(file, dossier.project().forestDefinition(), "/project/forestDefinition");
    needed(file, dossier.method().carbon(), "/method/carbon");
    AboveGround aboveGround = AboveGround.open(file, boundary.multiPolygonLonLat());
    CarbonDensity density = aboveGround.density();
    List<DataIssue> issues = new ArrayList<>();
    HistoryFiles files = HistoryFiles.open(file, boundary, access);
    Grid shown = files.grid();
    MapProjection projection = MapProjection.of(shown.crs());
    if (projection.isLonLat()) {
      throw new InputException(
          files.name()
              + ": is in degrees ("
              + shown.crs()
              + "); warp it to a projected CRS in metres, such as the UTM zone, with gdalwarp");
    }
    // Layers are written at the end of a run; a system that they cannot be in must not wait so
    // long.
    Srs.of(shown.crs());
    boundary.requireOverlap(lonLatExtent(shown, projection));
    Geometry project = projection.project(boundary.multiPolygonLonLat());
    double boundaryHa = PixelArea.polygonM2(boundary.multiPolygonLonLat()) / M2_PER_HA;
    requireSize(boundary, boundaryHa, forest);
    requireInside(file, boundary, project, shown, issues);
    PixelWindow window = analysisWindow(project, shown, dossier.method());
    HistorySource source = files.around(window, asOf, issues);
    return new Assessment(
        file,
        boundary,
        project,
        boundaryHa,
        shown.crop(window),
        source,
        period(file, source.years()),
        asOf == null ? source.lastDay() : asOf,
        aboveGround,
        density,
        AreaBasis.sample(file, boundary.multiPolygonLonLat(), boundaryHa),
        List.copyOf(issues));
  }

  /**
   * The same with the biomass map's mean over forest alone, once it is known where that is.
   *
   * @param forest area of forest in each pixel of the map around the project
   */
  Assessment overForest(double[] forest) {
    AboveGround biomass = aboveGround.overForest(forest);
    return new Assessment(
        file,
        boundary,
        projectOnGrid,
        boundaryHa,
        grid,
        source,
        period,
        asOf,
        biomass,
        biomass.density(),
        sample,
        issues);
  }

  private static Boundary boundary(DossierFile file) {
    Dossier.BoundaryReference reference = needed(file, file.dossier().boundary(), "/boundary");
    Path path = file.resolve(reference.path());
    if (!reference.repair()) {
      return BoundaryReader.read(path);
    }
    BoundaryReport report = BoundaryCheck.check(BoundaryReader.document(path), null, null);
    MultiPolygon repaired = report.dissolvedLonLat();
    if (repaired == null) {
      throw new InputException(
          Reason.GEOMETRY,
          path
              + ": cannot be repaired: "
              + report.problems().get(0).line(path.toString())
              + "; see heartwood validate");
    }
    return new Boundary(repaired, path.toString());
  }

  private static <T> T needed(DossierFile file, @Nullable T value, String pointer) {
    if (value == null) {
      throw new InputException(
          Reason.MISSING,
          file.file() + ": " + pointer + ": is absent; an assessment needs it, add it");
    }
    return value;
  }

  /** Nominal area of a pixel in the plane of the grid. */
  double pixelHa() {
    return Math.pow(grid.pixelSize(), 2) / M2_PER_HA;
  }

  /** Years that are shown, ascending. */
  public int[] years() {
    return source.years();
  }

  /**
   * The images that the history is read from, and the model that reads them.
   *
   * @throws IllegalStateException if it is read from a map
   */
  HistorySource.Images pictures() {
    if (source instanceof HistorySource.Images images) {
      return images;
    }
    throw new IllegalStateException("the history is read from a map, not from images");
  }

  /** The map that the history is read from; empty if it is read from images. */
  Optional<HistorySource.LossMap> lossMap() {
    return source instanceof HistorySource.LossMap map ? Optional.of(map) : Optional.empty();
  }

  /** The images on the analysis grid, as executors read them. */
  public Imagery imagery() {
    return pictures().imagery();
  }

  /** The images by year of composite; every year of the period, also empty ones. */
  public Map<Integer, List<DatedImage>> images() {
    return pictures().images();
  }

  /** The images, as opened. */
  ImageSeries series() {
    return pictures().series();
  }

  /** The card of the model that reads the images. */
  ModelCard card() {
    return pictures().card();
  }

  /** The year whose radiometry the other composites are brought to. */
  public int referenceYear() {
    Integer declared = file.dossier().method().referenceYear();
    return declared != null ? declared : years()[0];
  }

  /** Another index of the images on the analysis grid; empty if none of them has its bands. */
  Optional<Imagery> index(SpectralIndex index) {
    Grid shown = series().grid();
    return series()
        .index(
            index,
            new PixelWindow(
                (int) Math.rint((grid.originX() - shown.originX()) / shown.pixelSize()),
                (int) Math.rint((shown.originY() - grid.originY()) / shown.pixelSize()),
                grid.width(),
                grid.height()));
  }

  /** Months of a year's composite. */
  public Season season() {
    return Season.of(file.dossier());
  }

  /** The images of each year that has any, for the composites. */
  public List<CompositeJob.YearImages> yearImages() {
    return images().entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(
            entry ->
                new CompositeJob.YearImages(
                    entry.getKey(),
                    entry.getValue().stream().mapToInt(DatedImage::index0).toArray()))
        .toList();
  }

  private static Envelope lonLatExtent(Grid imagery, MapProjection projection) {
    Envelope extent = imagery.envelope();
    Envelope lonLat = new Envelope();
    for (int i = 0; i <= 8; i++) {
      double x = extent.getMinX() + i / 8.0 * extent.getWidth();
      double y = extent.getMinY() + i / 8.0 * extent.getHeight();
      lonLat.expandToInclude(projection.inverse(x, extent.getMinY()));
      lonLat.expandToInclude(projection.inverse(x, extent.getMaxY()));
      lonLat.expandToInclude(projection.inverse(extent.getMinX(), y));
      lonLat.expandToInclude(projection.inverse(extent.getMaxX(), y));
    }
    return lonLat;
  }

  private static void requireInside(
      DossierFile file, Boundary boundary, Geometry project, Grid imagery, List<DataIssue> issues) {
    Geometry extent = new GeometryFactory().toGeometry(imagery.envelope());
    double inside = project.intersection(extent).getArea() / project.getArea();
    if (inside < 0.5) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: only %.1f %% of the project lies on the imagery (50 %% needed); add imagery that"
                  + " covers it",
              boundary.source(),
              100 * inside));
    }
    if (inside < 0.9999) {
      issues.add(
          new DataIssue(
              file.dossier().project().id(),
              null,
              boundary.source(),
              Reason.OUTSIDE_AREA,
              String.format(
                  Locale.ROOT,
                  "%.1f %% of the project lies outside the imagery and is not assessed",
                  100 * (1 - inside)),
              "add imagery that covers it",
              true));
    }
  }

  private static void requireSize(
      Boundary boundary, double boundaryHa, Dossier.ForestDefinition forest) {
    if (boundaryHa < forest.minAreaHa()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the boundary encloses %.4f ha, less than the smallest forest of the dossier's"
                  + " definition (%.2f ha); check its units and vertices",
              boundary.source(),
              boundaryHa,
              forest.minAreaHa()));
    }
  }

  private static void requireRoomForControls(DossierFile file) {
    Dossier.Method method = file.dossier().method();
    if (method.comparisonRadiusM() <= method.leakageBeltWidthM()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: /method/comparisonRadiusM: expected more than leakageBeltWidthM %.0f m, found"
                  + " %.0f m; beyond the belt no ground is left to compare with",
              file.file(),
              method.leakageBeltWidthM(),
              method.comparisonRadiusM()));
    }
  }

  private static PixelWindow analysisWindow(Geometry project, Grid imagery, Dossier.Method method) {
    Envelope extent = project.getEnvelopeInternal();
    extent.expandBy(method.comparisonRadiusM());
    return imagery.covering(extent).intersection(imagery.window());
  }

  private static IntegrityReport.Period period(DossierFile file, int[] years) {
    Dossier dossier = file.dossier();
    Season season = Season.of(dossier);
    LocalDate start = dossier.project().startDate();
    int startYear =
        Arrays.stream(years)
            .boxed()
            .min(
                Comparator.comparingLong(
                    (Integer year) ->
                        Math.abs(season.middle(year).toEpochDay() - start.toEpochDay())))
            .orElseThrow();
    int lastYear = years[years.length - 1];
    int lastVintage =
        dossier.claims().vintages().stream().mapToInt(Dossier.Vintage::year).max().orElse(lastYear);
    int endYear =
        Arrays.stream(years)
            .filter(year -> season.changeYear(year) >= lastVintage)
            .findFirst()
            .orElse(lastYear);
    if (startYear >= endYear) {
      throw new InputException(
          file.file()
              + ": /project/startDate: no year after the start of "
              + start
              + " is shown (last one: "
              + lastYear
              + "); add later imagery, or a later map");
    }
    return new IntegrityReport.Period(years[0], startYear, endYear, lastYear, season.words());
  }

  /** The middle of the boundary, degrees. */
  Coordinate centreLonLat() {
    return Objects.requireNonNull(boundary.multiPolygonLonLat().getCentroid().getCoordinate());
  }
}
