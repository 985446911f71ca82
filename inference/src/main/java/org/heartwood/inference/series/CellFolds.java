package org.heartwood.inference.series;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Spatial folds of points: the ground is cut into cells of longitude and latitude, and all points
 * of a cell are in one fold. Cells are dealt out from the fullest to the emptiest, each to the fold
 * that has fewest points by then, so that folds are about equally large.
 */
final class CellFolds {
  private final double cellDeg;
  private final double guardDeg;
  private final Map<Cell, Integer> foldOfCell = new HashMap<>();

  /** A cell by its column from longitude 0 and its row from latitude 0. */
  private record Cell(long col, long row) {}

  /**
   * @param points longitude and latitude of every point, degrees
   * @param cellDeg side of a cell, degrees
   * @param guardDeg a point this close to a cell of another fold must not teach that fold's model
   * @param folds how many, > 1
   */
  CellFolds(List<double[]> points, double cellDeg, double guardDeg, int folds) {
    this.cellDeg = cellDeg;
    this.guardDeg = guardDeg;
    Map<Cell, Integer> counts = new HashMap<>();
    points.forEach(point -> counts.merge(cell(point[0], point[1]), 1, Integer::sum));
    List<Cell> cells = new ArrayList<>(counts.keySet());
    cells.sort(
        Comparator.<Cell>comparingInt(cell -> -counts.getOrDefault(cell, 0))
            .thenComparingLong(Cell::col)
            .thenComparingLong(Cell::row));
    int[] load = new int[folds];
    for (Cell cell : cells) {
      int least = 0;
      for (int fold = 1; fold < folds; fold++) {
        least = load[fold] < load[least] ? fold : least;
      }
      foldOfCell.put(cell, least);
      load[least] += counts.getOrDefault(cell, 0);
    }
  }

  private Cell cell(double lonDeg, double latDeg) {
    return new Cell((long) Math.floor(lonDeg / cellDeg), (long) Math.floor(latDeg / cellDeg));
  }

  /** The fold of one of the points. */
  int fold(double lonDeg, double latDeg) {
    Integer fold = foldOfCell.get(cell(lonDeg, latDeg));
    if (fold == null) {
      throw new IllegalArgumentException("no point lies in the cell of " + lonDeg + ", " + latDeg);
    }
    return fold;
  }

  /** Name of the cell of a point. */
  String block(double lonDeg, double latDeg) {
    Cell cell = cell(lonDeg, latDeg);
    return cell.col() + " " + cell.row();
  }

  /** The folds whose model must not learn from a point: its own, and those within the guard. */
  BitSet hiddenFrom(double lonDeg, double latDeg) {
    BitSet folds = new BitSet();
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        Integer fold = foldOfCell.get(cell(lonDeg + dx * guardDeg, latDeg + dy * guardDeg));
        if (fold != null) {
          folds.set(fold);
        }
      }
    }
    return folds;
  }
}
