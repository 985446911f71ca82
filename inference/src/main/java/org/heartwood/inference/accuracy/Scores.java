package org.heartwood.inference.accuracy;

import java.io.Serializable;
import java.util.List;

/**
 * How far predictions lie from a label map over one area. Errors are prediction − label, per cent
 * of cover.
 *
 * @param pixels pixels with both a prediction and a label
 * @param rmsePct root mean square error
 * @param biasPct mean error; > 0 where the model finds too much cover
 * @param maePct mean absolute error
 * @param forestAccuracyFraction share of pixels on the right side of the forest threshold
 * @param forestIouFraction forest in both ÷ forest in either
 * @param forestPrecisionFraction share of predicted forest that is labelled forest; NaN if none is
 *     predicted
 * @param forestRecallFraction share of labelled forest that is predicted forest; NaN if none is
 *     labelled
 * @param interval90CoverageFraction share of labels inside mean ± 1.645 standard errors
 * @param bins the same by labelled cover; bins without pixels are left out
 */
public record Scores(
    long pixels,
    double rmsePct,
    double biasPct,
    double maePct,
    double forestAccuracyFraction,
    double forestIouFraction,
    double forestPrecisionFraction,
    double forestRecallFraction,
    double interval90CoverageFraction,
    List<Bin> bins)
    implements Serializable {
  public Scores {
    bins = List.copyOf(bins);
  }

  /**
   * Errors of the pixels whose label lies in {@code [lowPct, highPct)}, the last bin closed.
   *
   * @param lowPct lower edge, per cent of cover
   * @param highPct upper edge, per cent of cover
   * @param pixels pixels in the bin, > 0
   * @param rmsePct root mean square error
   * @param biasPct mean error
   * @param interval90CoverageFraction share of labels inside mean ± 1.645 standard errors
   */
  public record Bin(
      double lowPct,
      double highPct,
      long pixels,
      double rmsePct,
      double biasPct,
      double interval90CoverageFraction)
      implements Serializable {}
}
