package org.heartwood.ingest.zonal;

import java.io.Serializable;
import org.locationtech.jts.math.DD;

/** Area of the covered pixels with and without data, m² on the ellipsoid. */
final class Areas implements Serializable {
  private static final long serialVersionUID = 1L;

  private final DD dataM2 = new DD(0);
  private final DD noDataM2 = new DD(0);

  void add(double[] values, BlockAreas areas, BlockRuns runs, int from, int to) {
    for (int run = from; run < to; run++) {
      int start = runs.start(run);
      int end = runs.end(run);
      if (areas.dependOnRowOnly()) {
        addCounts(values, start, end, runs.fraction(run), areas.pixelM2(start));
      } else {
        addEach(values, start, end, runs.fraction(run), areas.m2(start));
      }
    }
  }

  private void addCounts(double[] values, int start, int end, double fraction, double pixelM2) {
    int missing = 0;
    for (int i = start; i < end; i++) {
      if (Double.isNaN(values[i])) {
        missing++;
      }
    }
    add(dataM2, fraction, pixelM2, end - start - missing);
    add(noDataM2, fraction, pixelM2, missing);
  }

  /** The fraction has 50 bits and the area 53: one more factor is still exact in two products. */
  private static void add(DD sum, double fraction, double pixelM2, int pixels) {
    double areaM2 = pixelM2 * pixels;
    Products.add(sum, fraction, areaM2);
    sum.selfAdd(fraction * Math.fma(pixelM2, pixels, -areaM2));
  }

  private void addEach(double[] values, int start, int end, double fraction, double[] m2) {
    double dataSum = 0;
    double noDataSum = 0;
    for (int i = start; i < end; i++) {
      if (Double.isNaN(values[i])) {
        noDataSum += m2[i];
      } else {
        dataSum += m2[i];
      }
    }
    Products.add(dataM2, fraction, dataSum);
    Products.add(noDataM2, fraction, noDataSum);
  }

  void addNoData(BlockAreas areas, BlockRuns runs, int from, int to) {
    for (int run = from; run < to; run++) {
      int start = runs.start(run);
      int end = runs.end(run);
      if (areas.dependOnRowOnly()) {
        add(noDataM2, runs.fraction(run), areas.pixelM2(start), end - start);
      } else {
        double[] m2 = areas.m2(start);
        double sum = 0;
        for (int i = start; i < end; i++) {
          sum += m2[i];
        }
        Products.add(noDataM2, runs.fraction(run), sum);
      }
    }
  }

  void merge(Areas other) {
    dataM2.selfAdd(other.dataM2);
    noDataM2.selfAdd(other.noDataM2);
  }

  double dataM2() {
    return dataM2.doubleValue();
  }

  double noDataM2() {
    return noDataM2.doubleValue();
  }
}
