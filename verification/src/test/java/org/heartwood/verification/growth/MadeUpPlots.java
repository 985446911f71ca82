package org.heartwood.verification.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Landscapes whose truth is planted: cover before the start follows where a plot lies, and growth
 * after it follows that cover, squares of ground that grow alike, and the project.
 */
public final class MadeUpPlots {
  public static final GrowthDates DATES = new GrowthDates(1996, 2001, 2005, 2011);
  private static final int SIDE = 50;

  private MadeUpPlots() {}

  /**
   * Plots; the project lies in the middle.
   *
   * @param extraPct what the project's land gains beyond
   * @param trendPct what it gained more each year before the start
   */
  public static List<GrowthPlot> of(long seed, double extraPct, double trendPct) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] ground = new double[SIDE / 5][SIDE / 5];
    double[][] luck = new double[SIDE / 5][SIDE / 5];
    for (int row = 0; row < ground.length; row++) {
      for (int col = 0; col < ground.length; col++) {
        ground[row][col] = 15 + 20 * random.nextDouble();
        luck[row][col] = 2 * random.nextGaussian();
      }
    }
    List<GrowthPlot> plots = new ArrayList<>();
    for (int row = 0; row < SIDE; row++) {
      for (int col = 0; col < SIDE; col++) {
        boolean inside = row >= 18 && row < 28 && col >= 22 && col < 32;
        double early = ground[row / 5][col / 5] + 3 * random.nextGaussian();
        double before = early + random.nextGaussian() + (inside ? 5 * trendPct : 0);
        double start = before + random.nextGaussian() + (inside ? 4 * trendPct : 0);
        double end =
            start
                + 0.2 * start
                + luck[row / 5][col / 5]
                + 2 * random.nextGaussian()
                + (inside ? extraPct : 0);
        plots.add(new GrowthPlot(row, col, inside, List.of(early, before, start, end)));
      }
    }
    return plots;
  }
}
