package org.heartwood.ingest.zonal;

import java.io.Serializable;
import org.locationtech.jts.math.DD;

/**
 * Coverage of pixels with and without data, and the sum of their values.
 *
 * <p>Sums are in double-double arithmetic: whole numbers times fractions of 2⁻⁵⁰ add up exactly, in
 * any order, and other values to about 1e-30, so that a result does not depend on blocks and tasks.
 * Within a run values are added in plain double: exact for whole numbers, and for float32 unless
 * they differ by more than a factor of 2²⁰.
 */
final class Sums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final DD count = new DD(0);
  private final DD noData = new DD(0);
  private final DD sum = new DD(0);

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

  /** Four sums at once do not wait for each other. */
  private void addFull(double[] values, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int missing = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      double p = values[i];
      double q = values[i + 1];
      double r = values[i + 2];
      double s = values[i + 3];
      if (Double.isNaN(p + q + r + s)) {
        for (int each = i; each < i + 4; each++) {
          if (Double.isNaN(values[each])) {
            missing++;
          } else {
            a += values[each];
          }
        }
      } else {
        a += p;
        b += q;
        c += r;
        d += s;
      }
    }
    for (; i < to; i++) {
      if (Double.isNaN(values[i])) {
        missing++;
      } else {
        a += values[i];
      }
    }
    sum.selfAdd((a + b) + (c + d));
    count.selfAdd((double) (to - from - missing));
    noData.selfAdd((double) missing);
  }

  private void addPartial(double[] values, int from, int to, double fraction) {
    for (int i = from; i < to; i++) {
      if (Double.isNaN(values[i])) {
        noData.selfAdd(fraction);
      } else {
        count.selfAdd(fraction);
        Products.add(sum, fraction, values[i]);
      }
    }
  }

  void addNoData(BlockRuns runs, int from, int to) {
    for (int run = from; run < to; run++) {
      Products.add(noData, runs.fraction(run), runs.end(run) - runs.start(run));
    }
  }

  void merge(Sums other) {
    count.selfAdd(other.count);
    noData.selfAdd(other.noData);
    sum.selfAdd(other.sum);
  }

  DD count() {
    return count;
  }

  DD noData() {
    return noData;
  }

  DD sum() {
    return sum;
  }
}
