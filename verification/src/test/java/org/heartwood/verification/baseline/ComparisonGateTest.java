package org.heartwood.verification.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonGateTest {
  private static MatchedComparison comparison(
      long treated, double matched, int blocks, double smd) {
    return new MatchedComparison(
        Zone.PROJECT,
        2005,
        2010,
        treated,
        matched,
        1000,
        blocks,
        0.1,
        0.1,
        new Estimate(0, 0.1, -0.2, 0.2),
        0.1,
        0.1,
        List.of(
            new Balance("canopy", "share", 1, 1, 1, 0, 0),
            new Balance("edge", "m", 1, 1, 1, smd, 1)));
  }

  @Test
  void aGoodComparisonMayCarryAVerdict() {
    assertThat(ComparisonGate.reasonAgainst(comparison(100, 0.8, 10, -0.25))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 | 0 | 0 | there was no forest in the project at the start of the comparison",
        "100 | 0.79 | 10 | 0 | only 79 % of the forest pixels have like pixels outside (80 %"
            + " needed)",
        "100 | 0.9 | 9 | 0 | the like pixels outside lie in only 9 blocks (10 needed)",
        "100 | 0.9 | 10 | -0.31 | project and like pixels differ by 0.31 standard deviations in a"
            + " covariate (0.25 allowed)",
        "100 | 0.9 | 10 | Infinity | project and like pixels differ by Infinity standard deviations"
            + " in a covariate (0.25 allowed)"
      })
  void saysWhyAComparisonMayNot(
      long treated, double matched, int blocks, double smd, String reason) {
    assertThat(ComparisonGate.reasonAgainst(comparison(treated, matched, blocks, smd)))
        .contains(reason);
  }

  @Test
  void aBalanceThatIsNotKnownIsNotGood() {
    assertThat(ComparisonGate.reasonAgainst(comparison(100, 0.9, 10, Double.NaN))).isPresent();
  }
}
