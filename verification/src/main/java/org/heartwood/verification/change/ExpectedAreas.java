package org.heartwood.verification.change;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Areas of a zone as the sums of their probabilities, with the rate of loss that the imagery itself
 * is most likely under.
 *
 * <pre>
 * F(t) = Σ_p A_p · P(forest in t | all years; a),   L(t) = Σ_p A_p · P(forest in t−1, none in t | all years; a)
 * a :    Σ_t L(t; a) = Σ_t F(t−1; a) · (1 − (1 − a)^n(t)),   n(t) years between two composites
 * </pre>
 *
 * <p>The second line is the fixed point of the EM algorithm for a Markov chain's rate (Rabiner
 * 1989, doi:10.1109/5.18626, equation 40b; for the priors of any classifier Saerens, Latinne and
 * Decaestecker 2002, doi:10.1162/089976602753284446). Without it the assumed chance of loss would
 * decide how much is lost wherever a year's evidence is weak.
 *
 * @param annualLossProbability a, as solved
 * @param below rate of the grid at or below it
 * @param weight share of the next one, 0–1
 * @param atLimit whether the imagery asks for a rate beyond the grid
 */
record ExpectedAreas(double annualLossProbability, int below, double weight, boolean atLimit) {
  private static final double LEAST = 1e-4;
  private static final double MOST = 0.1;
  private static final int STEPS = 6;

  /** Rates at which areas are added up, per year; between two of them areas follow ln a. */
  static final List<Double> RATES =
      IntStream.rangeClosed(0, STEPS)
          .mapToObj(i -> LEAST * StrictMath.pow(MOST / LEAST, (double) i / STEPS))
          .toList();

  /**
   * Solves for the rate of one zone.
   *
   * @param years sums of the zone in order of year
   */
  static ExpectedAreas solve(List<ZoneYear.Sums> years) {
    double[] excess = new double[RATES.size()];
    for (int k = 0; k < excess.length; k++) {
      double lost = 0;
      double expected = 0;
      for (int t = 1; t < years.size(); t++) {
        int gap = years.get(t).year() - years.get(t - 1).year();
        lost += years.get(t).expected().lossMm2()[k];
        expected +=
            years.get(t - 1).expected().forestMm2()[k]
                * (1 - StrictMath.pow(1 - RATES.get(k), gap));
      }
      excess[k] = lost > 0 && expected > 0 ? StrictMath.log(lost / expected) : -1;
    }
    if (excess[0] <= 0) {
      return new ExpectedAreas(RATES.get(0), 0, 0, true);
    }
    for (int k = 0; k < excess.length - 1; k++) {
      if (excess[k + 1] <= 0) {
        double weight = excess[k] / (excess[k] - excess[k + 1]);
        return new ExpectedAreas(
            StrictMath.exp(
                (1 - weight) * StrictMath.log(RATES.get(k))
                    + weight * StrictMath.log(RATES.get(k + 1))),
            k,
            weight,
            false);
      }
    }
    return new ExpectedAreas(MOST, excess.length - 2, 1, true);
  }

  /** An area at the rate, from its sums at all rates of the grid. */
  double at(long[] byRate) {
    return byRate[below] + weight * (byRate[below + 1] - byRate[below]);
  }
}
