package org.heartwood.verification.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.product.Product;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.zonal.ZonePolygon;
import org.heartwood.verification.change.ChangeSettings;
import org.heartwood.verification.counterfactual.CellSettings;
import org.heartwood.verification.counterfactual.CounterfactualConfig;
import org.heartwood.verification.counterfactual.CounterfactualJob;
import org.heartwood.verification.counterfactual.LandscapeFiles;
import org.heartwood.verification.counterfactual.MatchingSettings;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.heartwood.verification.growth.GrowthPlot;
import org.heartwood.verification.growth.GrowthTable;
import org.heartwood.verification.layer.RasterLayersJob;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;

/**
 * Asks the estimators what the project's forest would have lost without it, on the history that the
 * run itself read. Choices that depend on the size of the project are made here, and written down:
 * {@code heartwood counterfactual counterfactual/config.json} in the result's folder does the same
 * again.
 */
final class Counterfactuals {
  private static final String FOLDER = "counterfactual";
  private static final String HISTORY = "rasters/forest_history.tif";

  /** Sampled pixels wanted in the project: the draws take a tenth of them each. */
  private static final double SAMPLED_PX = 400;

  /** One pixel in four hectares of 30 m pixels, as in the PACT methodology; never fewer. */
  private static final int WIDEST_STEP_PX = 7;

  /** Cells of the project that are wanted, so that covariates and blocks can be told apart. */
  private static final double CELLS = 100;

  private static final int LARGEST_CELL_PX = 16;
  private static final int BLOCK_CELLS = 4;

  /**
   * Circle in which forest and loss are counted: that of the sample landscape, if there is room.
   */
  private static final double SURROUNDINGS_M = 2000;

  private static final double SURROUNDINGS_SHARE_OF_RADIUS = 0.1;
  private static final double SURROUNDINGS_CALIPER = 0.1;

  /** Partners lie at most twice, and at least half, as far from the forest's edge. */
  private static final double EDGE_CALIPER = 1;

  private static final int MIN_DONORS = 10;
  private static final int MIN_PRE_PERIODS = 5;
  private static final int TASKS_PER_CORE = 4;

  private final SparkSession spark;
  private final Assessment assessment;
  private final ChangeSettings settings;
  private final List<MultiPolygon> neighboursLonLat;
  private final Path result;

  /**
   * The estimators of one run.
   *
   * @param neighboursLonLat other projects, which are no controls
   * @param result folder of the result, or of a run that leaves none
   */
  Counterfactuals(
      SparkSession spark,
      Assessment assessment,
      ChangeSettings settings,
      List<MultiPolygon> neighboursLonLat,
      Path result) {
    this.spark = spark;
    this.assessment = assessment;
    this.settings = settings;
    this.neighboursLonLat = List.copyOf(neighboursLonLat);
    this.result = result;
  }

  /**
   * Looks at the maps that the dossier names as covariates, before the long steps of a run.
   *
   * @throws org.heartwood.ingest.issue.InputException if one cannot be read, or lies in another CRS
   *     than the history
   */
  static void requireMaps(Assessment assessment) throws IOException {
    Dossier dossier = assessment.file().dossier();
    List<String> paths = new ArrayList<>();
    for (Dossier.CovariateReference covariate : dossier.method().counterfactual().covariates()) {
      paths.add(dossier.sources().map(covariate.map()).path());
    }
    for (String id : dossier.method().counterfactual().classes()) {
      paths.add(dossier.sources().map(id).path());
    }
    for (String path : paths) {
      LandscapeFiles.requireCrs(
          DataAccess.standard(),
          assessment.file().resolve(path).toString(),
          assessment.grid().crs(),
          "the forest's history");
    }
  }

  /** Dates of the history: from the first composite to the end of the claimed vintages. */
  private static int[] dates(ChangeSettings settings) {
    return Arrays.stream(settings.years()).filter(year -> year <= settings.endYear()).toArray();
  }

  /**
   * Runs all estimators.
   *
   * @param change {@link org.heartwood.verification.change.ChangeTable}, written as {@code
   *     rasters/forest_history.tif} first
   * @throws org.heartwood.ingest.issue.InputException if a covariate cannot be read
   */
  ProjectResult run(Dataset<Row> change, TileGrid tiles) throws IOException {
    Path rasters = Files.createDirectories(result.resolve(HISTORY).getParent());
    int[] dates = dates(settings);
    RasterLayersJob.history(
        change, tiles, dates, Arrays.binarySearch(dates, settings.startYear()), rasters);
    CounterfactualConfig config =
        config(
            result.resolve(HISTORY).toString(), path -> assessment.file().resolve(path).toString());
    DataAccess access = DataAccess.standard();
    int tasks = TASKS_PER_CORE * spark.sparkContext().defaultParallelism();
    return CounterfactualJob.run(
            spark,
            new CounterfactualJob.Request(
                access,
                config,
                new LandscapeFiles(config, result, access).landscape(),
                neighbours(),
                tasks),
            List.of(new ZonePolygon(id(), assessment.projectOnGrid())))
        .get(0);
  }

