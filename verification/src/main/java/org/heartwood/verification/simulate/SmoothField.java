package org.heartwood.verification.simulate;

import java.util.SplittableRandom;

/**
 * Random fields whose neighbours are alike: sums of lattices of normal numbers at several spacings,
 * between whose nodes values run smoothly.
 */
final class SmoothField {
  private SmoothField() {}

  /**
   * A field of mean 0 and standard deviation 1 over its pixels.
   *
   * @param spacingsPx distance between the nodes of each lattice, pixels; 1 = every pixel its own
   * @param variances weight of each lattice
   */
  static double[] of(
      int width, int height, int[] spacingsPx, double[] variances, SplittableRandom random) {
    double[] field = new double[width * height];
    for (int i = 0; i < spacingsPx.length; i++) {
      add(field, width, spacingsPx[i], StrictMath.sqrt(variances[i]), random);
    }
    standardise(field);
    return field;
  }

  private static void add(
      double[] field, int width, int spacing, double deviation, SplittableRandom random) {
    int height = field.length / width;
    int nodes = width / spacing + 2;
    double[] lattice = new double[nodes * (height / spacing + 2)];
    for (int i = 0; i < lattice.length; i++) {
      lattice[i] = random.nextGaussian();
    }
    double[] us = weights(width, spacing);
    double[] vs = weights(height, spacing);
    for (int row = 0; row < height; row++) {
      double v = vs[row];
      for (int col = 0; col < width; col++) {
        int node = row / spacing * nodes + col / spacing;
        double u = us[col];
        double north = lattice[node] + u * (lattice[node + 1] - lattice[node]);
        double south =
            lattice[node + nodes] + u * (lattice[node + nodes + 1] - lattice[node + nodes]);
        // What lies between nodes is an average; dividing gives it the nodes' spread.
        double spread = StrictMath.sqrt(((1 - u) * (1 - u) + u * u) * ((1 - v) * (1 - v) + v * v));
        field[row * width + col] += deviation * (north + v * (south - north)) / spread;
      }
    }
  }

  /** Weight of the node behind each pixel of a row or column, 0–1. */
  private static double[] weights(int pixels, int spacing) {
    double[] weights = new double[pixels];
    for (int i = 0; i < pixels; i++) {
      double place = (double) i / spacing;
      weights[i] = smooth(place - StrictMath.floor(place));
    }
    return weights;
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  private static void standardise(double[] field) {
    double mean = 0;
    for (double value : field) {
      mean += value / field.length;
    }
    double variance = 0;
    for (double value : field) {
      variance += (value - mean) * (value - mean) / field.length;
    }
    double deviation = StrictMath.sqrt(variance);
    for (int i = 0; i < field.length; i++) {
      field[i] = (field[i] - mean) / deviation;
    }
  }
}
