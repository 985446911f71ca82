package org.heartwood.inference.biomass;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Width of the strip on which small trees were measured, from where they stand: across the
 * direction in which the middle eight tenths of a plot's small trees lie closest, the range of n
 * trees times {@code (n + 1)/(n − 1)}, which undoes that n random places span less than the strip;
 * median over plots with at least eight small trees. A check of the stated design, good to the
 * error of the positions.
 */
final class StripWidth {
  private static final int MINIMUM_TREES = 8;

  private StripWidth() {}

  /** Measured width, m; NaN if the strip is the whole plot or no plot has enough trees. */
  static double measuredM(TreeList list) {
    PlotDesign design = list.spec().design();
    if (design.stripWidthM() >= design.plotWidthM()) {
      return Double.NaN;
    }
    List<Double> widths = new ArrayList<>();
    list.trees().stream()
        .filter(tree -> tree.place().isPresent())
        .filter(tree -> tree.diameterCm() < design.thresholdDiameterCm())
        .collect(Collectors.groupingBy(Tree::plot))
        .values()
        .stream()
        .filter(trees -> trees.size() >= MINIMUM_TREES)
        .forEach(trees -> widths.add(width(trees)));
    double[] sorted = widths.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }

  private static double width(List<Tree> trees) {
    double narrowest = Double.POSITIVE_INFINITY;
    double range = Double.NaN;
    for (int halfDegrees = 0; halfDegrees < 360; halfDegrees++) {
      double angle = StrictMath.toRadians(halfDegrees / 2.0);
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      double[] across =
          trees.stream()
              .map(tree -> tree.place().orElseThrow())
              .mapToDouble(place -> place.eastM() * cos + place.northM() * sin)
              .sorted()
              .toArray();
      int tenth = across.length / 10;
      double middle = across[across.length - 1 - tenth] - across[tenth];
      if (middle < narrowest) {
        narrowest = middle;
        range = across[across.length - 1] - across[0];
      }
    }
    int n = trees.size();
    return range * (n + 1) / (n - 1);
  }
}
