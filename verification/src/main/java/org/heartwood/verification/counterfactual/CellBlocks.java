package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.List;

/**
 * The cells of one role, by the squares of ground that are resampled as a whole.
 *
 * @param blocks cell numbers of each square that holds any
 */
record CellBlocks(List<int[]> blocks) {
  /**
   * @param blockCells edge of a square, cells
   */
  static CellBlocks of(Study study, Role role, int blockCells) {
    CellPanel panel = study.panel();
    CaliperCells.Places places = new CaliperCells.Places(64);
    List<List<Integer>> members = new ArrayList<>();
    for (int cell = 0; cell < panel.size(); cell++) {
      if (study.role(cell) == role) {
        int place =
            places.add(
                PixelSet.key(
                    Math.floorDiv(panel.row(cell), blockCells),
                    Math.floorDiv(panel.col(cell), blockCells)));
        if (place == members.size()) {
          members.add(new ArrayList<>());
        }
        members.get(place).add(cell);
      }
    }
    return new CellBlocks(
        members.stream().map(m -> m.stream().mapToInt(Integer::intValue).toArray()).toList());
  }

  int size() {
    return blocks.size();
  }
}