  /**
   * Writes what the estimators were asked and what came of it.
   *
   * @param growth plots by which growth was compared; none where it was not
   */
  void write(ProjectResult found, List<GrowthPlot> growth) throws IOException {
    Path folder = Files.createDirectories(result.resolve(FOLDER));
    CounterfactualConfig config = config("../" + HISTORY, path -> path);
    Files.write(folder.resolve("config.json"), StrictJson.bytes(config));
    write(folder.resolve("project.geojson"), List.of(assessment.projectOnGrid()));
    if (!neighboursLonLat.isEmpty()) {
      write(folder.resolve("neighbours.geojson"), neighbours());
    }
    CounterfactualOutputs.write(spark, folder, config, List.of(found));
    if (!growth.isEmpty()) {
      GrowthTable.write(spark, folder, growth);
    }
  }

  private List<Geometry> neighbours() {
    MapProjection projection = MapProjection.of(assessment.grid().crs());
    return neighboursLonLat.stream().map(projection::project).toList();
  }

  private String id() {
    return assessment.file().dossier().project().id();
  }

  private CounterfactualConfig config(String history, UnaryOperator<String> located) {
    Dossier dossier = assessment.file().dossier();
    Dossier.Method method = dossier.method();
    double pixelM = assessment.grid().pixelSize();
    double projectPx = assessment.projectOnGrid().getArea() / (pixelM * pixelM);
    int cellPx = cellPx(projectPx);
    int[] dates = dates(settings);
    return new CounterfactualConfig(
        dossier.illustrative(),
        new CounterfactualConfig.Forest(
            history,
            IntStream.of(dates).boxed().toList(),
            IntStream.rangeClosed(1, dates.length).boxed().toList(),
            settings.startYear(),
            Dossier.NoData.UNKNOWN),
        "project.geojson",
        "id",
        neighboursLonLat.isEmpty() ? List.of() : List.of("neighbours.geojson"),
        covariates(dossier, located),
        method.counterfactual().classes().stream()
            .map(id -> located.apply(dossier.sources().map(id).path()))
            .toList(),
        new CounterfactualConfig.Surroundings(
            Math.min(SURROUNDINGS_M, SURROUNDINGS_SHARE_OF_RADIUS * method.comparisonRadiusM()),
            SURROUNDINGS_CALIPER,
            EDGE_CALIPER),
        method.leakageBeltWidthM(),
        method.counterfactual().ringsM().stream()
            .filter(edge -> edge < method.comparisonRadiusM())
            .toList(),
        method.leakageBeltWidthM(),
        method.counterfactual().placebos(),
        new MatchingSettings(
            (int)
                Math.max(
                    1, Math.min(WIDEST_STEP_PX, Math.round(Math.sqrt(projectPx / SAMPLED_PX)))),
            100,
            0.1,
            16,
            100,
            BLOCK_CELLS * cellPx,
            400,
            method.seed()),
        cellPx,
        new CellSettings(BLOCK_CELLS, 400, MIN_DONORS, MIN_PRE_PERIODS, method.seed()));
  }

  /** The largest power of two with which the project has cells enough. */
  static int cellPx(double projectPx) {
    int edge = 1;
    while (edge < LARGEST_CELL_PX && 4.0 * edge * edge * CELLS <= projectPx) {
      edge *= 2;
    }
    return edge;
  }

  private List<CounterfactualConfig.Covariate> covariates(
      Dossier dossier, UnaryOperator<String> located) {
    List<CounterfactualConfig.Covariate> covariates = new ArrayList<>();
    for (Dossier.CovariateReference reference : dossier.method().counterfactual().covariates()) {
      Dossier.MapReference map = dossier.sources().map(reference.map());
      covariates.add(
          new CounterfactualConfig.Covariate(
              map.id(),
              map.product() == Product.ELEVATION
                  ? "m"
                  : Objects.requireNonNullElse(map.unit(), "units of the map"),
              reference.caliper(),
              located.apply(map.path())));
    }
    return covariates;
  }

  /** Coordinates of the grid, every digit, so that a run from this file gives the same bytes. */
  private void write(Path file, List<Geometry> polygons) throws IOException {
    List<Object> features = new ArrayList<>();
    for (Geometry polygon : polygons) {
      features.add(
          member(
              "Feature",
              "properties",
              Map.of("id", polygons.size() == 1 ? id() : "neighbour " + (features.size() + 1)),
              "geometry",
              member("MultiPolygon", "coordinates", coordinates(polygon))));
    }
    Map<String, Object> crs = member("name", "properties", Map.of("name", assessment.grid().crs()));
    Files.write(
        file, StrictJson.bytes(member("FeatureCollection", "crs", crs, "features", features)));
  }

  private static Map<String, Object> member(String type, Object... namesAndValues) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", type);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return members;
  }

  private static List<List<List<double[]>>> coordinates(Geometry polygons) {
    List<List<List<double[]>>> parts = new ArrayList<>();
    for (int i = 0; i < polygons.getNumGeometries(); i++) {
      Polygon polygon = (Polygon) polygons.getGeometryN(i);
      List<List<double[]>> rings = new ArrayList<>(List.of(ring(polygon.getExteriorRing())));
      for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
        rings.add(ring(polygon.getInteriorRingN(hole)));
      }
      parts.add(rings);
    }
    return parts;
  }

  private static List<double[]> ring(LinearRing ring) {
    return Arrays.stream(ring.getCoordinates())
        .map(corner -> new double[] {corner.x, corner.y})
        .toList();
  }
}
