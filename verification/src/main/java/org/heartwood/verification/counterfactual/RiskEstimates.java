package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.heartwood.verification.counterfactual.RiskAllocation.PredictionError;
import org.heartwood.verification.counterfactual.RiskMap.MapError;

/**
 * What counts by class of vulnerability say of an area: the loss that its forest would have had at
 * the rates of its classes, less what it had.
 *
 * <pre>
 * since the start:   expected(t) = Σ_c n_c · lost_c(t) / forest_c      of the land outside
 * before the start:  expected(t) = Σ_c n_c · d_c · years(t),           d_c = RF_c · AR
 * </pre>
 *
 * <p>{@code n_c} are the area's forest pixels of class c at the start. {@code RF_c} is the share of
 * the class lost before the start, and AR scales all classes until the landscape's forest at the
 * start loses as much a year as before it (VT0007 v1, {@link RiskAllocation}). Intervals draw
 * squares of ground with replacement, inside and outside.
 */
final class RiskEstimates {
  private static final String SINCE = "risk map, rates outside since the start";
  private static final String BEFORE = "risk map, rates before the start (VT0007)";

  private final Timeline timeline;
  private final RiskCounts landscape;
  private final double[][] outside;
  private final double[][][] outsideDrawn;
  private final double[] densities;
  private final double[][] densitiesDrawn;
  private final int resamples;
  private final long seed;

  /**
   * Rates of the classes.
   *
   * @param landscape all pixels
   * @param outside those that may be controls
   */
  RiskEstimates(
      Timeline timeline, RiskCounts landscape, RiskCounts outside, int resamples, long seed) {
    this.timeline = timeline;
    this.landscape = landscape;
    this.outside = outside.totals();
    this.outsideDrawn = outside.resampled(resamples, seed);
    this.densities = densities(landscape.totals());
    double[][][] drawn = landscape.resampled(resamples, seed + 1);
    this.densitiesDrawn = new double[resamples][];
    for (int r = 0; r < resamples; r++) {
      densitiesDrawn[r] = densities(drawn[r]);
    }
    this.resamples = resamples;
    this.seed = seed;
  }

  /** Loss a year of a forest pixel of each class, as before the start; 0 for class 0. */
  private double[] densities(double[][] totals) {
    int years = timeline.span(0, timeline.startIndex());
    List<Double> frequencies = new ArrayList<>();
    List<Long> pixels = new ArrayList<>();
    double lost = 0;
    for (int c = 1; c <= RiskCounts.CLASSES; c++) {
      double forest = totals[c][RiskCounts.BEFORE_FOREST];
      frequencies.add(forest > 0 ? totals[c][RiskCounts.BEFORE_LOST] / forest / years : 0.0);
      pixels.add(Math.round(totals[c][RiskCounts.START_FOREST]));
      lost += totals[c][RiskCounts.BEFORE_LOST];
    }
    List<Double> scaled =
        RiskAllocation.adjusted(frequencies, pixels, 1, lost / years).densitiesHa();
    double[] out = new double[RiskCounts.CLASSES + 1];
    for (int c = 1; c <= RiskCounts.CLASSES; c++) {
      out[c] = scaled.get(c - 1);
    }
    return out;
  }

  /** Both estimates of the project, which is masked and so not outside. */
  List<EffectEstimate> ofProject(RiskCounts project) {
    return of(project, outside);
  }

  /** Both estimates of a place outside; its own pixels are no controls of it. */
  List<EffectEstimate> ofPlace(RiskCounts place) {
    return of(place, less(outside, place.totals()));
  }

  private List<EffectEstimate> of(RiskCounts area, double[][] rest) {
    double forest = sum(area.totals(), RiskCounts.START_FOREST);
    if (forest == 0) {
      return List.of(
          untold(SINCE, "the area held no forest at the start"),
          untold(BEFORE, "the area held no forest at the start"));
    }
    if (sum(rest, RiskCounts.START_FOREST) == 0) {
      return List.of(untold(SINCE, "no forest is left outside to compare with"), before(area));
    }
    return List.of(since(area, rest, forest), before(area));
  }

  private static EffectEstimate untold(String specification, String reason) {
    return EffectEstimate.cannotTell(Family.RISK_MAP, specification, reason, List.of());
  }

