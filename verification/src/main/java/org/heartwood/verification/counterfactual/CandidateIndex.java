package org.heartwood.verification.counterfactual;

import java.util.List;

/**
 * The candidates that were kept, ordered by cell and by row and column, and where each cell's
 * begin.
 */
public final class CandidateIndex {
  private final List<MatchingCovariate> covariates;
  private final CaliperCells cells;
  private final CaliperCells.Places places;
  private final int[] starts;
  private final PixelSet pixels;

  /**
   * @param covariates what partners are alike in, in the order of the pixels' values
   * @param kept candidates in any order, each once
   */
  public CandidateIndex(List<MatchingCovariate> covariates, PixelSet kept) {
    this.covariates = List.copyOf(covariates);
    this.cells = new CaliperCells(covariates);
    PixelSet byKey = kept.ordered();
    this.places = new CaliperCells.Places(Math.max(16, kept.size() / 8));
    int[] place = new int[byKey.size()];
    for (int i = 0; i < place.length; i++) {
      place[i] = places.add(cells.cell(byKey.hard(i), byKey.values(), i * byKey.covariates()));
    }
    this.starts = new int[places.size() + 1];
    for (int p : place) {
      starts[p + 1]++;
    }
    for (int p = 0; p < places.size(); p++) {
      starts[p + 1] += starts[p];
    }
    int[] next = starts.clone();
    int[] order = new int[place.length];
    for (int i = 0; i < place.length; i++) {
      order[next[place[i]]] = i;
      next[place[i]]++;
    }
    this.pixels = byKey.chosen(order);
  }

  public List<MatchingCovariate> covariates() {
    return covariates;
  }

  /** The candidates. */
  public PixelSet pixels() {
    return pixels;
  }

  /** Receives candidates that lie in one cell. */
  interface Range {
    void cell(int from, int to);
  }

  /** The candidates in every cell that a pixel touches. */
  void near(PixelSet of, int i, Range range) {
    cells.touched(
        of.hard(i),
        of.values(),
        i * of.covariates(),
        cell -> {
          int place = places.find(cell);
          if (place >= 0) {
            range.cell(starts[place], starts[place + 1]);
          }
        });
  }
}
