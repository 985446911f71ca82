package org.heartwood.inference.biomass;

/**
 * On what ground trees were measured: all trees from a threshold diameter on the whole plot,
 * smaller ones only on a strip of it.
 *
 * @param plotAreaHa area of a whole plot, > 0 ha
 * @param minimumDiameterCm diameter from which trees count, cm
 * @param thresholdDiameterCm diameter from which they were measured on the whole plot, cm
 * @param stripWidthM width of the strip on which smaller ones were measured, m
 * @param plotWidthM width of the plot across the strip, m, at least the strip's
 * @param evidence how all this is known
 */
public record PlotDesign(
    double plotAreaHa,
    double minimumDiameterCm,
    double thresholdDiameterCm,
    double stripWidthM,
    double plotWidthM,
    String evidence) {
  public PlotDesign {
    if (!(plotAreaHa > 0 && plotAreaHa <= 100)) {
      throw new IllegalArgumentException(
          "plotAreaHa must be above 0 and at most 100 ha, was " + plotAreaHa);
    }
    if (!(minimumDiameterCm > 0 && minimumDiameterCm <= thresholdDiameterCm)) {
      throw new IllegalArgumentException(
          "minimumDiameterCm must be above 0 and at most thresholdDiameterCm, was "
              + minimumDiameterCm
              + " with a threshold of "
              + thresholdDiameterCm);
    }
    if (!(stripWidthM > 0 && stripWidthM <= plotWidthM)) {
      throw new IllegalArgumentException(
          "stripWidthM must be above 0 and at most plotWidthM, was "
              + stripWidthM
              + " of "
              + plotWidthM
              + " m");
    }
    if (evidence.isBlank()) {
      throw new IllegalArgumentException("evidence must say how the design is known, was empty");
    }
  }

  /** Share of the plot on which trees of a diameter were measured, 0 to 1. */
  public double shareMeasured(double diameterCm) {
    return diameterCm >= thresholdDiameterCm ? 1 : stripWidthM / plotWidthM;
  }
}
