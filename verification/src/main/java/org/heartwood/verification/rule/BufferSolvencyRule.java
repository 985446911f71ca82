package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.ingest.project.Statements.BufferPool;
import org.heartwood.ingest.project.Statements.StatedInterval;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.reversal.BufferAdequacy;

/**
 * A buffer that the expected losses use up: over {@value #HORIZON_YEARS} years, {@code E·(1 − (1 −
 * h)^20)} of the exposed stock E at the yearly hazard h, over the credits set aside. Where the
 * dossier states no pool, the project's own buffer credits and the hazard that imagery shows stand
 * in.
 */
public final class BufferSolvencyRule implements Rule {
  private static final int HORIZON_YEARS = 20;
  private static final double MAX_USED_FRACTION = 0.5;

  private static final RuleCard CARD =
      new RuleCard(
          "X13",
          "1.1",
          "buffer used up by expected losses",
          Question.ACCOUNTING,
          CauseClass.METHODOLOGY,
          List.of("claims.statements.bufferPool", "else the reversal ledger's buffer and hazard"),
          "more than half of the buffer within 20 years, over the whole interval of the hazard",
          "CarbonPlan's analysis of California's buffer pool");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    BufferPool pool = project.stated().bufferPool();
    Optional<BufferAdequacy> own =
        project.run().evidence().flatMap(run -> Optional.ofNullable(run.ledger().buffer()));
    if (pool == null) {
      return Optional.of(
          own.map(BufferSolvencyRule::byOwnHazard)
              .orElseGet(
                  () ->
                      CARD.lacks(
                          "the buffer's balance and the hazard to what it insures",
                          "Buffer contributions, the stock that they insure, and its yearly"
                              + " hazard.")));
    }
    StatedInterval hazard = pool.annualLossFraction();
    return Optional.of(
        judge(
            pool.contributionsCo2eTonnes(),
            BufferAdequacy.expected(
                pool.exposedCo2eTonnes(),
                new Estimate(hazard.value(), 0, hazard.ci90Low(), hazard.ci90High()),
                HORIZON_YEARS),
            "claims.statements.bufferPool",
            own.map(BufferSolvencyRule::overTheHorizon).orElse(List.of())));
  }

  private static Finding byOwnHazard(BufferAdequacy own) {
    return judge(
        own.bufferCo2eTonnes(),
        BufferAdequacy.expected(own.exposedCo2eTonnes(), own.hazardPerYear(), HORIZON_YEARS),
        own.bufferSource() + "; hazard by tables/zone_year.parquet",
        overTheHorizon(own));
  }

  private static List<Quantity> overTheHorizon(BufferAdequacy own) {
    return List.of(
        Quantity.of(
            "the project's own hazard",
            "% per year",
            own.hazardPerYear().times(100),
            "tables/zone_year.parquet"),
        Quantity.of(
            String.format(
                Locale.ROOT, "expected loss in %.1f years at this hazard", own.horizonYears()),
            "tCO2e",
            own.expectedCo2eTonnes(),
            own.horizonSource()));
  }

  private static Finding judge(
      double bufferCo2eTonnes, Estimate expected, String source, List<Quantity> further) {
    double best = expected.mean();
    double low = expected.ci90Low();
    double high = expected.ci90High();
    double limit = MAX_USED_FRACTION * bufferCo2eTonnes;
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(Quantity.exact("buffer", "tCO2e", bufferCo2eTonnes, source));
    quantities.add(new Quantity("expected loss in 20 years", "tCO2e", best, low, high, source));
    quantities.addAll(further);
    String words =
        String.format(
            Locale.ROOT,
            "Within 20 years %,.0f tCO2e (90 %% interval %,.0f to %,.0f) are expected to be lost,"
                + " against a buffer of %,.0f.",
            best,
            low,
            high,
            bufferCo2eTonnes);
    if (low > limit) {
      return CARD.flag(
          words,
          "Even the lower end uses up more than half of the buffer.",
          new Quantity(
              "expected loss beyond the buffer",
              "tCO2e",
              Math.max(0, best - bufferCo2eTonnes),
              Math.max(0, low - bufferCo2eTonnes),
              Math.max(0, high - bufferCo2eTonnes),
              source),
          quantities);
    }
    return high <= limit
        ? CARD.noFlag(words, "Even the upper end leaves half of the buffer.", quantities)
        : CARD.cannotTell(
            words,
            "The interval reaches from below to above half of the buffer.",
            "A hazard measured over more years or a larger region.",
            quantities);
  }
}
