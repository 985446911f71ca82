package org.heartwood.infra;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.run.WholeFile;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.zonal.ZoneFeatures;
import org.heartwood.ingest.zonal.ZonePolygon;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.CounterfactualConfig;
import org.heartwood.verification.counterfactual.CounterfactualJob;
import org.heartwood.verification.counterfactual.CounterfactualTable;
import org.heartwood.verification.counterfactual.EffectEstimate;
import org.heartwood.verification.counterfactual.Landscape;
import org.heartwood.verification.counterfactual.LandscapeJob;
import org.heartwood.verification.counterfactual.MatchingCovariate;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.heartwood.verification.report.CounterfactualFigures;
import org.locationtech.jts.geom.Geometry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartwood counterfactual}: what would have happened without the project. */
@Command(
    name = "counterfactual",
    description =
        "Asks several estimators what a project's forest would have lost without it, ranks them"
            + " among places where nothing happened, and looks around the project.",
    mixinStandardHelpOptions = true)
final class CounterfactualCommand implements Callable<Integer> {
  private static final int TILE_PX = 512;
  private static final int TASKS_PER_CORE = 4;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "CONFIG",
      description = "JSON file, such as data-samples/guadeloupe/counterfactual.json")
  private Path file = Path.of("counterfactual.json");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "folder for tables, figures and counterfactual.json")
  private Path out = Path.of("out");

  @Mixin private RunOptions run = new RunOptions();
  @Mixin private AccessOptions accessOptions = new AccessOptions();

  @Override
  public Integer call() throws IOException {
    CounterfactualConfig config = CounterfactualConfig.read(file);
    DataAccess access = accessOptions.access();
    Grid grid;
    try (GeoTiffSource forest = GeoTiffSource.open(access, located(config.forest().raster()))) {
      grid = forest.grid();
    }
    Landscape landscape = landscape(config, access, grid);
    MapProjection projection = MapProjection.of(grid.crs());
    List<ZonePolygon> projects =
        ZoneFeatures.read(Path.of(located(config.projects())), projection, config.idField());
    requireOnMap(located(config.projects()), projects, grid);
    List<Geometry> others = new ArrayList<>();
    for (String other : config.otherProjects()) {
      ZoneFeatures.read(Path.of(located(other)), projection, null)
          .forEach(zone -> others.add(zone.polygons()));
    }
    List<ProjectResult> results;
    try (SparkSession spark = SparkSessions.open(run.master)) {
      int tasks = TASKS_PER_CORE * spark.sparkContext().defaultParallelism();
      results =
          CounterfactualJob.run(
              spark,
              new CounterfactualJob.Request(access, config, landscape, others, tasks),
              projects);
      Files.createDirectories(out);
      CounterfactualTable.write(spark, out, results);
    }
    write(config, results);
    print(results);
    return 0;
  }

  private String located(String place) {
    if (place.contains("://")) {
      return place;
    }
    return file.toAbsolutePath().resolveSibling(place).normalize().toString();
  }

  private Landscape landscape(CounterfactualConfig config, DataAccess access, Grid grid)
      throws IOException {
    List<Landscape.CovariateMap> maps = new ArrayList<>();
    for (CounterfactualConfig.Covariate covariate : config.covariates()) {
      requireCrs(access, located(covariate.raster()), grid);
      maps.add(
          new Landscape.CovariateMap(
              new MatchingCovariate(covariate.name(), covariate.unit(), covariate.caliper()),
              located(covariate.raster())));
    }
    List<String> classes = new ArrayList<>();
    for (String raster : config.classes()) {
      requireCrs(access, located(raster), grid);
      classes.add(located(raster));
    }
    return new Landscape(
        located(config.forest().raster()),
        grid,
        config.forest().timeline(),
        config.forest().lossCodes(),
        maps,
        classes,
        (int)
            Math.max(
                1, Math.round(config.surroundings().radiusM() / LandscapeJob.groundPixelM(grid))),
        config.surroundings().caliper(),
        config.cellPx(),
        TILE_PX);
  }

  private static void requireCrs(DataAccess access, String raster, Grid grid) throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(access, raster)) {
      if (!source.grid().crs().equals(grid.crs())) {
        throw new InputException(
            Reason.UNSUPPORTED,
            raster
                + ": is in "
                + source.grid().crs()
                + ", the forest map in "
                + grid.crs()
                + "; convert it with gdalwarp -t_srs "
                + grid.crs());
      }
    }
  }

  private static void requireOnMap(String outlines, List<ZonePolygon> projects, Grid grid) {
    for (ZonePolygon project : projects) {
      if (!grid.envelope().contains(project.polygons().getEnvelopeInternal())) {
        throw new InputException(
            Reason.OUTSIDE_AREA,
            outlines
                + ": project "
                + project.id()
                + " does not lie on the forest map, which covers "
                + Grid.shown(grid.envelope())
                + " in "
                + grid.crs()
                + "; check that both belong together");
      }
    }
  }

  /** The file says all choices; the results say what came of them. */
  private record Document(CounterfactualConfig config, List<ProjectResult> projects) {}

  private void write(CounterfactualConfig config, List<ProjectResult> results) throws IOException {
    WholeFile.write(
        out.resolve("counterfactual.json"), StrictJson.bytes(new Document(config, results)));
    for (ProjectResult result : results) {
      String name = result.project().replaceAll("[^A-Za-z0-9._-]", "-");
      figure(name + "-specifications.svg", CounterfactualFigures.specificationCurve(result));
      for (EffectEstimate estimate : result.result().estimates()) {
        if (!estimate.balance().isEmpty()) {
          figure(
              name
                  + "-balance-"
                  + estimate.specification().replaceAll("[^A-Za-z0-9]+", "-")
                  + ".svg",
              CounterfactualFigures.lovePlot(estimate));
        }
      }
    }
  }

  private void figure(String name, String svg) throws IOException {
    WholeFile.write(out.resolve(name), svg.getBytes(StandardCharsets.UTF_8));
  }

  private void print(List<ProjectResult> results) {
    PrintWriter writer = spec.commandLine().getOut();
    if (run.json) {
      writer.println(StrictJson.line(results));
    } else {
      for (ProjectResult result : results) {
        writer.printf(
            Locale.ROOT,
            "%s: %s. %s%n",
            result.project(),
            result.result().answer().verdict().label(),
            result.result().answer().headline());
        for (EffectEstimate estimate : result.result().estimates()) {
          writer.println("  " + line(estimate));
        }
      }
    }
    writer.flush();
  }

  private static String line(EffectEstimate estimate) {
    Estimate effect = estimate.avoidedPerYear();
    if (effect == null) {
      return estimate.specification() + ": cannot tell, " + estimate.reasonAgainst().orElse("");
    }
    return String.format(
        Locale.ROOT,
        "%s: %.3f %% a year avoided (%.3f to %.3f)%s",
        estimate.specification(),
        100 * effect.mean(),
        100 * effect.ci90Low(),
        100 * effect.ci90High(),
        estimate.reasonAgainst().map(reason -> "; carries no verdict: " + reason).orElse(""));
  }
}
