package org.heartwood.inference.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Plots with a planted truth, and errors that go together in blocks. */
final class SimulatedPlots {
  private SimulatedPlots() {}

  /**
   * @param blocks number of blocks, of five plots each
   * @param bias planted mean error, prediction − observation
   * @param together standard deviation of the error that a block shares
   * @param alone standard deviation of the error of a plot alone
   */
  static List<ComparedPlot> of(long seed, int blocks, double bias, double together, double alone) {
    Random random = new Random(seed);
    List<ComparedPlot> plots = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      double shared = together * random.nextGaussian();
      for (int k = 0; k < 5; k++) {
        double predicted = 20 + 60 * random.nextDouble();
        double observed = predicted - bias - shared - alone * random.nextGaussian();
        double spread = Math.sqrt(together * together + alone * alone);
        plots.add(new ComparedPlot(block + "-" + k, block, observed, predicted, spread));
      }
    }
    return plots;
  }

  /** Plots of which {@code observed = intercept + slope·predicted + noise}. */
  static List<ComparedPlot> onLine(
      long seed, int blocks, double intercept, double slope, double noise, double standardError) {
    Random random = new Random(seed);
    List<ComparedPlot> plots = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      for (int k = 0; k < 5; k++) {
        double predicted = 20 + 60 * random.nextDouble();
        double observed = intercept + slope * predicted + noise * random.nextGaussian();
        plots.add(new ComparedPlot(block + "-" + k, block, observed, predicted, standardError));
      }
    }
    return plots;
  }
}
