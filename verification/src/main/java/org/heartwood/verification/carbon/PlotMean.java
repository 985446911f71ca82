package org.heartwood.verification.carbon;

import java.util.Arrays;
import java.util.List;
import org.heartwood.inference.biomass.PlotEstimate;
import org.heartwood.verification.carbon.Factor.Cause;
import org.heartwood.verification.carbon.Factor.Shape;

/**
 * Mean above-ground biomass of a stratum from plots that were chosen at random.
 *
 * <pre>
 * m   = Σ y / n,   SE² = Σ (y − m)² / (n (n − 1))           sampling; holds what plots do not share
 * s   = √(σ² − σ_own²), averaged over plots                 allometry, height curve, wood density
 * </pre>
 *
 * <p>The second error is one factor for all strata and dates that use the same allometry: taking
 * more plots does not reduce it, and it cancels in a change as far as the density stays.
 *
 * @param plots number of plots, at least 2
 * @param tonnesPerHa mean, tonnes of dry matter per hectare
 * @param samplingErrorTonnesPerHa standard error of sampling
 * @param sharedErrorTonnesPerHa standard error that the plots share
 */
public record PlotMean(
    int plots, double tonnesPerHa, double samplingErrorTonnesPerHa, double sharedErrorTonnesPerHa) {
  public PlotMean {
    if (plots < 2) {
      throw new IllegalArgumentException("a sampling error needs at least 2 plots, had " + plots);
    }
  }

  /** The mean of plots as {@code inference.biomass} estimates them. */
  public static PlotMean of(List<PlotEstimate> plots) {
    return of(
        plots.stream().mapToDouble(PlotEstimate::tonnesPerHa).toArray(),
        plots.stream().mapToDouble(PlotMean::shared).toArray());
  }

  /**
   * The mean of plots whose biomass is known.
   *
   * @param tonnesPerHa one a plot
   * @param sharedErrorsTonnesPerHa standard error of each that all plots share, as many
   */
  public static PlotMean of(double[] tonnesPerHa, double[] sharedErrorsTonnesPerHa) {
    int n = tonnesPerHa.length;
    double mean = Arrays.stream(tonnesPerHa).sum() / n;
    double squares = Arrays.stream(tonnesPerHa).map(y -> (y - mean) * (y - mean)).sum();
    double shared = Arrays.stream(sharedErrorsTonnesPerHa).sum() / n;
    return new PlotMean(n, mean, Math.sqrt(squares / ((double) n * (n - 1))), shared);
  }

  /** Standard error from both causes. */
  public double standardErrorTonnesPerHa() {
    return Math.hypot(samplingErrorTonnesPerHa, sharedErrorTonnesPerHa);
  }

  private static double shared(PlotEstimate plot) {
    double all = plot.deviationTonnesPerHa();
    double own = plot.ownDeviationTonnesPerHa();
    return Math.sqrt(Math.max(0, all * all - own * own));
  }

  /** Density and the shared relative error, as factors. */
  List<Factor> factors(String stratum) {
    return List.of(
        new Factor(
            "above-ground biomass of " + stratum,
            Cause.SAMPLING,
            tonnesPerHa,
            samplingErrorTonnesPerHa,
            Shape.LOG_NORMAL,
            plots + " plots"),
        new Factor(
            "tree allometry",
            Cause.ALLOMETRY,
            1,
            sharedErrorTonnesPerHa / tonnesPerHa,
            Shape.LOG_NORMAL,
            "errors that plots share: allometry, height curve, wood density"));
  }
}
