package org.heartwood.inference.local;

/**
 * A plot beside the prediction for it, all in the raster's unit.
 *
 * @param id how the user calls it
 * @param block the square of ground that it lies in, from 0
 * @param observed observed value
 * @param predicted predicted value
 * @param standardError standard error of the prediction, > 0
 */
record ComparedPlot(String id, int block, double observed, double predicted, double standardError) {
  /** Prediction − observation. */
  double error() {
    return predicted - observed;
  }

  ComparedPlot with(double predicted, double standardError) {
    return new ComparedPlot(id, block, observed, predicted, standardError);
  }
}
