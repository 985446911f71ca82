package org.heartwood.inference.biomass;

import java.util.List;
import org.heartwood.inference.model.CardText;
import org.heartwood.inference.model.ModelCard;

/**
 * A training file of kind {@code height-plots}: tree lists, how their errors are drawn, the model's
 * settings, the canopy height maps it is applied to, and the words of the card. Every field must be
 * given; an unknown one is an error.
 *
 * @param kind always {@value #KIND}
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
    Words card) {
  /** Value of {@code kind}. */
  public static final String KIND = "height-plots";

  public HeightPlotsSpec {
    inventories = List.copyOf(inventories);
    if (!kind.equals(KIND)) {
      throw new IllegalArgumentException("kind must be " + KIND + ", was " + kind);
    }
    if (inventories.isEmpty()) {
      throw new IllegalArgumentException("inventories must name at least one tree list");
    }
  }

  /**
   * Canopy height of one place at two dates.
   *
   * @param before map of the first date, relative to the training file
   * @param after map of the second date
   * @param cellPx side of a cell, pixels; a cell should be as large as a plot
   * @param gapHeightM pixels lower than this are gaps, m
   * @param lossM pixels that lost more have fallen, m
   * @param site the inventory of the same forest, with which heights are compared
   */
  public record Canopy(
      String before, String after, int cellPx, double gapHeightM, double lossM, String site) {}

  /**
   * What the card says beyond numbers.
   *
   * @param name of the model
   * @param version of the model
   * @param task what it predicts from what, one sentence
   * @param status whether verdicts may rest on it
   * @param heightFormula what the height is, in the fit and on a map
   * @param origin where the plots come from
   * @param dataLicence licence of the plots
   * @param licence licence of the model
   * @param limits known failures
   * @param intendedUse what it is for
   * @param refusals what it must not be used for
   */
  public record Words(
      String name,
      String version,
      String task,
      ModelCard.Status status,
      String heightFormula,
      String origin,
      String dataLicence,
      String licence,
      List<String> limits,
      List<String> intendedUse,
      List<String> refusals)
      implements CardText {
    public Words {
      limits = List.copyOf(limits);
      intendedUse = List.copyOf(intendedUse);
      refusals = List.copyOf(refusals);
    }
  }
}
