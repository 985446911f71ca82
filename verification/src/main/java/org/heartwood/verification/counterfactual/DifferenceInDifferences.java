package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.heartwood.verification.carbon.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * How the loss rate changed at the start inside, beside how it changed outside.
 *
 * <pre>r(A, i, j) = lost in A from date i to date j / forest in A at i / years from i to j
 * avoided a year by t = [r(C, s, t) − r(C, p, s)] − [r(T, s, t) − r(T, p, s)]</pre>
 *
 * <p>with {@code s} the start, {@code p} the first date that counts, {@code T} the area and {@code
 * C} the cells outside. It rests on parallel trends: without the project both rates would have
 * moved alike. That is tested on each pair of neighbouring periods before the start by the same
 * formula; when the 90 % interval of one of them leaves out zero, the estimate may not carry a
 * verdict, and without two periods before the start it cannot be tested at all. The tests' level is
 * shared out among the pairs (Bonferroni).
 *
 * <p>Units are areas, not pixels: with pixels that can be lost once, fixed effects of pixels drop
 * the very comparison (Garcia and Heilmayr 2024, doi:10.1016/j.jeem.2024.102993). The interval
 * draws squares of ground with replacement, inside and outside.
 */
public final class DifferenceInDifferences implements Estimator {
  private static final int MIN_BLOCKS = 5;

  private final CellSettings settings;
  private final int prePeriods;

  private DifferenceInDifferences(CellSettings settings, int prePeriods) {
    this.settings = settings;
    this.prePeriods = prePeriods;
  }

  /** With all periods before the start. */
  public static DifferenceInDifferences with(CellSettings settings) {
    return new DifferenceInDifferences(settings, Integer.MAX_VALUE);
  }

  /** With the last periods before the start only; trends are tested on all. */
  public DifferenceInDifferences afterPrePeriods(int periods) {
    if (periods < 1) {
      throw new IllegalArgumentException("at least one period must come before the start");
    }
    return new DifferenceInDifferences(settings, periods);
  }

  @Override
  public Family family() {
    return Family.DIFFERENCE_IN_DIFFERENCES;
  }

  @Override
  public String specification() {
    return "difference in differences"
        + (prePeriods == Integer.MAX_VALUE ? "" : ", last " + prePeriods + " periods before");
  }

  @Override
  public EffectEstimate estimate(Study study) {
    Timeline timeline = study.timeline();
    int start = timeline.startIndex();
    String reason = reasonAgainst(study);
    if (reason != null) {
      return EffectEstimate.cannotTell(family(), specification(), reason, List.of());
    }
    Sides sides = new Sides(study, settings.blockCells());
    if (sides.inside.size() < MIN_BLOCKS || sides.outside.size() < MIN_BLOCKS) {
      return EffectEstimate.cannotTell(
          family(),
          specification(),
          "the cells lie in "
              + sides.inside.size()
              + " squares of ground inside and "
              + sides.outside.size()
              + " outside ("
              + MIN_BLOCKS
              + " needed on both sides)",
          List.of());
    }
    int first = Math.max(0, start - Math.min(start, prePeriods));
    double[][] drawnIn = sides.resampled(sides.inside, settings, study.seed(), 0);
    double[][] drawnOut = sides.resampled(sides.outside, settings, study.seed(), 1);
    List<YearEffect> years = new ArrayList<>();
    Estimate rate = null;
    for (int date = start + 1; date < timeline.dates(); date++) {
      int span = timeline.span(start, date);
      rate = sides.difference(drawnIn, drawnOut, first, start, date);
      double observed = (sides.in[start] - sides.in[date]) / sides.in[start];
      years.add(
          new YearEffect(
              timeline.years().get(date),
              observed,
              observed + rate.mean() * span,
              rate.times(span)));
    }
    List<String> warnings = new ArrayList<>();
    String fault = trendFault(sides, drawnIn, drawnOut, start, warnings);
    return new EffectEstimate(
        family(),
        specification(),
        null,
        years,
        rate,
        String.format(
            Locale.ROOT,
            "%d cells in %d squares of ground; the area has %d cells in %d squares",
            sides.outside.blocks().stream().mapToInt(block -> block.length).sum(),
            sides.outside.size(),
            sides.inside.blocks().stream().mapToInt(block -> block.length).sum(),
            sides.inside.size()),
        List.of(),
        0,
        fault,
        warnings);
  }

