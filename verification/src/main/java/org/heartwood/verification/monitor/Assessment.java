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
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.UNet;
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
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.project.DossierReader;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.CompositeJob;
import org.heartwood.ingest.tile.Imagery;
import org.heartwood.ingest.tile.Season;
import org.heartwood.verification.carbon.CarbonDensity;
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
 * @param projectOnGrid the same in the CRS of the imagery
 * @param boundaryHa its ellipsoidal area
 * @param grid the analysis grid: the imagery's own pixels around the project
 * @param series the images, as opened
 * @param imagery the images on the analysis grid, as executors read them
 * @param images the images by year of composite; every year of the period, also empty ones
 * @param period years of the comparison
 * @param asOf last day whose images are used
 * @param card the model's card
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
    ImageSeries series,
    Imagery imagery,
    Map<Integer, List<DatedImage>> images,
    IntegrityReport.Period period,
    LocalDate asOf,
    ModelCard card,
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
    ModelCard card = canopyModel(file);
    ImageSeries series = series(file, boundary, access);
    List<DataIssue> issues = new ArrayList<>(series.issues());
    Grid shown = series.grid();
    MapProjection projection = MapProjection.of(shown.crs());
    if (projection.isLonLat()) {
      throw new InputException(
          series.source()
              + ": is in degrees ("
              + shown.crs()
              + "); warp it to a projected CRS in metres, such as the UTM zone, with gdalwarp");
    }
    boundary.requireOverlap(lonLatExtent(shown, projection));
    Geometry project = projection.project(boundary.multiPolygonLonLat());
    double boundaryHa = PixelArea.polygonM2(boundary.multiPolygonLonLat()) / M2_PER_HA;
    requireSize(boundary, boundaryHa, forest);
    requireInside(file, boundary, project, shown, issues);
    requireSmallPatch(file, forest, shown);
    PixelWindow window = analysisWindow(project, shown, dossier.method());
    List<DatedImage> dates =
        series.images().stream()
            .filter(image -> asOf == null || !image.date().isAfter(asOf))
            .toList();
    Map<Integer, List<DatedImage>> byYear = byYear(file, series, dates, issues);
    LocalDate lastDay =
        byYear.values().stream()
            .flatMap(List::stream)
            .map(DatedImage::date)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return new Assessment(
        file,
        boundary,
        project,
        boundaryHa,
        shown.crop(window),
        series,
        series.imagery(window),
        byYear,
        period(file, yearsWithDates(byYear)),
        asOf == null ? lastDay : asOf,
        card,
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
        series,
        imagery,
        images,
        period,
        asOf,
        card,
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

  /** Years that have at least one date, ascending. */
  public int[] years() {
    return yearsWithDates(images);
  }

  /** The year whose radiometry the other composites are brought to. */
  public int referenceYear() {
    Integer declared = file.dossier().method().referenceYear();
    return declared != null ? declared : years()[0];
  }

  /** Months of a year's composite. */
  public Season season() {
    return season(file.dossier().method());
  }

  /** The images of each year that has any, for the composites. */
  public List<CompositeJob.YearImages> yearImages() {
    return images.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(
            entry ->
                new CompositeJob.YearImages(
                    entry.getKey(),
                    entry.getValue().stream().mapToInt(DatedImage::index0).toArray()))
        .toList();
  }

  private static Season season(Dossier.Method method) {
    return new Season(method.seasonFirstMonth(), method.seasonLastMonth());
  }

  private static int[] yearsWithDates(Map<Integer, List<DatedImage>> byYear) {
    return byYear.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .mapToInt(Map.Entry::getKey)
        .toArray();
  }

  private static ImageSeries series(DossierFile file, Boundary boundary, DataAccess access) {
    Dossier.Sources sources = file.dossier().sources();
    List<Dossier.ImageStackReference> stacks =
        sources.imagery().stream()
            .filter(stack -> stack.quantity() == Dossier.Quantity.NDVI)
            .toList();
    if (stacks.size() + Math.min(1, sources.scenes().size()) != 1) {
      throw new InputException(
          file.file()
              + ": /sources: expected one image stack of NDVI, or scenes, found "
              + stacks.size()
              + " stacks and "
              + sources.scenes().size()
              + " catalogues; an assessment reads one series of images");
    }
    return stacks.isEmpty()
        ? SceneSeries.open(file, boundary, access)
        : StackSeries.open(file, stacks.get(0));
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

  private static void requireSmallPatch(
      DossierFile file, Dossier.ForestDefinition forest, Grid imagery) {
    Dossier dossier = file.dossier();
    double patchPx = forest.minAreaHa() * M2_PER_HA / Math.pow(imagery.pixelSize(), 2);
    if (patchPx >= dossier.method().tileSizePx()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: /project/forestDefinition/minAreaHa: expected fewer pixels than tileSizePx %d,"
                  + " found %.2f ha = %.0f pixels; raise method.tileSizePx or lower the area",
              file.file(),
              dossier.method().tileSizePx(),
              forest.minAreaHa(),
              patchPx));
    }
  }

  /** The model of the dossier, which must read the one index that composites hold. */
  private static ModelCard canopyModel(DossierFile file) {
    String name = file.dossier().method().model();
    ModelCard card = ModelReader.load(name).card();
    List<String> inputs = card.inputs().stream().map(ModelCard.InputBand::name).toList();
    if (!(card.architecture() instanceof UNet)
        || !inputs.equals(List.of("NDVI"))
        || !card.outputs().get(0).target().equals("tree cover")) {
      throw new InputException(
          file.file()
              + ": /method/model: must be a model of tree cover from NDVI, such as"
              + " canopy-ndvi-landsat; "
              + name
              + " gives "
              + card.outputs().get(0).target()
              + " from "
              + inputs);
    }
    return card;
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

  private static Map<Integer, List<DatedImage>> byYear(
      DossierFile file, ImageSeries series, List<DatedImage> dates, List<DataIssue> issues) {
    Dossier.Method method = file.dossier().method();
    if (dates.isEmpty()) {
      throw new InputException(
          Reason.EMPTY, series.source() + ": has no date up to the as-of day; choose a later one");
    }
    Season season = season(method);
    Integer declaredFirst = method.firstYear();
    Integer declaredLast = method.lastYear();
    int first = declaredFirst != null ? declaredFirst : dates.get(0).date().getYear();
    int last =
        declaredLast != null ? declaredLast : dates.get(dates.size() - 1).date().getYear() + 1;
    Map<Integer, List<DatedImage>> byYear = new TreeMap<>();
    IntStream.rangeClosed(first, last)
        .forEach(
            year ->
                byYear.put(
                    year,
                    dates.stream().filter(band -> season.contains(year, band.date())).toList()));
    if (byYear.values().stream().filter(bands -> !bands.isEmpty()).count() < 2) {
      throw new InputException(
          file.file()
              + ": /method: fewer than two years from "
              + first
              + " to "
              + last
              + " have an image in months "
              + method.seasonFirstMonth()
              + " to "
              + method.seasonLastMonth()
              + "; widen the season or the years");
    }
    byYear.forEach(
        (year, bands) -> {
          if (bands.isEmpty() && (declaredLast != null || year < last)) {
            issues.add(
                new DataIssue(
                    file.dossier().project().id(),
                    "year " + year,
                    null,
                    Reason.EMPTY,
                    "no image in the season; changes of this year are seen in the next composite",
                    "add images of " + words(method) + " " + year,
                    false));
          }
        });
    return byYear;
  }

  private static IntegrityReport.Period period(DossierFile file, int[] years) {
    Dossier dossier = file.dossier();
    Season season = season(dossier.method());
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
              + ": /project/startDate: the imagery shows no year after the start of "
              + start
              + " (last composite: "
              + lastYear
              + "); add later imagery");
    }
    Integer reference = dossier.method().referenceYear();
    if (reference != null && Arrays.binarySearch(years, reference) < 0) {
      throw new InputException(
          file.file()
              + ": /method/referenceYear: no image in the season of "
              + reference
              + "; choose one of "
              + Arrays.toString(years));
    }
    return new IntegrityReport.Period(
        years[0], startYear, endYear, lastYear, words(dossier.method()));
  }

  private static String words(Dossier.Method method) {
    return month(method.seasonFirstMonth()) + " to " + month(method.seasonLastMonth());
  }

  private static String month(int number) {
    return java.time.Month.of(number)
        .getDisplayName(java.time.format.TextStyle.FULL, Locale.ENGLISH);
  }

  /** The middle of the boundary, degrees. */
  Coordinate centreLonLat() {
    return Objects.requireNonNull(boundary.multiPolygonLonLat().getCentroid().getCoordinate());
  }
}
