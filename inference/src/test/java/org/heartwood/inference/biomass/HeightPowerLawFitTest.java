package org.heartwood.inference.biomass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.heartwood.inference.model.HeightPowerLaw;
import org.junit.jupiter.api.Test;

class HeightPowerLawFitTest {
  private static final double EXPONENT = 1.8;
  private static final double LEVEL = StrictMath.log(220);

  /** Plots of many sites whose law, site and plot deviations are known. */
  static List<PlotEstimate> planted(
      int sites, int plotsPerSite, double site, double plot, double measurement, long seed) {
    Random random = new Random(seed);
    List<PlotEstimate> plots = new ArrayList<>();
    for (int s = 0; s < sites; s++) {
      double ofSite = site * random.nextGaussian();
      for (int i = 0; i < plotsPerSite; i++) {
        double height = 15 + 20 * random.nextDouble();
        double log =
            LEVEL
                + EXPONENT * StrictMath.log(height / 25)
                + ofSite
                + plot * random.nextGaussian()
                + measurement * random.nextGaussian();
        double density = StrictMath.exp(log);
        double error = density * Math.sqrt(StrictMath.expm1(measurement * measurement));
        plots.add(
            new PlotEstimate(
                String.format("S%03d", s), "" + i, 20, height, 1, density, error, error, 1));
      }
    }
    return plots;
  }

  @Test
  void plantedLawAndDeviationsComeBack() {
    HeightPowerLaw law = HeightPowerLawFit.fit(planted(150, 12, 0.2, 0.3, 0.15, 5), 25);

    assertThat(law.exponent())
        .isCloseTo(EXPONENT, within(3 * Math.sqrt(law.covariance().exponent())));
    assertThat(law.logIntercept())
        .isCloseTo(LEVEL, within(3 * Math.sqrt(law.covariance().intercept())));
    assertThat(law.siteDeviation()).isCloseTo(0.2, within(0.04));
    assertThat(law.plotDeviation())
        .as("without the error of measurement")
        .isCloseTo(0.3, within(0.02));
  }

  @Test
  void theInterceptIsNoSurerThanItsSitesAllow() {
    HeightPowerLaw law = HeightPowerLawFit.fit(planted(9, 100, 0.2, 0.3, 0.1, 6), 25);

    assertThat(Math.sqrt(law.covariance().intercept()))
        .as("nine sites, not nine hundred plots")
        .isGreaterThan(law.siteDeviation() / 3)
        .isLessThan(1.3 * law.siteDeviation() / 3);
  }

  @Test
  void predictionsGiveTheMeanNotTheMedian() {
    List<PlotEstimate> plots = planted(150, 12, 0.2, 0.4, 0, 8);
    HeightPowerLaw law = HeightPowerLawFit.fit(plots, 25);
    double measured = 0;
    double predicted = 0;
    double medians = 0;
    for (PlotEstimate plot : plots) {
      measured += plot.tonnesPerHa();
      predicted += law.meanTonnesPerHa(plot.heightM());
      medians += StrictMath.exp(law.medianLog(plot.heightM()));
    }

    assertThat(predicted / measured).isCloseTo(1, within(0.02));
    assertThat(medians / measured).isLessThan(0.93);
  }

  @Test
  void intervalsOfNewSitesHoldNineTenthsOfTheirPlots() {
    HeightValidation validation = new HeightValidation(planted(20, 15, 0.25, 0.25, 0.15, 9), 25);
    List<HeightValidation.Held> held = validation.bySite();
    double inside =
        held.stream().filter(one -> one.score() <= one.factor()).count() / (double) held.size();

    assertThat(held).hasSize(300);
    assertThat(inside).isBetween(0.85, 0.96);
    assertThat(validation.intervalFactor()).isBetween(1.3, 2.1);
  }

  @Test
  void wholeSitesAreHarderToPredictThanRandomPlots() {
    HeightValidation validation = new HeightValidation(planted(12, 20, 0.5, 0.1, 0.05, 10), 25);

    assertThat(squaredLogError(validation.bySite()))
        .isGreaterThan(1.05 * squaredLogError(validation.atRandom(1)));
  }

  private static double squaredLogError(List<HeightValidation.Held> held) {
    return held.stream()
        .mapToDouble(one -> StrictMath.log(one.meanTonnesPerHa() / one.plot().tonnesPerHa()))
        .map(error -> error * error)
        .sum();
  }

  @Test
  void oneSiteCannotTellHowSitesDiffer() {
    assertThatThrownBy(() -> HeightPowerLawFit.fit(planted(1, 30, 0, 0.1, 0.1, 1), 25))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a height model needs at least 2 sites and 5 plots, had 1 and 30");
  }
}
