package org.heartwood.ingest.zonal;

import java.io.Serializable;
import org.locationtech.jts.math.DD;

/** Sums weighted by coverage and a second raster, over the pixels where both have data. */
final class Weighted implements Serializable {
  private static final long serialVersionUID = 1L;

  private final DD weights = new DD(0);
  private final DD products = new DD(0);

  void add(double[] values, double[] weightOf, BlockRuns runs, int from, int to) {
    for (int run = from; run < to; run++) {
      double fraction = runs.fraction(run);
      int end = runs.end(run);
      for (int i = runs.start(run); i < end; i++) {
        double value = values[i];
        double weight = weightOf[i];
        if (!Double.isNaN(value) && !Double.isNaN(weight)) {
          double product = value * weight;
          Products.add(weights, fraction, weight);
          Products.add(products, fraction, product);
          products.selfAdd(fraction * Math.fma(value, weight, -product));
        }
      }
    }
  }

  void merge(Weighted other) {
    weights.selfAdd(other.weights);
    products.selfAdd(other.products);
  }

  double sum() {
    return products.doubleValue();
  }

  /** NaN if the weights sum to 0. */
  double mean() {
    return weights.isZero() ? Double.NaN : products.divide(weights).doubleValue();
  }
}
