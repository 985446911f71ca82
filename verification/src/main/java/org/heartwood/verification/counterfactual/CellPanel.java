package org.heartwood.verification.counterfactual;

import java.util.List;

/**
 * The landscape in square cells, in flat arrays: forest pixels at every date, and means of the
 * covariates over what was forest at the start. Cells are ordered by row and column. It owns its
 * arrays; nobody may change them.
 */
public final class CellPanel {
  private final Timeline timeline;
  private final double cellM;
  private final List<MatchingCovariate> covariates;
  private final int[] rows;
  private final int[] cols;
  private final long[] forestPx;
  private final double[] means;
  private final int[] hard;

  /**
   * @param cellM edge of a cell on the ground, m
   * @param covariates names and units of the means
   * @param rows row of each cell, in cells
   * @param cols its column
   * @param forestPx forest pixels, {@code cells × dates}, cell by cell
   * @param means {@code cells × covariates}; 0 where a cell had no forest at the start
   * @param hard code of the classes that most of its forest lies in
   */
  public CellPanel(
      Timeline timeline,
      double cellM,
      List<MatchingCovariate> covariates,
      int[] rows,
      int[] cols,
      long[] forestPx,
      double[] means,
      int[] hard) {
    if (forestPx.length != rows.length * timeline.dates()
        || means.length != rows.length * covariates.size()
        || cols.length != rows.length
        || hard.length != rows.length) {
      throw new IllegalArgumentException("a panel needs one entry a cell, date and covariate");
    }
    this.timeline = timeline;
    this.cellM = cellM;
    this.covariates = List.copyOf(covariates);
    this.rows = rows;
    this.cols = cols;
    this.forestPx = forestPx;
    this.means = means;
    this.hard = hard;
  }

  public int size() {
    return rows.length;
  }

  public Timeline timeline() {
    return timeline;
  }

  /** Edge of a cell on the ground, m. */
  public double cellM() {
    return cellM;
  }

  public List<MatchingCovariate> covariates() {
    return covariates;
  }

  public int row(int cell) {
    return rows[cell];
  }

  public int col(int cell) {
    return cols[cell];
  }

  /** Forest pixels of a cell at a date. */
  public long forestPx(int cell, int date) {
    return forestPx[cell * timeline.dates() + date];
  }

  public double mean(int cell, int covariate) {
    return means[cell * covariates.size() + covariate];
  }

  public int hard(int cell) {
    return hard[cell];
  }

  /** Lost between two dates, share of what was forest at the first of them; 0 without forest. */
  double lossFraction(int cell, int from, int to) {
    long before = forestPx(cell, from);
    return before == 0 ? 0 : (double) (before - forestPx(cell, to)) / before;
  }
}
