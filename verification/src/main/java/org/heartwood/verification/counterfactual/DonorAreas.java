package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The treated area as one unit, and squares of about its size outside as donors.
 *
 * @param treated the area
 * @param donors squares of cells where nothing happened, with at least half of its forest
 */
record DonorAreas(Unit treated, List<Unit> donors) {
  private static final double MIN_FOREST_SHARE = 0.5;

  /**
   * An area as a unit of a panel.
   *
   * @param forestPx forest pixels at each date
   * @param means means of the covariates, weighted by forest at the start
   * @param row centre, in cells
   * @param col centre, in cells
   * @param hardShares forest pixels at the start by class
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Unit(
      double[] forestPx, double[] means, double row, double col, Map<Integer, Long> hardShares) {
    /** Lost up to a date, share of the forest at the first. */
    double lostFraction(int date) {
      return forestPx[0] == 0 ? 0 : (forestPx[0] - forestPx[date]) / forestPx[0];
    }

    /** Share of this unit's forest in classes that another has as well. */
    double sharedClasses(Unit other) {
      long shared = 0;
      long all = 0;
      for (Map.Entry<Integer, Long> entry : hardShares.entrySet()) {
        all += entry.getValue();
        shared += other.hardShares.containsKey(entry.getKey()) ? entry.getValue() : 0;
      }
      return all == 0 ? 0 : (double) shared / all;
    }
  }

  static DonorAreas of(Study study) {
    CellPanel panel = study.panel();
    Unit treated = unit(study, cells(study, Role.TREATED));
    int edge = Math.max(1, (int) Math.round(Math.sqrt(cells(study, Role.TREATED).size())));
    Map<Long, List<Integer>> squares = new LinkedHashMap<>();
    for (int cell : cells(study, Role.CONTROL)) {
      squares
          .computeIfAbsent(
              PixelSet.key(
                  Math.floorDiv(panel.row(cell), edge), Math.floorDiv(panel.col(cell), edge)),
              key -> new ArrayList<>())
          .add(cell);
    }
    int start = study.timeline().startIndex();
    List<Unit> donors =
        squares.values().stream()
            .map(cells -> unit(study, cells))
            .filter(donor -> donor.forestPx[start] >= MIN_FOREST_SHARE * treated.forestPx[start])
            .toList();
    return new DonorAreas(treated, donors);
  }

  private static List<Integer> cells(Study study, Role role) {
    List<Integer> cells = new ArrayList<>();
    for (int cell = 0; cell < study.panel().size(); cell++) {
      if (study.role(cell) == role) {
        cells.add(cell);
      }
    }
    return cells;
  }

  private static Unit unit(Study study, List<Integer> cells) {
    CellPanel panel = study.panel();
    Timeline timeline = study.timeline();
    double[] forest = new double[timeline.dates()];
    double[] means = new double[panel.covariates().size()];
    double row = 0;
    double col = 0;
    Map<Integer, Long> classes = new LinkedHashMap<>();
    for (int cell : cells) {
      for (int date = 0; date < forest.length; date++) {
        forest[date] += panel.forestPx(cell, date);
      }
      long weight = panel.forestPx(cell, timeline.startIndex());
      for (int c = 0; c < means.length; c++) {
        means[c] += weight * panel.mean(cell, c);
      }
      row += (double) panel.row(cell) / cells.size();
      col += (double) panel.col(cell) / cells.size();
      classes.merge(panel.hard(cell), weight, Long::sum);
    }
    double total = forest[timeline.startIndex()];
    for (int c = 0; c < means.length; c++) {
      means[c] = total == 0 ? 0 : means[c] / total;
    }
    return new Unit(forest, means, row, col, classes);
  }

  /** Why there is nothing to compare; null if there is. */
  static @Nullable String reasonAgainst(DonorAreas areas, int minDonors, int start) {
    if (areas.treated.forestPx[start] == 0) {
      return "the area held no forest at the start";
    }
    return areas.donors.size() < minDonors
        ? "only "
            + areas.donors.size()
            + " areas of the project's size with half of its forest are left outside ("
            + minDonors
            + " needed)"
        : null;
  }
}
