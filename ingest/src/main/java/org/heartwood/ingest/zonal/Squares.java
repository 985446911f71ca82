package org.heartwood.ingest.zonal;

import java.io.Serializable;
import org.locationtech.jts.math.DD;

/**
 * Sum of squared values, and of squared coverage. The variance is a difference of large numbers;
 * double-double sums keep it to 1e-15 while the mean is below 1e7 standard deviations.
 */
final class Squares implements Serializable {
  private static final long serialVersionUID = 1L;

  private final DD squares = new DD(0);
  private final DD squaredCoverage = new DD(0);

  void add(double[] values, BlockRuns runs, int from, int to) {
    for (int run = from; run < to; run++) {
      double fraction = runs.fraction(run);
      if (fraction == 1) {
        addFull(values, runs.start(run), runs.end(run));
      } else {
        addPartial(values, runs.start(run), runs.end(run), fraction);
      }
    }
  }

  private void addFull(double[] values, int from, int to) {
    double sum = 0;
    double lost = 0;
    int count = 0;
    for (int i = from; i < to; i++) {
      double value = values[i];
      if (!Double.isNaN(value)) {
        double square = value * value;
        double next = sum + square;
        double added = next - sum;
        // Knuth 1997, two-sum: what the addition and the product rounded away.
        lost += (sum - (next - added)) + (square - added) + Math.fma(value, value, -square);
        sum = next;
        count++;
      }
    }
    squares.selfAdd(sum);
    squares.selfAdd(lost);
    squaredCoverage.selfAdd((double) count);
  }

  private void addPartial(double[] values, int from, int to, double fraction) {
    for (int i = from; i < to; i++) {
      double value = values[i];
      if (!Double.isNaN(value)) {
        double square = value * value;
        Products.add(squares, fraction, square);
        squares.selfAdd(fraction * Math.fma(value, value, -square));
        Products.add(squaredCoverage, fraction, fraction);
      }
    }
  }

  void merge(Squares other) {
    squares.selfAdd(other.squares);
    squaredCoverage.selfAdd(other.squaredCoverage);
  }

  /** Mean square minus squared mean. */
  double variance(Sums sums) {
    DD count = sums.count();
    DD deviations = squares.subtract(sums.sum().sqr().divide(count));
    return Math.max(0, deviations.divide(count).doubleValue());
  }

  /** Number of equally covered pixels with the same weight of the mean (Kish 1965). */
  double effectiveCount(Sums sums) {
    return sums.count().sqr().divide(squaredCoverage).doubleValue();
  }
}
