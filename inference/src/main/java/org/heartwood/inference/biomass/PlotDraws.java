package org.heartwood.inference.biomass;

import java.util.Arrays;

/** Draws of one plot's biomass density, Mg/ha, and Lorey's height, m. */
public final class PlotDraws {
  private final double[] tonnesPerHa;
  private final double[] heightM;

  PlotDraws(double[] tonnesPerHa, double[] heightM) {
    this.tonnesPerHa = tonnesPerHa;
    this.heightM = heightM;
  }

  /** Number of draws. */
  public int size() {
    return tonnesPerHa.length;
  }

  /** Biomass density of a draw, Mg/ha. */
  public double tonnesPerHa(int draw) {
    return tonnesPerHa[draw];
  }

  /** Basal-area weighted mean height of a draw, m. */
  public double heightM(int draw) {
    return heightM[draw];
  }

  /** Mean biomass density, Mg/ha. */
  public double meanTonnesPerHa() {
    return mean(tonnesPerHa);
  }

  /** Mean Lorey's height, m. */
  public double meanHeightM() {
    return mean(heightM);
  }

  /** Standard deviation of biomass density, Mg/ha. */
  public double deviationTonnesPerHa() {
    return deviation(tonnesPerHa);
  }

  /** Standard deviation of Lorey's height, m. */
  public double deviationHeightM() {
    return deviation(heightM);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }
}
