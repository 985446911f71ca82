package org.heartwood.inference.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;

class RecalibrationFitTest {
  private static final RecalibrationFit FIT = new RecalibrationFit(Measure.of("m"));

  @Test
  void aPlantedLineAndFactorAreRecovered() {
    // Observations scatter by 6 around the line, the model says 3: the factor is 2.
    RecalibrationFit.Fitted fitted = FIT.fit(SimulatedPlots.onLine(1, 400, 12, 0.7, 6, 3));
    assertThat(fitted.line().slope()).isCloseTo(0.7, within(0.03));
    assertThat(fitted.line().intercept()).isCloseTo(12, within(1.5));
    assertThat(fitted.standardErrorFactor()).isCloseTo(2, within(0.1));
    Accuracy after = new LocalAccuracy(300, 1).of(fitted.after());
    assertThat(after.bias().value()).isCloseTo(0, within(0.4));
    assertThat(after.rmse().value()).isCloseTo(6, within(0.3));
    assertThat(after.in90().value()).isCloseTo(0.9, within(0.02));
  }

  @Test
  void fewPlotsKeepLessOfTheCorrection() {
    double few = FIT.fit(SimulatedPlots.onLine(2, 8, 12, 0.7, 6, 3)).line().shrinkageFraction();
    double many = FIT.fit(SimulatedPlots.onLine(2, 200, 12, 0.7, 6, 3)).line().shrinkageFraction();
    assertThat(few).isLessThan(0.85);
    assertThat(many).isGreaterThan(0.95);
  }

  /** Where the model is right already, what is learnt from few plots must do little harm. */
  @Test
  void aModelThatIsRightIsHardlyWorseAfterCorrection() {
    double before = 0;
    double after = 0;
    for (int place = 0; place < 100; place++) {
      List<ComparedPlot> plots = SimulatedPlots.of(place, 10, 0, 0, 6);
      before += mse(plots);
      after += mse(FIT.fit(plots).after());
    }
    assertThat(after / before).isBetween(1.0, 1.06);
  }

  private static double mse(List<ComparedPlot> plots) {
    return plots.stream().mapToDouble(plot -> plot.error() * plot.error()).sum() / plots.size();
  }

  /** Errors that a block shares must not look corrected because its own plots taught the line. */
  @Test
  void whatComesAfterIsMeasuredOnBlocksThatTaughtNothing() {
    double honest = 0;
    double flattering = 0;
    for (int place = 0; place < 60; place++) {
      List<ComparedPlot> plots = SimulatedPlots.of(place, 8, 5, 8, 2);
      RecalibrationFit.Fitted fitted = FIT.fit(plots);
      honest += mse(fitted.after());
      RecalibrationFit.Line line = fitted.line();
      flattering +=
          mse(
              plots.stream()
                  .map(
                      plot ->
                          plot.with(
                              line.intercept() + line.slope() * plot.predicted(),
                              plot.standardError()))
                  .toList());
    }
    assertThat(honest / flattering).isGreaterThan(1.1);
  }

  @Test
  void tooFewPlotsOrBlocksAreRefusedWithTheReason() {
    List<ComparedPlot> seven = SimulatedPlots.of(1, 7, 5, 1, 1);
    assertThatThrownBy(() -> FIT.fit(seven))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at least 20 plots in 8 blocks, were 35 in 7");
    assertThatThrownBy(() -> FIT.fit(SimulatedPlots.of(1, 30, 5, 1, 1).subList(0, 19)))
        .hasMessageContaining("were 19 in 4");
  }

  @Test
  void predictionsThatFallWhereObservationsRiseAreNotCorrected() {
    assertThatThrownBy(() -> FIT.fit(SimulatedPlots.onLine(1, 60, 90, -0.8, 3, 3)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("do not rise with observations");
  }
}
