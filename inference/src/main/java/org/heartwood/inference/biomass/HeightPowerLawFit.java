package org.heartwood.inference.biomass;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.heartwood.inference.accuracy.Conformal;
import org.heartwood.inference.model.HeightPowerLaw;
import org.heartwood.inference.model.HeightPowerLaw.Covariance;

/**
 * Fits {@link HeightPowerLaw} by generalised least squares on logarithms: the variance of a plot is
 * {@code σₛ² + σₑ² + its own measurement variance}, the covariance of two plots of one site σₛ².
 * Both variances maximise the restricted likelihood (Patterson and Thompson 1971,
 * doi:10.1093/biomet/58.3.545).
 */
final class HeightPowerLawFit {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int STEPS = 24;

  private final List<List<Point>> sites;
  private final double referenceHeightM;

  /** A plot: ln(H/H₀), ln B, and the variance of its measurement. */
  private record Point(double x, double y, double variance) {}

  private HeightPowerLawFit(List<List<Point>> sites, double referenceHeightM) {
    this.sites = sites;
    this.referenceHeightM = referenceHeightM;
  }

  /**
   * Fits intercept, exponent and both variances.
   *
   * @throws IllegalArgumentException if there are fewer than two sites or five plots
   */
  static HeightPowerLaw fit(List<PlotEstimate> plots, double referenceHeightM) {
    HeightPowerLawFit fit = of(plots, referenceHeightM);
    double logSite = minimum(StrictMath.log(1e-3), 0, site -> fit.profile(StrictMath.exp(site)));
    double site = StrictMath.exp(logSite);
    double plot = fit.plotDeviation(site);
    return fit.at(site, plot, plots);
  }

  /** Intercept and exponent with both deviations given. */
  static HeightPowerLaw fit(
      List<PlotEstimate> plots,
      double referenceHeightM,
      double siteDeviation,
      double plotDeviation) {
    return of(plots, referenceHeightM).at(siteDeviation, plotDeviation, plots);
  }

  private static HeightPowerLawFit of(List<PlotEstimate> plots, double referenceHeightM) {
    Collection<List<PlotEstimate>> groups =
        plots.stream()
            .collect(Collectors.groupingBy(PlotEstimate::site, TreeMap::new, Collectors.toList()))
            .values();
    if (groups.size() < 2 || plots.size() < 5) {
      throw new IllegalArgumentException(
          "a height model needs at least 2 sites and 5 plots, had "
              + groups.size()
              + " and "
              + plots.size());
    }
    List<List<Point>> sites =
        groups.stream()
            .map(group -> group.stream().map(plot -> point(plot, referenceHeightM)).toList())
            .toList();
    return new HeightPowerLawFit(sites, referenceHeightM);
  }

  private static Point point(PlotEstimate plot, double referenceHeightM) {
    double own = plot.ownLogDeviation();
    return new Point(
        StrictMath.log(plot.heightM() / referenceHeightM),
        StrictMath.log(plot.tonnesPerHa()),
        own * own);
  }

  private double profile(double site) {
    return sums(site, plotDeviation(site)).deviance();
  }

  private double plotDeviation(double site) {
    return StrictMath.exp(
        minimum(StrictMath.log(0.01), 0.5, plot -> sums(site, StrictMath.exp(plot)).deviance()));
  }

  /** Golden section. */
  private static double minimum(double low, double high, DoubleUnaryOperator function) {
    double from = low;
    double to = high;
    double left = to - GOLDEN * (to - from);
    double right = from + GOLDEN * (to - from);
    double atLeft = function.applyAsDouble(left);
    double atRight = function.applyAsDouble(right);
    for (int i = 0; i < STEPS; i++) {
      if (atLeft < atRight) {
        to = right;
        right = left;
        atRight = atLeft;
        left = to - GOLDEN * (to - from);
        atLeft = function.applyAsDouble(left);
      } else {
        from = left;
        left = right;
        atLeft = atRight;
        right = from + GOLDEN * (to - from);
        atRight = function.applyAsDouble(right);
      }
    }
    return (from + to) / 2;
  }

  private HeightPowerLaw at(double site, double plot, List<PlotEstimate> plots) {
    Sums sums = sums(site, plot);
    double determinant = sums.determinant();
    Comparator<PlotEstimate> byHeight = Comparator.comparingDouble(PlotEstimate::heightM);
    return new HeightPowerLaw(
        referenceHeightM,
        sums.intercept(),
        sums.exponent(),
        new Covariance(sums.xx / determinant, -sums.x / determinant, sums.ones / determinant),
        site,
        plot,
        Conformal.NORMAL_90,
        plots.stream().min(byHeight).orElseThrow().heightM(),
        plots.stream().max(byHeight).orElseThrow().heightM());
  }

  private Sums sums(double site, double plot) {
    Sums all = new Sums();
    for (List<Point> points : sites) {
      all.add(points, site * site, plot * plot);
    }
    return all;
  }

  /** The weighted sums of the normal equations, X'V⁻¹X and X'V⁻¹y, and ln |V|. */
  private static final class Sums {
    private double ones;
    private double x;
    private double xx;
    private double y;
    private double xy;
    private double yy;
    private double logDeterminant;

    /** V = diag(d) + σₛ²·11', so V⁻¹ = W − g·w·w' with W = diag(1/d), g = σₛ²/(1 + σₛ²·Σ1/d). */
    void add(List<Point> points, double siteVariance, double plotVariance) {
      double w = 0;
      double wx = 0;
      double wy = 0;
      for (Point point : points) {
        double variance = plotVariance + point.variance();
        double weight = 1 / variance;
        w += weight;
        wx += weight * point.x();
        wy += weight * point.y();
        xx += weight * point.x() * point.x();
        xy += weight * point.x() * point.y();
        yy += weight * point.y() * point.y();
        logDeterminant += StrictMath.log(variance);
      }
      double g = siteVariance / (1 + siteVariance * w);
      ones += w - g * w * w;
      x += wx - g * w * wx;
      y += wy - g * w * wy;
      xx -= g * wx * wx;
      xy -= g * wx * wy;
      yy -= g * wy * wy;
      logDeterminant += StrictMath.log1p(siteVariance * w);
    }

    double determinant() {
      return ones * xx - x * x;
    }

    double intercept() {
      return (xx * y - x * xy) / determinant();
    }

    double exponent() {
      return (ones * xy - x * y) / determinant();
    }

    /** −2 times the restricted log-likelihood, but for a constant. */
    double deviance() {
      return logDeterminant
          + yy
          - intercept() * y
          - exponent() * xy
          + StrictMath.log(determinant());
    }
  }
}
