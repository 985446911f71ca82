package org.heartwood.inference.local;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * Compares a raster of predictions with a user's own reference plots, and learns a local
 * recalibration from them if asked. The same inputs and seed give the same report.
 */
public final class LocalEvaluation {
  // Items of a prediction's metadata.
  private static final String MODEL_ITEM = "MODEL";
  private static final String MODEL_SHA256_ITEM = "MODEL_SHA256";
  private static final String RECALIBRATION_ITEM = "RECALIBRATION";
  private static final String RECALIBRATION_SHA256_ITEM = "RECALIBRATION_SHA256";

  private static final List<Double> PER_CENT_EDGES = List.of(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);

  private LocalEvaluation() {}

  /** Metadata by which predictions name the recalibration that was applied to them. */
  public static Map<String, String> items(Recalibration recalibration) {
    return Map.of(
        RECALIBRATION_ITEM,
        recalibration.name(),
        RECALIBRATION_SHA256_ITEM,
        recalibration.sha256());
  }

  /**
   * What to compare.
   *
   * @param plots CSV or GeoJSON of reference plots
   * @param prediction GeoTIFF: band 1 mean, band 2 standard error
   * @param blockSideM side of the blocks within which errors may go together, metres, > 0
   * @param replicates bootstrap samples
   * @param seed seed of the bootstrap
   */
  public record Request(Path plots, Path prediction, double blockSideM, int replicates, long seed) {
    public Request {
      if (!(blockSideM > 0) || replicates < 100) {
        throw new InputException(
            Reason.VALUE,
            "blocks must be > 0 m and bootstrap samples >= 100, were "
                + blockSideM
                + " and "
                + replicates);
      }
    }
  }

  /**
   * What came out.
   *
   * @param report the report
   * @param recalibration the correction, if one was asked for
   */
  public record Result(LocalReport report, Optional<Recalibration> recalibration) {}

  /**
   * Compares.
   *
   * @throws InputException if a file cannot be used
   */
  public static Result evaluate(Request request) {
    return run(request, Optional.empty());
  }

  /**
   * Compares, and learns a correction.
   *
   * @param name name of the correction
   * @param clock dates it
   * @throws InputException if a file cannot be used, the prediction names no model or is
   *     recalibrated already, or there are too few plots
   */
  public static Result recalibrate(Request request, String name, InstantSource clock) {
    return run(request, Optional.of(new Wanted(name, clock)));
  }

  /** A correction that is asked for. */
  private record Wanted(String name, InstantSource clock) {}

  private static Result run(Request request, Optional<Wanted> wanted) {
    try (PredictionRaster raster = PredictionRaster.open(request.prediction())) {
      PlotFile.Plots plots = PlotFile.read(request.plots(), raster.projection(), raster.unit());
      PredictionRaster.Comparison comparison = raster.compare(plots.plots(), request.blockSideM());
      LocalAccuracy accuracy = new LocalAccuracy(request.replicates(), request.seed());
      Accuracy all = accuracy.of(comparison.compared());
      Optional<RecalibrationFit.Fitted> fitted =
          wanted.map(
              asked -> {
                requireCorrectable(request.prediction(), raster);
                return new RecalibrationFit(plots.unit()).fit(comparison.compared());
              });
      Optional<Accuracy> after = fitted.map(found -> accuracy.of(found.after()));
      LocalReport report =
          new LocalReport(
              request.prediction().toString(),
              raster.item(MODEL_ITEM),
              raster.item(MODEL_SHA256_ITEM),
              raster.item(RECALIBRATION_ITEM),
              plots.sha256(),
              plots.unit().name(),
              request.blockSideM(),
              all,
              accuracy.byPrediction(
                  comparison.compared(), edges(plots.unit(), comparison.compared())),
              LocalReport.BiasVerdict.of(all.bias()),
              comparison.leftOut(),
              after.orElse(null));
      return new Result(
          report,
          fitted.map(
              found -> recalibration(wanted.orElseThrow(), report, found, after.orElseThrow())));
    }
  }

  private static void requireCorrectable(Path file, PredictionRaster raster) {
    if (raster.item(MODEL_SHA256_ITEM).isEmpty()) {
      throw new InputException(
          Reason.MISSING,
          file
              + ": does not say which model made it (metadata item "
              + MODEL_SHA256_ITEM
              + "), so a recalibration could not name what it corrects; write it with heartwood"
              + " predict");
    }
    if (!raster.item(RECALIBRATION_ITEM).isEmpty()) {
      throw new InputException(
          Reason.VALUE,
          file
              + ": is recalibrated already, by "
              + raster.item(RECALIBRATION_ITEM)
              + "; learn a recalibration from the model's own predictions");
    }
  }

  /** Cover by twenties; other quantities by quarters of their range. */
  private static List<Double> edges(Measure unit, List<ComparedPlot> plots) {
    if (unit.equals(Measure.PER_CENT)) {
      return PER_CENT_EDGES;
    }
    if (unit.equals(Measure.FRACTION)) {
      return PER_CENT_EDGES.stream().map(edge -> edge / 100).toList();
    }
    double low = plots.stream().mapToDouble(ComparedPlot::predicted).min().orElseThrow();
    double high = plots.stream().mapToDouble(ComparedPlot::predicted).max().orElseThrow();
    return low == high
        ? List.of(low, high)
        : Stream.of(0.0, 0.25, 0.5, 0.75, 1.0).map(part -> low + part * (high - low)).toList();
  }

  private static Recalibration recalibration(
      Wanted wanted, LocalReport report, RecalibrationFit.Fitted fitted, Accuracy after) {
    Accuracy before = report.all();
    return new Recalibration(
        wanted.name(),
        LocalDate.ofInstant(wanted.clock().instant(), ZoneOffset.UTC),
        report.model(),
        report.modelSha256(),
        report.plotsSha256(),
        before.plots(),
        before.blocks(),
        report.blockSideM(),
        report.unit(),
        fitted.line().intercept(),
        fitted.line().slope(),
        fitted.line().shrinkageFraction(),
        fitted.standardErrorFactor(),
        RecalibrationFit.COVERAGE_FRACTION,
        before.bias().value(),
        after.bias().value(),
        before.rmse().value(),
        after.rmse().value(),
        "Holds for the place, season and image of its plots only; their own measurement error is"
            + " not taken off");
  }
}
