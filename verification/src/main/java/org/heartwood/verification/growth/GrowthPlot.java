package org.heartwood.verification.growth;

import java.util.List;

/**
 * A square of ground.
 *
 * @param row place on the grid of plots, from the north
 * @param col place on the grid of plots, from the west
 * @param inProject whether at least three quarters of it lie in the project; else it lies wholly in
 *     the comparison area
 * @param coverPct mean canopy cover at each of {@link GrowthDates#years}, per cent
 */
public record GrowthPlot(int row, int col, boolean inProject, List<Double> coverPct) {
  public GrowthPlot {
    coverPct = List.copyOf(coverPct);
  }

  /** Cover gained from the start to the end, per cent of the ground. */
  double gainPct() {
    return coverPct.get(coverPct.size() - 1) - startPct();
  }

  /** Cover at the start, per cent. */
  double startPct() {
    return coverPct.get(coverPct.size() - 2);
  }

  /** Cover at the dates up to the start. */
  List<Double> history() {
    return coverPct.subList(0, coverPct.size() - 1);
  }
}
