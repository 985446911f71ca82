package org.heartwood.inference.biomass;

import java.util.List;

/**
 * A plot with all that its biomass needs.
 *
 * @param site the site it belongs to
 * @param name its name in the list
 * @param design where its trees were measured
 * @param curve heights of trees without a measured one
 * @param trees its trees
 */
public record Plot(
    String site, String name, PlotDesign design, HeightCurve curve, List<Stem> trees) {
  public Plot {
    trees = List.copyOf(trees);
  }

  /** A tree with its wood density. */
  public record Stem(Tree tree, WoodDensity density) {}

  /** Share of basal area per hectare whose height was measured, 0 to 1; NaN without trees. */
  public double measuredHeightShare() {
    double measured = 0;
    double all = 0;
    for (Stem stem : trees) {
      double diameter = stem.tree().diameterCm();
      double weight = diameter * diameter / design.shareMeasured(diameter);
      all += weight;
      measured += stem.tree().heightM().isPresent() ? weight : 0;
    }
    return measured / all;
  }
}
