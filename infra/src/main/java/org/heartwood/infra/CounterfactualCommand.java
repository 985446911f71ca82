package org.heartwood.infra;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.zonal.ZoneFeatures;
import org.heartwood.ingest.zonal.ZonePolygon;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.CounterfactualConfig;
import org.heartwood.verification.counterfactual.CounterfactualJob;
import org.heartwood.verification.counterfactual.EffectEstimate;
import org.heartwood.verification.counterfactual.Landscape;
import org.heartwood.verification.counterfactual.LandscapeFiles;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.heartwood.verification.monitor.CounterfactualOutputs;
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
    LandscapeFiles files =
        new LandscapeFiles(
            config, Objects.requireNonNull(file.toAbsolutePath().getParent()), access);
    Landscape landscape = files.landscape();
    Grid grid = landscape.grid();
    MapProjection projection = MapProjection.of(grid.crs());
    List<ZonePolygon> projects =
        ZoneFeatures.read(Path.of(files.located(config.projects())), projection, config.idField());
    requireOnMap(files.located(config.projects()), projects, grid);
    List<Geometry> others = new ArrayList<>();
    for (String other : config.otherProjects()) {
      ZoneFeatures.read(Path.of(files.located(other)), projection, null)
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
      CounterfactualOutputs.write(spark, out, config, results);
    }
    print(results);
    return 0;
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
