package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SimplexLeastSquaresTest {
  @Test
  void aMixOfColumnsIsFoundAgain() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] columns = columns(random, 12, 30);
    double[] target = new double[30];
    for (int i = 0; i < target.length; i++) {
      target[i] = 0.3 * columns[2][i] + 0.7 * columns[9][i];
    }

    double[] weights = SimplexLeastSquares.weights(columns, target);

    assertThat(weights[2]).isCloseTo(0.3, within(1e-6));
    assertThat(weights[9]).isCloseTo(0.7, within(1e-6));
  }

  @Test
  void noMoveAlongTheSimplexMakesItBetter() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int n = 2 + random.nextInt(40);
      double[][] columns = columns(random, n, 1 + random.nextInt(15));
      double[] target = columns(random, 1, columns[0].length)[0];

      double[] weights = SimplexLeastSquares.weights(columns, target);

      assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-9));
      assertThat(Arrays.stream(weights).min().orElseThrow()).isNotNegative();
      double best = distance(columns, weights, target);
      for (int from = 0; from < n; from++) {
        for (int to = 0; to < n; to++) {
          double move = Math.min(weights[from], 1e-3);
          double[] other = weights.clone();
          other[from] -= move;
          other[to] += move;
          assertThat(distance(columns, other, target)).isGreaterThan(best - 1e-7);
        }
      }
    }
  }

  @Test
  void equalColumnsShareTheirWeight() {
    double[] weights =
        SimplexLeastSquares.weights(new double[][] {{1, 2}, {1, 2}, {5, 5}}, new double[] {1, 2});

    assertThat(weights[0] + weights[1]).isCloseTo(1, within(1e-6));
    assertThat(weights[2]).isCloseTo(0, within(1e-6));
  }

  @Test
  void aSingleColumnHasAllTheWeight() {
    assertThat(SimplexLeastSquares.weights(new double[][] {{0, 0}}, new double[] {3, 4}))
        .containsExactly(1);
  }

  private static double[][] columns(SplittableRandom random, int n, int length) {
    double[][] columns = new double[n][length];
    for (double[] column : columns) {
      Arrays.setAll(column, i -> random.nextDouble());
    }
    return columns;
  }

  private static double distance(double[][] columns, double[] weights, double[] target) {
    double sum = 0;
    for (int i = 0; i < target.length; i++) {
      double mix = -target[i];
      for (int j = 0; j < columns.length; j++) {
        mix += weights[j] * columns[j][i];
      }
      sum += mix * mix;
    }
    return sum;
  }
}
