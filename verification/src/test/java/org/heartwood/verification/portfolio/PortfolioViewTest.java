package org.heartwood.verification.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.finding.Verdict;
import org.heartwood.verification.portfolio.PortfolioView.Checked;
import org.heartwood.verification.rule.RuleBook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PortfolioViewTest {
  private static Finding finding(String rule, Verdict verdict, @Nullable Quantity size) {
    return new Finding(
        rule,
        Question.ACCOUNTING,
        rule + " made up, version 1.0",
        verdict,
        "made up",
        "made up",
        null,
        size,
        List.of(),
        List.of(),
        List.of(),
        "registry");
  }

  private static Quantity size(double value, @Nullable Double low, @Nullable Double high) {
    return new Quantity("size", "tCO2e", value, low, high, "made up");
  }

  @Test
  void flagsAreRankedByTonnesTimesConfidence() {
    PortfolioView view =
        PortfolioView.of(
            List.of(
                new Checked("A", List.of(finding("C02", Verdict.FLAG, size(100, null, null)))),
                new Checked("B", List.of(finding("X03", Verdict.FLAG, size(150, -200.0, 500.0)))),
                new Checked("C", List.of(finding("X03", Verdict.FLAG, size(160, 100.0, 220.0)))),
                new Checked("D", List.of(finding("X03", Verdict.CANNOT_TELL, null))),
                new Checked("E", List.of(finding("X06", Verdict.FLAG, null)))),
            RuleBook.cards());
    assertThat(view.ranking())
        .extracting(PortfolioView.Ranked::project)
        .containsExactly("C", "B", "A", "E");
    // The half-width of 350 at 90 % makes a standard error of 212.8: Φ(150/212.8) = 0.7596.
    assertThat(view.ranking().get(1).confidence()).isCloseTo(0.7596, within(5e-4));
    assertThat(view.causes())
        .extracting(PortfolioView.Cause::rule)
        .containsExactly("X03", "C02", "X06");
    PortfolioView.Cause common = view.causes().get(0);
    assertThat(common.flags()).containsExactly("B", "C");
    assertThat(common.cannotTell()).isEqualTo(1);
    assertThat(common.co2eTonnes()).isEqualTo(310);
    assertThat(view.causes().get(2).unsized()).isEqualTo(1);
  }

  @Test
  void aSizeBelowZeroWeighsNothing() {
    assertThat(PortfolioView.confidence(size(-5, null, null))).isZero();
    assertThat(PortfolioView.confidence(size(5, null, null))).isEqualTo(1);
    assertThat(PortfolioView.confidence(null)).isZero();
  }
}
