package org.heartwood.inference.biomass;

import java.util.List;

/**
 * A training file of kind {@code height-plots}: tree lists, how their errors are drawn, the model's
 * settings, the canopy height maps it is applied to, and the words of the card. Every field must be
 * given; an unknown one is an error.
 *
 * @param kind {@code height-plots}
 * @param inventories the tree lists
 * @param simulation how the errors of trees are drawn
 * @param referenceHeightM height at which the intercept is given, m
 * @param canopy maps that the model is applied to
 * @param card what the card says beyond numbers
 */
public record HeightPlotsSpec(
    String kind,
    List<TreeListSpec> inventories,
    PlotSimulation.Settings simulation,
    double referenceHeightM,
    Canopy canopy,
    CardText card) {
  public HeightPlotsSpec {
    inventories = List.copyOf(inventories);
    if (!kind.equals("height-plots")) {
      throw new IllegalArgumentException("kind must be height-plots, was " + kind);
    }
    if (inventories.isEmpty()) {
      throw new IllegalArgumentException("inventories must name at least one tree list");
    }
  }

  /**
   * Canopy height of one place at two dates.
   *
   * @param before map of the first date, relative to the training file
   * @param beforeSha256 its SHA-256
   * @param after map of the second date
   * @param afterSha256 its SHA-256
   * @param cellPx side of a cell, pixels; a cell should be as large as a plot
   * @param gapHeightM pixels lower than this are gaps, m
   * @param lossM pixels that lost more have fallen, m
   * @param site the inventory of the same forest, with which heights are compared
   */
  public record Canopy(
      String before,
      String beforeSha256,
      String after,
      String afterSha256,
      int cellPx,
      double gapHeightM,
      double lossM,
      String site) {}

  /**
   * What the card says beyond numbers.
   *
   * @param name of the model
   * @param version of the model
   * @param statusReason why it is operational
   * @param origin where the plots come from
   * @param licence of the plots and of the coefficients
   * @param citation how to cite the plots
   * @param intendedUse what it is for
   * @param refusals what it must not be used for
   * @param limits what it cannot do
   */
  public record CardText(
      String name,
      String version,
      String statusReason,
      String origin,
      String licence,
      String citation,
      String intendedUse,
      List<String> refusals,
      List<String> limits) {
    public CardText {
      refusals = List.copyOf(refusals);
      limits = List.copyOf(limits);
    }
  }
}
