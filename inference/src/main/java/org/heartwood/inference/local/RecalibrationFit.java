package org.heartwood.inference.local;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.heartwood.inference.accuracy.Conformal;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * Fits {@code observed = a + b·predicted} by least squares on the deviations {@code d = observed −
 * predicted = c₀ + c₁·(predicted − mean predicted)}, and keeps the share {@code w = n/(n + 10)} of
 * it, n being the effective number of plots: the model counts as ten plots that found nothing to
 * correct. With few plots little is changed, with many the fit stands. {@code a = w·(c₀ − c₁·mean
 * predicted)}, {@code b = 1 + w·c₁}.
 *
 * <p>The standard error factor is the conformal quantile at 90 % of |observed − corrected| ÷
 * standard error, each plot corrected by a fit without its block, divided by 1.645.
 *
 * <p>What comes after correction is measured one level deeper: line and factor for a block are
 * learnt from the other blocks alone, by the same leaving out among them. With more than {@value
 * #MOST_FOLDS} blocks whole blocks are dealt to that many folds.
 */
final class RecalibrationFit {
  static final int LEAST_PLOTS = 20;
  static final int LEAST_BLOCKS = 8;
  static final int MOST_FOLDS = 50;

  /** Fewer scores cannot promise 90 % (nine are needed). */
  private static final int LEAST_OTHERS = 10;

  static final double COVERAGE_FRACTION = 0.9;

  private static final double MODEL_WORTH_PLOTS = 10;

  private final Measure unit;

  RecalibrationFit(Measure unit) {
    this.unit = unit;
  }

  /**
   * A correction.
   *
   * @param intercept a
   * @param slope b
   * @param shrinkageFraction w
   */
  record Line(double intercept, double slope, double shrinkageFraction) {}

  /**
   * What was fitted.
   *
   * @param line the correction, from all plots
   * @param standardErrorFactor the factor, from all plots
   * @param after every plot as corrected without its block
   */
  record Fitted(Line line, double standardErrorFactor, List<ComparedPlot> after) {
    Fitted {
      after = List.copyOf(after);
    }
  }

  /**
   * Fits.
   *
   * @throws InputException if there are too few plots or blocks, or predictions say nothing of the
   *     plots
   */
  Fitted fit(List<ComparedPlot> plots) {
    long blocks = plots.stream().mapToInt(ComparedPlot::block).distinct().count();
    if (plots.size() < LEAST_PLOTS || blocks < LEAST_BLOCKS) {
      throw new InputException(
          Reason.EMPTY,
          "a local recalibration needs at least "
              + LEAST_PLOTS
              + " plots in "
              + LEAST_BLOCKS
              + " blocks, were "
              + plots.size()
              + " in "
              + blocks
              + "; with fewer its own error would exceed what it corrects: measure more plots, or"
              + " farther apart");
    }
    for (Fold fold : folds(plots)) {
      if (fold.others().size() < LEAST_OTHERS) {
        throw new InputException(
            Reason.EMPTY,
            "a local recalibration needs at least "
                + LEAST_OTHERS
                + " plots outside of any one block, were "
                + fold.others().size()
                + " of "
                + plots.size()
                + "; measure plots farther apart");
      }
    }
    Line line = line(plots);
    if (!(line.slope() > 0)) {
      throw new InputException(
          Reason.VALUE,
          "predictions do not rise with observations here (slope "
              + line.slope()
              + "); a recalibration cannot mend that, the model says nothing of this place");
    }
    List<ComparedPlot> after = new ArrayList<>();
    for (Fold fold : folds(plots)) {
      Line learnt = line(fold.others());
      double factor = factor(fold.others());
      for (ComparedPlot plot : fold.held()) {
        after.add(plot.with(corrected(learnt, plot), factor * plot.standardError()));
      }
    }
    return new Fitted(line, factor(plots), after);
  }

  /** Plots of whole blocks, and those of all others. */
  private record Fold(List<ComparedPlot> held, List<ComparedPlot> others) {}

  private static List<Fold> folds(List<ComparedPlot> plots) {
    TreeMap<Integer, Integer> foldOfBlock = new TreeMap<>();
    for (ComparedPlot plot : plots) {
      foldOfBlock.computeIfAbsent(plot.block(), unseen -> foldOfBlock.size() % MOST_FOLDS);
    }
    List<Fold> folds = new ArrayList<>();
    for (int k = 0; k < Math.min(MOST_FOLDS, foldOfBlock.size()); k++) {
      List<ComparedPlot> held = new ArrayList<>();
      List<ComparedPlot> others = new ArrayList<>();
      for (ComparedPlot plot : plots) {
        Integer fold = foldOfBlock.get(plot.block());
        (fold != null && fold.equals(k) ? held : others).add(plot);
      }
      folds.add(new Fold(held, others));
    }
    return folds;
  }

  static Line line(List<ComparedPlot> plots) {
    int n = plots.size();
    double meanX = plots.stream().mapToDouble(ComparedPlot::predicted).sum() / n;
    double meanD = -plots.stream().mapToDouble(ComparedPlot::error).sum() / n;
    double xx = 0;
    double xd = 0;
    for (ComparedPlot plot : plots) {
      double x = plot.predicted() - meanX;
      xx += x * x;
      xd += x * (-plot.error() - meanD);
    }
    double tilt = xx > 0 ? xd / xx : 0;
    double effective = n / LocalAccuracy.designEffect(plots, ComparedPlot::error);
    double kept = effective / (effective + MODEL_WORTH_PLOTS);
    return new Line(kept * (meanD - tilt * meanX), 1 + kept * tilt, kept);
  }

  private double factor(List<ComparedPlot> plots) {
    List<Double> scores = new ArrayList<>();
    for (Fold fold : folds(plots)) {
      Line learnt = line(fold.others());
      for (ComparedPlot plot : fold.held()) {
        scores.add(Math.abs(corrected(learnt, plot) - plot.observed()) / plot.standardError());
      }
    }
    double factor =
        Conformal.quantile(
                scores.stream().mapToDouble(Double::doubleValue).toArray(), COVERAGE_FRACTION)
            / Conformal.NORMAL_90;
    if (!(factor > 0)) {
      throw new InputException(
          Reason.VALUE,
          "nine in ten plots equal their predictions exactly; they seem to be the predictions");
    }
    return factor;
  }

  private double corrected(Line line, ComparedPlot plot) {
    return unit.clipped(line.intercept() + line.slope() * plot.predicted());
  }
}