  private EffectEstimate since(RiskCounts area, double[][] rest, double forest) {
    double[][] own = area.totals();
    double unmatched = 0;
    for (int c = 1; c <= RiskCounts.CLASSES; c++) {
      unmatched += rest[c][RiskCounts.START_FOREST] > 0 ? 0 : own[c][RiskCounts.START_FOREST];
    }
    return told(
        SINCE,
        years(
            area,
            (pixels, date) -> expected(pixels, rest, at(date)),
            r -> (pixels, date) -> expected(pixels, outsideDrawn[r], at(date))),
        rest,
        unmatched / forest);
  }

  private EffectEstimate before(RiskCounts area) {
    return told(
        BEFORE,
        years(
            area,
            (pixels, date) -> predicted(pixels, densities, date),
            r -> (pixels, date) -> predicted(pixels, densitiesDrawn[r], date)),
        landscape.totals(),
        0);
  }

  /** What share of an area's forest would have been lost by a date. */
  private interface Expectation {
    double of(double[][] area, int date);
  }

  private List<YearEffect> years(
      RiskCounts area, Expectation best, IntFunction<Expectation> drawnExpectation) {
    double[][] own = area.totals();
    double[][][] drawn = area.resampled(resamples, seed + 2);
    List<YearEffect> years = new ArrayList<>();
    for (int date = timeline.startIndex() + 1; date < timeline.dates(); date++) {
      double[] avoided = new double[resamples];
      for (int r = 0; r < resamples; r++) {
        avoided[r] = drawnExpectation.apply(r).of(drawn[r], date) - observed(drawn[r], at(date));
      }
      double observed = observed(own, at(date));
      double expected = best.of(own, date);
      years.add(
          new YearEffect(
              timeline.years().get(date),
              observed,
              expected,
              Resampling.interval(expected - observed, avoided)));
    }
    return years;
  }

  /** Place of the loss up to a date within an entry. */
  private int at(int date) {
    return RiskCounts.START_FOREST + date - timeline.startIndex();
  }

  private EffectEstimate told(
      String specification, List<YearEffect> years, double[][] compared, double unmatched) {
    int span = timeline.span(timeline.startIndex(), timeline.dates() - 1);
    return new EffectEstimate(
        Family.RISK_MAP,
        specification,
        null,
        years,
        years.get(years.size() - 1).avoidedFraction().times(1.0 / span),
        String.format(
            Locale.ROOT,
            "%.0f forest pixels in %d classes of distance to the forest's edge",
            sum(compared, RiskCounts.START_FOREST),
            RiskCounts.CLASSES),
        List.of(),
        unmatched,
        "it looks at the distance to the forest's edge alone",
        List.of());
  }

  /** Share of an area's forest lost by a date; 0 for a draw without forest. */
  private static double observed(double[][] area, int at) {
    double forest = sum(area, RiskCounts.START_FOREST);
    return forest == 0 ? 0 : sum(area, at) / forest;
  }

  /** Share of an area's forest that its classes lose at the rates of others. */
  private static double expected(double[][] area, double[][] rates, int at) {
    double lost = 0;
    double forest = 0;
    for (int c = 1; c <= RiskCounts.CLASSES; c++) {
      double with = rates[c][RiskCounts.START_FOREST];
      if (with > 0) {
        lost += area[c][RiskCounts.START_FOREST] * rates[c][at] / with;
        forest += area[c][RiskCounts.START_FOREST];
      }
    }
    return forest == 0 ? 0 : lost / forest;
  }

  private double predicted(double[][] area, double[] densities, int date) {
    int years = timeline.span(timeline.startIndex(), date);
    double lost = 0;
    for (int c = 1; c <= RiskCounts.CLASSES; c++) {
      lost += area[c][RiskCounts.START_FOREST] * densities[c] * years;
    }
    double forest = sum(area, RiskCounts.START_FOREST);
    return forest == 0 ? 0 : Math.min(1, lost / forest);
  }

  private static double sum(double[][] totals, int at) {
    double sum = 0;
    for (int c = 1; c <= RiskCounts.CLASSES; c++) {
      sum += totals[c][at];
    }
    return sum;
  }

