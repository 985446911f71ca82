package org.heartwood.verification.monitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.ingest.boundary.Boundary;
import org.heartwood.ingest.boundary.BoundaryReader;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.project.DossierReader;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.scene.StackBand;
import org.heartwood.ingest.scene.StackIndex;
import org.heartwood.ingest.tile.CompositeJob;
import org.heartwood.ingest.tile.Season;
import org.heartwood.verification.carbon.CarbonDensity;
import org.heartwood.verification.carbon.IpccTables;
import org.heartwood.verification.report.IntegrityReport;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * A dossier with everything that it names opened and checked, before anything is computed: what
 * {@code heartwood validate} shows and {@code heartwood assess} runs.
 *
 * @param file the dossier
 * @param boundary the project's land
 * @param projectOnGrid the same in the CRS of the imagery
 * @param boundaryHa its ellipsoidal area
 * @param grid the analysis grid: the imagery's own pixels around the project
 * @param stack the image stack as executors read it
 * @param stackDigest digest of the stack's file
 * @param bands the stack's dates, by year of composite; every year of the period, also empty ones
 * @param period years of the comparison
 * @param asOf last day whose images are used
 * @param card the model's card
 * @param density carbon of a hectare of forest
 * @param issues data that could not be used
 */
public record Assessment(
    DossierFile file,
    Boundary boundary,
    Geometry projectOnGrid,
    double boundaryHa,
    Grid grid,
    CompositeJob.StackSource stack,
    String stackDigest,
    Map<Integer, List<StackBand>> bands,
    IntegrityReport.Period period,
    LocalDate asOf,
    ModelCard card,
    CarbonDensity density,
    List<IntegrityReport.Issue> issues) {
  private static final double M2_PER_HA = 1e4;

  /**
   * Opens and checks a dossier.
   *
   * @param dossierPath the file, or the folder that holds {@code dossier.json}
   * @param asOf images after this day are left out; null = none are
   * @throws InputException if the dossier or anything that it names cannot be used
   */
  public static Assessment open(Path dossierPath, @Nullable LocalDate asOf) {
    DossierFile file = DossierReader.readFile(dossierPath);
    Dossier dossier = file.dossier();
    requireRoomForControls(file);
    Boundary boundary = BoundaryReader.read(file.resolve(dossier.boundary().path()));
    CarbonDensity density = CarbonDensity.of(dossier.method().carbon(), new IpccTables());
    ModelCard card = ModelReader.load(dossier.method().model()).card();
    Dossier.ImageStackReference reference = onlyStack(file);
    Path stackFile = file.resolve(reference.path());
    List<IntegrityReport.Issue> issues = new ArrayList<>();
    try (GeoTiffSource tiff = GeoTiffSource.open(stackFile)) {
      String digest = checkedDigest(stackFile, reference);
      Grid imagery = tiff.grid();
      MapProjection projection = MapProjection.of(imagery.crs());
      if (projection.isLonLat()) {
        throw new InputException(
            stackFile
                + ": is in degrees ("
                + imagery.crs()
                + "); warp it to a projected CRS in metres, such as the UTM zone, with gdalwarp");
      }
      boundary.requireOverlap(lonLatExtent(imagery, projection));
      Geometry project = projection.project(boundary.multiPolygonLonLat());
      double boundaryHa = PixelArea.polygonM2(boundary.multiPolygonLonLat()) / M2_PER_HA;
      requireSize(boundary, boundaryHa, dossier.project().forestDefinition());
      requireInside(boundary, project, imagery, issues);
      requireSmallPatch(file, imagery);
      PixelWindow window = analysisWindow(project, imagery, dossier.method());
      List<StackBand> dates =
          StackIndex.read(file.resolve(reference.bandsPath()), tiff.bands()).stream()
              .filter(band -> asOf == null || !band.date().isAfter(asOf))
              .toList();
      Map<Integer, List<StackBand>> byYear = byYear(file, dates, issues);
      LocalDate lastDay =
          byYear.values().stream()
              .flatMap(List::stream)
              .map(StackBand::date)
              .max(Comparator.naturalOrder())
              .orElseThrow();
      return new Assessment(
          file,
          boundary,
          project,
          boundaryHa,
          imagery.crop(window),
          new CompositeJob.StackSource(
              stackFile.toString(), reference.scale(), window.col(), window.row()),
          digest,
          byYear,
          period(file, yearsWithDates(byYear)),
          asOf == null ? lastDay : asOf,
          card,
          density,
          List.copyOf(issues));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Years that have at least one date, ascending. */
  public int[] years() {
    return yearsWithDates(bands);
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

  /** The dates of each year as band numbers, for the composites. */
  public List<CompositeJob.YearBands> yearBands() {
    return bands.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(
            entry ->
                new CompositeJob.YearBands(
                    entry.getKey(),
                    entry.getValue().stream().mapToInt(StackBand::bandIndex0).toArray()))
        .toList();
  }

  private static Season season(Dossier.Method method) {
    return new Season(method.seasonFirstMonth(), method.seasonLastMonth());
  }

  private static int[] yearsWithDates(Map<Integer, List<StackBand>> byYear) {
    return byYear.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .mapToInt(Map.Entry::getKey)
        .toArray();
  }

  private static Dossier.ImageStackReference onlyStack(DossierFile file) {
    List<Dossier.ImageStackReference> stacks = file.dossier().sources().imagery();
    if (stacks.size() != 1) {
      throw new InputException(
          file.file()
              + ": /sources/imagery: expected one image stack, found "
              + stacks.size()
              + "; this version reads one");
    }
    return stacks.get(0);
  }

  private static String checkedDigest(Path file, Dossier.ImageStackReference reference)
      throws IOException {
    String digest = Sha256.of(file);
    String expected = reference.sha256();
    if (expected != null && !expected.equals(digest)) {
      throw new InputException(
          file
              + ": its SHA-256 is "
              + digest
              + ", the dossier says "
              + expected
              + "; restore the file, or correct the dossier if it was replaced on purpose");
    }
    return digest;
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
      Boundary boundary, Geometry project, Grid imagery, List<IntegrityReport.Issue> issues) {
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
          new IntegrityReport.Issue(
              boundary.source(),
              String.format(
                  Locale.ROOT,
                  "%.1f %% of the project lies outside the imagery",
                  100 * (1 - inside)),
              "that part is not assessed"));
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

  private static void requireSmallPatch(DossierFile file, Grid imagery) {
    Dossier dossier = file.dossier();
    double patchPx =
        dossier.project().forestDefinition().minAreaHa()
            * M2_PER_HA
            / Math.pow(imagery.pixelSize(), 2);
    if (patchPx >= dossier.method().tileSizePx()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: /project/forestDefinition/minAreaHa: expected fewer pixels than tileSizePx %d,"
                  + " found %.2f ha = %.0f pixels; raise method.tileSizePx or lower the area",
              file.file(),
              dossier.method().tileSizePx(),
              dossier.project().forestDefinition().minAreaHa(),
              patchPx));
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

  private static Map<Integer, List<StackBand>> byYear(
      DossierFile file, List<StackBand> dates, List<IntegrityReport.Issue> issues) {
    Dossier.Method method = file.dossier().method();
    if (dates.isEmpty()) {
      throw new InputException(
          file.file() + ": /sources/imagery/0: the stack has no date up to the as-of day");
    }
    Season season = season(method);
    Integer declaredFirst = method.firstYear();
    Integer declaredLast = method.lastYear();
    int first = declaredFirst != null ? declaredFirst : dates.get(0).date().getYear();
    int last =
        declaredLast != null ? declaredLast : dates.get(dates.size() - 1).date().getYear() + 1;
    Map<Integer, List<StackBand>> byYear = new TreeMap<>();
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
                new IntegrityReport.Issue(
                    "year " + year,
                    "no image in the season",
                    "changes of this year are seen in the next composite"));
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
