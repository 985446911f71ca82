package org.heartwood.verification.rule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.ingest.project.Statements.BufferPool;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;

/**
 * A buffer that the expected losses use up: over {@value #HORIZON_YEARS} years, {@code E·(1 − (1 −
 * h)^20)} of the exposed stock E at the yearly hazard h, over the credits set aside.
 */
public final class BufferSolvencyRule implements Rule {
  private static final int HORIZON_YEARS = 20;
  private static final double MAX_USED_FRACTION = 0.5;

  private static final RuleCard CARD =
      new RuleCard(
          "X13",
          "1.0",
          "buffer used up by expected losses",
          Question.ACCOUNTING,
          CauseClass.METHODOLOGY,
          List.of("claims.statements.bufferPool"),
          "more than half of the buffer within 20 years, over the whole interval of the hazard",
          "CarbonPlan's analysis of California's buffer pool");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    BufferPool pool = project.stated().bufferPool();
    if (pool == null) {
      return Optional.of(
          CARD.lacks(
              "the buffer's balance and the hazard to what it insures",
              "Buffer contributions, the stock that they insure, and its yearly hazard."));
    }
    double best = lossCo2eTonnes(pool, pool.annualLossFraction().value());
    double low = lossCo2eTonnes(pool, pool.annualLossFraction().ci90Low());
    double high = lossCo2eTonnes(pool, pool.annualLossFraction().ci90High());
    double limit = MAX_USED_FRACTION * pool.contributionsCo2eTonnes();
    List<Quantity> quantities =
        List.of(
            Quantity.exact(
                "buffer", "tCO2e", pool.contributionsCo2eTonnes(), "claims.statements.bufferPool"),
            new Quantity(
                "expected loss in 20 years",
                "tCO2e",
                best,
                low,
                high,
                "claims.statements.bufferPool"));
    String words =
        String.format(
            Locale.ROOT,
            "Within 20 years %,.0f tCO2e (90 %% interval %,.0f to %,.0f) are expected to be lost,"
                + " against a buffer of %,.0f.",
            best,
            low,
            high,
            pool.contributionsCo2eTonnes());
    if (low > limit) {
      return Optional.of(
          CARD.flag(
              words,
              "Even the lower end uses up more than half of the buffer.",
              new Quantity(
                  "expected loss beyond the buffer",
                  "tCO2e",
                  Math.max(0, best - pool.contributionsCo2eTonnes()),
                  Math.max(0, low - pool.contributionsCo2eTonnes()),
                  Math.max(0, high - pool.contributionsCo2eTonnes()),
                  "claims.statements.bufferPool"),
              quantities));
    }
    return Optional.of(
        high <= limit
            ? CARD.noFlag(words, "Even the upper end leaves half of the buffer.", quantities)
            : CARD.cannotTell(
                words,
                "The interval reaches from below to above half of the buffer.",
                "A hazard measured over more years or a larger region.",
                quantities));
  }

  private static double lossCo2eTonnes(BufferPool pool, double hazard) {
    double kept = StrictMath.pow(1 - Math.min(1, Math.max(0, hazard)), HORIZON_YEARS);
    return pool.exposedCo2eTonnes() * (1 - kept);
  }
}
