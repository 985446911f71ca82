package org.heartwood.infra;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import org.heartwood.inference.local.LocalEvaluation;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code heartwood evaluate --plots}: predictions against a user's own plots. */
final class PlotOptions {
  private static final int REPLICATES = 2000;

  @Option(
      names = "--plots",
      required = true,
      paramLabel = "FILE",
      description =
          "reference plots: CSV with lon,lat or x,y, observed and unit, or GeoJSON points or"
              + " polygons with the properties observed and unit")
  private Path plots = Path.of("plots.csv");

  @Option(
      names = "--prediction",
      required = true,
      paramLabel = "FILE",
      description = "predictions for the place, as predict writes them")
  private Path prediction = Path.of("prediction.tif");

  @Option(
      names = "--recalibrate",
      paramLabel = "FILE",
      description = "learn a local recalibration from the plots and write it there, as JSON")
  private @Nullable Path recalibrate;

  @Option(
      names = "--block-m",
      defaultValue = "2000",
      paramLabel = "M",
      description =
          "side of the blocks of ground within which errors go together, metres (default:"
              + " ${DEFAULT-VALUE})")
  private double blockM = 2000;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "seed of the intervals (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(names = "--json", description = "print the report as JSON")
  private boolean json;

  /** Compares, prints the report and writes the recalibration if one was asked for. */
  void run(PrintWriter out) {
    LocalEvaluation.Request request =
        new LocalEvaluation.Request(plots, prediction, blockM, REPLICATES, seed);
    LocalEvaluation.Result result =
        recalibrate == null
            ? LocalEvaluation.evaluate(request)
            : LocalEvaluation.recalibrate(request, name(recalibrate), InstantSource.system());
    if (recalibrate != null) {
      result.recalibration().orElseThrow().write(recalibrate);
    }
    out.print(json ? StrictJson.line(result.report()) + "\n" : result.report().table());
    if (recalibrate != null && !json) {
      out.println("recalibration: " + recalibrate);
    }
    out.flush();
  }

  /** A recalibration is called as its file. */
  private static String name(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.json$", "");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new InputException(
          Reason.VALUE,
          file
              + ": the file gives the recalibration its name, which must have 1 to 64 letters,"
              + " digits, dots, hyphens and underscores");
    }
    return name;
  }
}
