package org.heartwood.inference.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrientationTest {
  @Test
  void theEightOrientationsDifferAndEachMovesEveryPixelToAPlaceOfItsOwn() {
    Set<List<Integer>> all = new HashSet<>();
    for (int code = 0; code < 8; code++) {
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        places.add(new Orientation(code).index(i / 3, i % 3, 3));
      }
      assertThat(places).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8);
      all.add(places);
    }

    assertThat(all).hasSize(8);
  }

  @Test
  void aNinthOrientationIsRefused() {
    assertThatThrownBy(() -> new Orientation(8)).hasMessageContaining("0 to 7, was 8");
  }
}
