package org.heartwood.inference.accuracy;

import java.util.ArrayList;
import java.util.List;

/** Adds up errors pixel by pixel; see {@link Scores} for what comes out. */
public final class ScoreSums {
  private static final int BIN_WIDTH_PCT = 20;
  private static final int BINS = 100 / BIN_WIDTH_PCT;
  private static final double DECIMALS = 1e4;

  private final double forestThresholdPct;
  private final BinSums all = new BinSums();
  private final BinSums[] bins = new BinSums[BINS];
  private double absolute;
  private long bothForest;
  private long onlyPredicted;
  private long onlyLabelled;

  /**
   * @param forestThresholdPct cover from which a pixel counts as forest, per cent
   */
  public ScoreSums(double forestThresholdPct) {
    this.forestThresholdPct = forestThresholdPct;
    for (int i = 0; i < BINS; i++) {
      bins[i] = new BinSums();
    }
  }

  /** Adds a pixel; all in per cent of cover. */
  public void add(double meanPct, double standardErrorPct, double labelPct) {
    double error = meanPct - labelPct;
    boolean covered = Math.abs(error) <= Conformal.NORMAL_90 * standardErrorPct;
    all.add(error, covered);
    bins[Math.min(BINS - 1, (int) (labelPct / BIN_WIDTH_PCT))].add(error, covered);
    absolute += Math.abs(error);
    boolean predicted = meanPct >= forestThresholdPct;
    boolean labelled = labelPct >= forestThresholdPct;
    if (predicted && labelled) {
      bothForest++;
    } else if (predicted) {
      onlyPredicted++;
    } else if (labelled) {
      onlyLabelled++;
    }
  }

  /** Whether a pixel has been added. */
  public boolean any() {
    return all.pixels > 0;
  }

  /** The scores of the pixels added; at least one. */
  public Scores scores() {
    List<Scores.Bin> scored = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      if (bins[i].pixels > 0) {
        scored.add(bins[i].bin(i * BIN_WIDTH_PCT, (i + 1) * BIN_WIDTH_PCT));
      }
    }
    double pixels = all.pixels;
    return new Scores(
        all.pixels,
        all.rmse(),
        all.bias(),
        rounded(absolute / pixels),
        rounded(1 - (onlyPredicted + onlyLabelled) / pixels),
        rounded(bothForest / (double) (bothForest + onlyPredicted + onlyLabelled)),
        rounded(bothForest / (double) (bothForest + onlyPredicted)),
        rounded(bothForest / (double) (bothForest + onlyLabelled)),
        all.coverage(),
        scored);
  }

  /** To four decimals, so that cards stay readable; NaN stays NaN. */
  static double rounded(double value) {
    return Double.isNaN(value) ? value : Math.round(value * DECIMALS) / DECIMALS;
  }

  private static final class BinSums {
    private long pixels;
    private long covered;
    private double sum;
    private double squares;

    void add(double error, boolean inInterval) {
      pixels++;
      covered += inInterval ? 1 : 0;
      sum += error;
      squares += error * error;
    }

    double rmse() {
      return rounded(Math.sqrt(squares / pixels));
    }

    double bias() {
      return rounded(sum / pixels);
    }

    double coverage() {
      return rounded(covered / (double) pixels);
    }

    Scores.Bin bin(double lowPct, double highPct) {
      return new Scores.Bin(lowPct, highPct, pixels, rmse(), bias(), coverage());
    }
  }
}