  private static double[][] less(double[][] all, double[][] part) {
    double[][] out = new double[all.length][all[0].length];
    for (int c = 0; c < all.length; c++) {
      for (int i = 0; i < out[c].length; i++) {
        out[c][i] = Math.max(0, all[c][i] - part[c][i]);
      }
    }
    return out;
  }

  /**
   * Errors of three maps of the same blocks: classes of distance, a moving window, and one rate for
   * all.
   *
   * @param fitYears years of the first half before the start
   * @param tryYears years of the second
   * @param pixelHa area of a pixel
   */
  List<MapError> errors(int fitYears, int tryYears, double pixelHa) {
    double[][] totals = landscape.totals();
    double[] rates = new double[RiskCounts.CLASSES + 1];
    for (int c = 1; c <= RiskCounts.CLASSES; c++) {
      double forest = totals[c][RiskCounts.FIT_FOREST];
      rates[c] = forest > 0 ? totals[c][RiskCounts.FIT_LOST] / forest : 0;
    }
    double one = sum(totals, RiskCounts.FIT_LOST) / sum(totals, RiskCounts.FIT_FOREST);
    Map<Long, Double> window = windowRates(fitYears);
    return List.of(
        error("distance to the edge (VT0007)", pixelHa, key -> rates, key -> rates),
        error(
            "moving window of 3 × 3 blocks (JNR)",
            pixelHa,
            key -> same(after(window, key, fitYears)),
            key -> same(after(window, key, tryYears))),
        error("one rate for all", pixelHa, key -> same(one), key -> same(one)));
  }

  private static double after(Map<Long, Double> window, Long key, int years) {
    return 1 - StrictMath.pow(1 - window.getOrDefault(key, 0.0), years);
  }

  private static double[] same(double rate) {
    double[] rates = new double[RiskCounts.CLASSES + 1];
    Arrays.fill(rates, rate);
    return rates;
  }

  /** Yearly rate of each block and its eight neighbours. */
  private Map<Long, Double> windowRates(int years) {
    Map<Long, Double> rates = new TreeMap<>();
    for (long key : landscape.blocks().keySet()) {
      long forest = 0;
      long lost = 0;
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          int row = (int) (key >> 32) + dy;
          int col = (int) key + dx;
          long[][] block =
              row < 0 || col < 0 ? null : landscape.blocks().get(PixelSet.key(row, col));
          for (int c = 1; block != null && c <= RiskCounts.CLASSES; c++) {
            forest += block[c][RiskCounts.FIT_FOREST];
            lost += block[c][RiskCounts.FIT_LOST];
          }
        }
      }
      rates.put(key, forest == 0 ? 0 : RiskAllocation.windowRate(forest, forest - lost, years));
    }
    return rates;
  }

  /** Rates by class for a block. */
  private interface Rates {
    double[] of(Long block);
  }

  private MapError error(String map, double pixelHa, Rates fitted, Rates predicted) {
    return new MapError(
        map,
        error(pixelHa, fitted, RiskCounts.FIT_FOREST, RiskCounts.FIT_LOST),
        error(pixelHa, predicted, RiskCounts.TRY_FOREST, RiskCounts.TRY_LOST));
  }

  /** Predictions are scaled so that all blocks together lose what was lost. */
  private PredictionError error(double pixelHa, Rates rates, int forestAt, int lostAt) {
    List<Double> predicted = new ArrayList<>();
    List<Double> observed = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    landscape
        .blocks()
        .forEach(
            (key, block) -> {
              double[] byClass = rates.of(key);
              double lost = 0;
              double forest = 0;
              double expected = 0;
              for (int c = 1; c <= RiskCounts.CLASSES; c++) {
                lost += block[c][lostAt];
                forest += block[c][forestAt];
                expected += block[c][forestAt] * byClass[c];
              }
              if (forest > 0) {
                predicted.add(expected * pixelHa);
                observed.add(lost * pixelHa);
                weights.add(forest);
              }
            });
    double all = total(predicted);
    double scale = all > 0 ? total(observed) / all : 0;
    predicted.replaceAll(ha -> ha * scale);
    return PredictionError.of(predicted, observed, weights);
  }

  private static double total(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }
}
