package org.heartwood.inference.biomass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.heartwood.inference.biomass.HeightCurve.Form;
import org.heartwood.inference.biomass.HeightCurveFit.Pairing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeightCurveFitTest {
  private static List<Pairing> planted(Form form, double[] parameters, double deviation, int n) {
    Random random = new Random(7);
    List<Pairing> trees = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double diameter = 10 * StrictMath.exp(2.5 * random.nextDouble());
      double log = form.logHeight(parameters, diameter) + deviation * random.nextGaussian();
      trees.add(new Pairing(diameter, StrictMath.exp(log)));
    }
    return trees;
  }

  private static double[] truth(Form form) {
    return switch (form) {
      case LOG_QUADRATIC -> new double[] {0.4, 1.1, -0.08};
      case MICHAELIS_MENTEN -> new double[] {StrictMath.log(55), StrictMath.log(30)};
      case WEIBULL -> new double[] {StrictMath.log(42), StrictMath.log(38), StrictMath.log(0.75)};
    };
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void plantedParametersComeBackWithoutNoise(Form form) {
    HeightCurve curve = HeightCurveFit.fit(form, planted(form, truth(form), 0, 200)).orElseThrow();

    assertThat(curve.array()).containsExactly(truth(form), within(1e-5));
    assertThat(curve.logDeviation()).isLessThan(1e-5);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void plantedParametersComeBackWithinTheirStandardErrors(Form form) {
    double[] truth = truth(form);
    HeightCurve curve = HeightCurveFit.fit(form, planted(form, truth, 0.25, 4000)).orElseThrow();

    assertThat(curve.logDeviation()).isCloseTo(0.25, within(0.01));
    for (int i = 0; i < truth.length; i++) {
      double error = Math.sqrt(curve.covariance().get(i).get(i));
      assertThat(curve.array()[i]).isCloseTo(truth[i], within(3.5 * error));
    }
  }

  @Test
  void theBestFormIsTheOneThatMadeTheTrees() {
    double[] saturating = {StrictMath.log(30), StrictMath.log(20), StrictMath.log(1.6)};

    assertThat(HeightCurveFit.best(planted(Form.WEIBULL, saturating, 0.05, 500)).form())
        .isEqualTo(Form.WEIBULL);
    assertThat(
            HeightCurveFit.best(planted(Form.LOG_QUADRATIC, new double[] {4, -1.2, 0.3}, 0.05, 500))
                .form())
        .as("heights that bend upwards, as no saturating curve does")
        .isEqualTo(Form.LOG_QUADRATIC);
  }

  @Test
  void theBackTransformationGivesTheMeanOfLognormalHeights() {
    double[] truth = truth(Form.LOG_QUADRATIC);
    double deviation = 0.4;
    HeightCurve curve =
        HeightCurveFit.fit(
                Form.LOG_QUADRATIC, planted(Form.LOG_QUADRATIC, truth, deviation, 20_000))
            .orElseThrow();
    Random random = new Random(3);
    double sum = 0;
    int draws = 200_000;
    for (int i = 0; i < draws; i++) {
      sum +=
          StrictMath.exp(
              Form.LOG_QUADRATIC.logHeight(truth, 40) + deviation * random.nextGaussian());
    }
    double mean = sum / draws;

    assertThat(curve.meanHeightM(40)).isCloseTo(mean, within(0.01 * mean));
    assertThat(StrictMath.exp(curve.logHeight(40)))
        .as("without the correction it is 8 % too low")
        .isLessThan(0.94 * mean);
  }

  @Test
  void leaveOneOutErrorOfTheQuadraticIsExact() {
    List<Pairing> trees = planted(Form.LOG_QUADRATIC, truth(Form.LOG_QUADRATIC), 0.3, 25);
    double squares = 0;
    for (int i = 0; i < trees.size(); i++) {
      List<Pairing> others = new ArrayList<>(trees);
      Pairing left = others.remove(i);
      double error =
          StrictMath.log(left.heightM())
              - HeightCurveFit.fit(Form.LOG_QUADRATIC, others)
                  .orElseThrow()
                  .logHeight(left.diameterCm());
      squares += error * error;
    }

    assertThat(HeightCurveFit.fit(Form.LOG_QUADRATIC, trees).orElseThrow().leaveOneOutLogError())
        .isCloseTo(Math.sqrt(squares / trees.size()), within(1e-6));
  }

  @Test
  void treesOfOneDiameterDetermineNoCurve() {
    List<Pairing> same = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      same.add(new Pairing(20, 15 + 0.1 * i));
    }

    assertThatThrownBy(() -> HeightCurveFit.best(same))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no height curve fits 20 trees");
    assertThatThrownBy(() -> HeightCurveFit.best(same.subList(0, 9)))
        .hasMessage("a height curve needs at least 10 trees, had 9");
  }
}