  /** Why there is nothing to compare; null if there is. */
  static @Nullable String reasonAgainst(Study study) {
    Timeline timeline = study.timeline();
    if (study.forestPx(Role.TREATED, timeline.startIndex()) == 0) {
      return "the area held no forest at the start";
    }
    if (study.forestPx(Role.CONTROL, timeline.startIndex()) == 0) {
      return "no forest is left outside to compare with";
    }
    return timeline.prePeriods() == 0 ? "no map is older than the start" : null;
  }

  private @Nullable String trendFault(
      Sides sides, double[][] drawnIn, double[][] drawnOut, int start, List<String> warnings) {
    if (start < 2) {
      return "trends before the start cannot be tested: there is one period (2 needed)";
    }
    String fault = null;
    for (int date = 2; date <= start; date++) {
      Estimate trend = sides.difference(drawnIn, drawnOut, date - 2, date - 1, date, start - 1);
      warnings.add(
          String.format(
              Locale.ROOT,
              "before the start, from period %d to %d, the same formula gives %.5f a year (%.5f to"
                  + " %.5f)",
              date - 1,
              date,
              trend.mean(),
              trend.ci90Low(),
              trend.ci90High()));
      if (trend.ci90Low() > 0 || trend.ci90High() < 0) {
        fault = "trends part before the start";
      }
    }
    return fault;
  }

  /** Forest of both sides at every date, as it is and resampled. */
  private static final class Sides {
    private final Timeline timeline;
    private final CellPanel panel;
    private final CellBlocks inside;
    private final CellBlocks outside;
    private final double[] in;
    private final double[] out;

    Sides(Study study, int blockCells) {
      this.timeline = study.timeline();
      this.panel = study.panel();
      this.inside = CellBlocks.of(study, Role.TREATED, blockCells);
      this.outside = CellBlocks.of(study, Role.CONTROL, blockCells);
      this.in = totals(study, Role.TREATED);
      this.out = totals(study, Role.CONTROL);
    }

    private double[] totals(Study study, Role role) {
      double[] totals = new double[timeline.dates()];
      for (int date = 0; date < totals.length; date++) {
        totals[date] = study.forestPx(role, date);
      }
      return totals;
    }

    double[][] resampled(CellBlocks blocks, CellSettings settings, long seed, int side) {
      int dates = timeline.dates();
      double[][] byBlock = new double[blocks.size()][dates];
      for (int b = 0; b < byBlock.length; b++) {
        for (int cell : blocks.blocks().get(b)) {
          for (int date = 0; date < dates; date++) {
            byBlock[b][date] += panel.forestPx(cell, date);
          }
        }
      }
      double[][] drawn = new double[settings.resamples()][dates];
      for (int r = 0; r < drawn.length; r++) {
        int[] times = Resampling.drawn(byBlock.length, settings.seed() ^ seed, 2 * r + side);
        for (int b = 0; b < times.length; b++) {
          for (int date = 0; date < dates; date++) {
            drawn[r][date] += times[b] * byBlock[b][date];
          }
        }
      }
      return drawn;
    }

    Estimate difference(double[][] drawnIn, double[][] drawnOut, int before, int at, int after) {
      return difference(drawnIn, drawnOut, before, at, after, 1);
    }

    /**
     * The change of the rates outside less that inside, a year.
     *
     * @param tests number of tests among which the level is shared
     */
    Estimate difference(
        double[][] drawnIn, double[][] drawnOut, int before, int at, int after, int tests) {
      double[] resamples = new double[drawnIn.length];
      for (int r = 0; r < resamples.length; r++) {
        resamples[r] =
            change(drawnOut[r], before, at, after) - change(drawnIn[r], before, at, after);
      }
      double value = change(out, before, at, after) - change(in, before, at, after);
      Estimate estimate = Resampling.interval(value, resamples);
      if (tests == 1) {
        return estimate;
      }
      Arrays.sort(resamples);
      double mean = Resampling.mean(resamples);
      return new Estimate(
          value,
          estimate.standardError(),
          value + Math.min(0, Resampling.quantile(resamples, 0.05 / tests) - mean),
          value + Math.max(0, Resampling.quantile(resamples, 1 - 0.05 / tests) - mean));
    }

    private double change(double[] forest, int before, int at, int after) {
      return rate(forest, at, after) - rate(forest, before, at);
    }

    private double rate(double[] forest, int from, int to) {
      return forest[from] == 0
          ? 0
          : (forest[from] - forest[to]) / forest[from] / timeline.span(from, to);
    }
  }
}
