package org.heartwood.inference.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellFoldsTest {
  private static final double CELL_DEG = 0.15;
  private static final double GUARD_DEG = 0.01;
  private static final int FOLDS = 5;

  private static List<double[]> points() {
    Random random = new Random(7);
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      points.add(new double[] {-53 + 2 * random.nextDouble(), -5 + 2 * random.nextDouble()});
    }
    return points;
  }

  @Test
  void noCellIsInTwoFoldsAndFoldsAreAboutEquallyLarge() {
    List<double[]> points = points();
    CellFolds folds = new CellFolds(points, CELL_DEG, GUARD_DEG, FOLDS);
    Map<String, Integer> foldOfBlock = new HashMap<>();
    int[] counts = new int[FOLDS];
    for (double[] point : points) {
      int fold = folds.fold(point[0], point[1]);
      counts[fold]++;
      String block =
          (long) Math.floor(point[0] / CELL_DEG) + " " + (long) Math.floor(point[1] / CELL_DEG);
      assertThat(folds.block(point[0], point[1])).isEqualTo(block);
      assertThat(foldOfBlock.merge(block, fold, (old, now) -> old)).isEqualTo(fold);
    }
    for (int count : counts) {
      assertThat(count).isBetween(380, 420);
    }
  }

  @Test
  void aPointTeachesNoFoldWhoseCellsAreWithinTheGuard() {
    List<double[]> points = points();
    CellFolds folds = new CellFolds(points, CELL_DEG, GUARD_DEG, FOLDS);
    int kept = 0;
    for (double[] teacher : points) {
      for (double[] held : points) {
        int fold = folds.fold(held[0], held[1]);
        boolean close =
            Math.abs(teacher[0] - held[0]) < GUARD_DEG
                && Math.abs(teacher[1] - held[1]) < GUARD_DEG;
        if (close) {
          assertThat(folds.hiddenFrom(teacher[0], teacher[1]).get(fold)).isTrue();
        }
      }
      kept += folds.hiddenFrom(teacher[0], teacher[1]).cardinality() == 1 ? 1 : 0;
    }
    assertThat(kept).isGreaterThan(points.size() / 2);
  }
}
