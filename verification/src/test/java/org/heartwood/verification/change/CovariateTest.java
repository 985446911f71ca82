package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CovariateTest {
  @Test
  void everyCombinationOfClassesIsAStratumOfItsOwn() {
    Set<Integer> strata = new HashSet<>();
    for (long edge : new long[] {0, 45, 90, 180, 360}) {
      for (long forest : new long[] {0, 800, 950}) {
        for (long loss : new long[] {0, 1, 50}) {
          for (long canopy : new long[] {0, 600, 700}) {
            strata.add(Covariate.stratum(new long[] {edge, forest, loss, canopy}));
          }
        }
      }
    }
    assertThat(strata).hasSize(135);
  }

  @Test
  void aValueBelongsToTheClassThatItReaches() {
    assertThat(Covariate.stratum(new long[] {44, 799, 0, 599}))
        .isEqualTo(Covariate.stratum(new long[] {0, 0, 0, 0}))
        .isNotEqualTo(Covariate.stratum(new long[] {45, 799, 0, 599}));
  }
}
