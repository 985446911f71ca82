package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;

/**
 * A square of forest whose loss is known: every pixel has two covariates, loss depends on them and
 * on squares of ground that are hit as a whole, and a project in its middle may have had an effect.
 */
final class MadeUpLandscape {
  static final Timeline TIMELINE =
      new Timeline(List.of(2000, 2002, 2004, 2006, 2008, 2010, 2012, 2014), 5);
  static final List<MatchingCovariate> COVARIATES =
      List.of(
          new MatchingCovariate("elevation", "m", 50), new MatchingCovariate("access", "min", 10));
  static final int EDGE_PX = 480;
  private static final int CELL_PX = 16;
  private static final int CLUMP_PX = 16;

  private final PixelSet pixels;
  private final CellPanel panel;
  private final BitSet inArea = new BitSet();
  private final double truth;

  /**
   * @param factor by which the project multiplies its loss from the start on; 1 is no effect
   */
  MadeUpLandscape(long seed, double factor) {
    SplittableRandom random = new SplittableRandom(seed);
    int clumps = EDGE_PX / CLUMP_PX;
    double[] clump = new double[clumps * clumps];
    for (int i = 0; i < clump.length; i++) {
      clump[i] = 0.2 + 1.6 * random.nextDouble();
    }
    int dates = TIMELINE.dates();
    int start = TIMELINE.startIndex();
    int across = EDGE_PX / CELL_PX;
    long[] forest = new long[across * across * dates];
    double[] sums = new double[across * across * 2];
    List<long[]> kept = new ArrayList<>();
    List<float[]> values = new ArrayList<>();
    double avoided = 0;
    long treated = 0;
    for (int row = 0; row < EDGE_PX; row++) {
      for (int col = 0; col < EDGE_PX; col++) {
        float elevation = (float) (300 + 150 * Math.sin(row / 37.0) + 20 * random.nextDouble());
        float access = (float) (60 + 40 * Math.cos(col / 29.0) + 5 * random.nextDouble());
        double yearly =
            0.012
                * clump[row / CLUMP_PX * clumps + col / CLUMP_PX]
                * Math.exp((300 - elevation) / 300)
                * Math.exp((60 - access) / 60);
        boolean inside = inside(row, col);
        int lostBy = dates;
        for (int date = 1; date < dates && lostBy == dates; date++) {
          double chance = 2 * yearly * (inside && date > start ? factor : 1);
          if (random.nextDouble() < chance) {
            lostBy = date;
          }
        }
        int cell = row / CELL_PX * across + col / CELL_PX;
        for (int date = 0; date < lostBy; date++) {
          forest[cell * dates + date]++;
        }
        if (lostBy > start) {
          kept.add(new long[] {PixelSet.key(row, col), lostBy});
          values.add(new float[] {elevation, access});
          sums[2 * cell] += elevation;
          sums[2 * cell + 1] += access;
          if (inside) {
            treated++;
            avoided += Math.pow(1 - 2 * yearly * factor, 2) - Math.pow(1 - 2 * yearly, 2);
          }
        }
      }
    }
    this.truth = avoided / treated / 4;
    this.pixels = set(kept, values);
    this.panel = panel(across, forest, sums, dates, start);
  }

  private static PixelSet set(List<long[]> kept, List<float[]> values) {
    long[] keys = new long[kept.size()];
    byte[] lostBy = new byte[kept.size()];
    float[] flat = new float[2 * kept.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = kept.get(i)[0];
      lostBy[i] = (byte) kept.get(i)[1];
      flat[2 * i] = values.get(i)[0];
      flat[2 * i + 1] = values.get(i)[1];
    }
    return new PixelSet(2, keys, new int[keys.length], flat, lostBy);
  }

  private CellPanel panel(int across, long[] forest, double[] sums, int dates, int start) {
    int[] rows = new int[across * across];
    int[] cols = new int[across * across];
    double[] means = new double[sums.length];
    for (int cell = 0; cell < rows.length; cell++) {
      rows[cell] = cell / across;
      cols[cell] = cell % across;
      long atStart = Math.max(1, forest[cell * dates + start]);
      means[2 * cell] = sums[2 * cell] / atStart;
      means[2 * cell + 1] = sums[2 * cell + 1] / atStart;
      inArea.set(cell, inside(rows[cell] * CELL_PX, cols[cell] * CELL_PX));
    }
    return new CellPanel(
        TIMELINE, 480, COVARIATES, rows, cols, forest, means, new int[rows.length]);
  }

  static boolean inside(int row, int col) {
    return row >= 160 && row < 320 && col >= 160 && col < 320;
  }

  /** Avoided loss a year that the project really had, share of its forest at the start. */
  double truth() {
    return truth;
  }

  PixelSet pixels() {
    return pixels;
  }

  CellPanel panel() {
    return panel;
  }

  PixelSet sampled(int stepPx) {
    return chosen((row, col) -> inside(row, col) && row % stepPx == 0 && col % stepPx == 0 ? 1 : 0);
  }

  PixelSet outside() {
    return chosen((row, col) -> inside(row, col) ? 0 : 1);
  }

  private PixelSet chosen(IntBinaryOperator test) {
    return pixels.chosen(
        IntStream.range(0, pixels.size())
            .filter(i -> test.applyAsInt(pixels.row(i), pixels.col(i)) == 1)
            .toArray());
  }

  Study study(int stepPx) {
    return study(sampled(stepPx), outside());
  }

  Study study(PixelSet treated, PixelSet candidates) {
    return Study.of(
        "made up",
        treated,
        new CandidateIndex(COVARIATES, candidates),
        new BitSet(),
        panel,
        inArea,
        new BitSet(),
        1);
  }
}
