package org.heartwood.ingest.composite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.heartwood.ingest.composite.Images.band;
import static org.heartwood.ingest.composite.Images.image;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GeometricMedianTest {
  private static double distances(double[][] points, double[] to) {
    double sum = 0;
    for (double[] point : points) {
      double squares = 0;
      for (int band = 0; band < to.length; band++) {
        squares += (point[band] - to[band]) * (point[band] - to[band]);
      }
      sum += Math.sqrt(squares);
    }
    return sum;
  }

  private static double[] median(double[][] points) {
    return GeometricMedian.median(points, points.length);
  }

  /** scipy 1.17.1, optimize.minimize of the summed distance, Nelder-Mead with xatol 1e-13. */
  @Test
  void equalsScipysMinima() {
    assertThat(median(new double[][] {{0, 0}, {1, 0}, {0, 1}, {4, 4}, {5, 1}}))
        .containsExactly(new double[] {0.944954830, 0.435139670}, within(1e-5));
    assertThat(
            median(
                new double[][] {
                  {0.05, 0.30, 0.12},
                  {0.06, 0.28, 0.15},
                  {0.04, 0.33, 0.10},
                  {0.05, 0.31, 0.13},
                  {0.40, 0.45, 0.42},
                  {0.07, 0.25, 0.16}
                }))
        .containsExactly(new double[] {0.054248202, 0.302520700, 0.130853563}, within(1e-6));
  }

  /** Fermat's point: the middle of an equilateral triangle, the corner of an angle over 120°. */
  @Test
  void ofThreePointsItIsFermatsPoint() {
    double height = Math.sqrt(0.75);
    assertThat(median(new double[][] {{0, 0}, {1, 0}, {0.5, height}}))
        .containsExactly(new double[] {0.5, height / 3}, within(1e-6));
    assertThat(median(new double[][] {{0, 0}, {10, 0}, {5, 1}})).containsExactly(5, 1);
  }

  @Test
  void ofOneBandWithAnOddNumberItIsTheMedian() {
    assertThat(median(new double[][] {{3}, {1}, {100}, {2}, {7}})).containsExactly(3);
  }

  @Test
  void aSpectrumThatIsTheMedianIsTakenAsItIs() {
    assertThat(median(new double[][] {{0.1}})).containsExactly(0.1);
    assertThat(median(new double[][] {{0.1, 0.3}, {0.1, 0.3}, {0.7, 0.2}}))
        .containsExactly(0.1, 0.3);
    assertThat(median(new double[][] {{0.2, 0.2}, {0.2, 0.2}})).containsExactly(0.2, 0.2);
    assertThat(median(new double[][] {{1, 3}, {2, 5}})).containsExactly(1.5, 4);
  }

  /** The mean, at which the iteration starts, is one of the points but not the median. */
  @Test
  void anIterateOnAPointMovesOn() {
    double[][] points = {{0, 0}, {-3, 0}, {-3.1, 0.1}, {-2.9, 0.1}, {9, -0.2}};
    double[] median = median(points);
    assertThat(median[0]).isLessThan(-2);
    assertThat(distances(points, median)).isLessThan(distances(points, points[0]) - 1);
  }

  @Test
  void noPlaceNearbyHasASmallerSum() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      double[][] points = points(random, 2 + random.nextInt(20), 1 + random.nextInt(6));
      double[] median = median(points);
      double sum = distances(points, median);
      for (int probe = 0; probe < 200; probe++) {
        double[] other = median.clone();
        double reach = Math.pow(10, -4 * random.nextDouble());
        for (int band = 0; band < other.length; band++) {
          other[band] += reach * random.nextGaussian();
        }
        assertThat(distances(points, other)).isGreaterThanOrEqualTo(sum * (1 - 1e-8));
      }
    }
  }

  @Test
  void turningAndMovingTheSpectraTurnsAndMovesTheMedian() {
    Random random = new Random(2);
    for (int i = 0; i < 100; i++) {
      double[][] points = points(random, 3 + random.nextInt(15), 2);
      double angle = random.nextDouble() * 6;
      double[][] moved = new double[points.length][];
      for (int j = 0; j < points.length; j++) {
        moved[j] = moved(points[j], angle);
      }
      assertThat(median(moved)).containsExactly(moved(median(points), angle), within(1e-4));
    }
  }

  private static double[] moved(double[] point, double angle) {
    return new double[] {
      3 + Math.cos(angle) * point[0] - Math.sin(angle) * point[1],
      -7 + Math.sin(angle) * point[0] + Math.cos(angle) * point[1]
    };
  }

  /** 11 good dates within 0.05, and 10 clouds: it stays among the good ones. */
  @Test
  void fewerThanHalfOutliersDoNotCarryItAway() {
    Random random = new Random(3);
    for (double far : new double[] {1, 10, 1e6}) {
      double[][] points = new double[21][4];
      for (int i = 0; i < points.length; i++) {
        for (int band = 0; band < 4; band++) {
          points[i][band] = 0.3 + 0.02 * random.nextGaussian() + (i < 10 ? far : 0);
        }
      }
      for (double value : median(points)) {
        assertThat(value).isCloseTo(0.3, within(0.1));
      }
    }
  }

  private static double[][] points(Random random, int count, int bands) {
    double[][] points = new double[count][bands];
    for (double[] point : points) {
      for (int band = 0; band < bands; band++) {
        point[band] = random.nextGaussian();
      }
    }
    return points;
  }

  @Test
  void aDateWithAGapInOneBandIsLeftOut() {
    GeometricMedian composite =
        GeometricMedian.of(
            List.of(
                image("a", "2001-01-01", band(1, Float.NaN), band(2, 5)),
                image("b", "2001-01-17", band(1, Float.NaN), band(2, 5)),
                image("c", "2001-02-02", band(9, 3), band(Float.NaN, Float.NaN)),
                image("d", "2001-02-18", band(8, Float.NaN), band(8, 5))));
    assertThat(composite.bands().get(0).data()).containsExactly(1, Float.NaN);
    assertThat(composite.bands().get(1).data()).containsExactly(2, Float.NaN);
    assertThat(composite.valid().count().data()).containsExactly(3, 0);
  }
}
