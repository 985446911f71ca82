package org.heartwood.inference.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  @Test
  void plantedOddsAreFoundAndAUselessOrConstantFeatureIsLeftAlone() {
    Random random = new Random(11);
    List<double[]> features = new ArrayList<>();
    List<Boolean> events = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      double x = 3 + 2 * random.nextGaussian();
      features.add(new double[] {x, random.nextGaussian(), 5});
      events.add(random.nextDouble() < 1 / (1 + StrictMath.exp(-(x - 3))));
    }

    LogisticRegression model = LogisticRegression.fit(features, events);

    assertThat(model.probability(new double[] {3, 0, 5})).isCloseTo(0.5, within(0.02));
    assertThat(model.probability(new double[] {5, 0, 5}))
        .isCloseTo(1 / (1 + StrictMath.exp(-2)), within(0.02));
    assertThat(model.probability(new double[] {3, 1, 5})).isCloseTo(0.5, within(0.03));
  }

  @Test
  void separableClassesDoNotRunAway() {
    LogisticRegression model =
        LogisticRegression.fit(
            List.of(new double[] {-1}, new double[] {-2}, new double[] {1}, new double[] {2}),
            List.of(false, false, true, true));

    assertThat(model.probability(new double[] {2})).isBetween(0.7, 0.999);
  }
}
