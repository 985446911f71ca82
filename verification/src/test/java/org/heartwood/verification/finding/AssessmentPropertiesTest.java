package org.heartwood.verification.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.heartwood.ingest.project.Dossier.Vintage;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.additionality.AdditionalityAssessment;
import org.heartwood.verification.baseline.MatchedComparison;
import org.heartwood.verification.counterfactual.Family;
import org.heartwood.verification.counterfactual.MadeUpResult;
import org.heartwood.verification.counterfactual.MapScale;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.heartwood.verification.leakage.LeakageAssessment;
import org.heartwood.verification.reversal.ReversalAssessment;
import org.junit.jupiter.api.Test;

/** Rules that hold between answers, whatever the numbers (METHOD.md §7.5). */
class AssessmentPropertiesTest {
  private static final int TRIALS = 150;
  private static final int PARTS = 5;

  private static final List<Family> ALL =
      List.of(Family.PIXEL_MATCHING, Family.DIFFERENCE_IN_DIFFERENCES);

  /** From best to worst for the project. */
  private static final Map<Verdict, Integer> HARM =
      Map.of(Verdict.NO_FLAG, 0, Verdict.CANNOT_TELL, 1, Verdict.FLAG, 2);

  /** A made-up project's numbers. */
  private record Case(
      List<Vintage> vintages,
      double excess,
      double excessError,
      double lossHa,
      double lossErrorHa,
      double observed,
      int endYear,
      List<Family> heard) {
    static Case random(SplittableRandom random) {
      return new Case(
          MadeUpMeasurements.vintages(),
          0.05 * (random.nextDouble() - 0.5),
          0.01 * random.nextDouble(),
          4 * random.nextDouble() * random.nextDouble(),
          random.nextDouble(),
          1,
          MadeUpMeasurements.LAST_YEAR,
          ALL);
    }

    List<Verdict> verdicts() {
      Measurements measured = MadeUpMeasurements.of(vintages, lossHa, lossErrorHa, observed);
      return List.of(
          AdditionalityAssessment.assess(
                  measured, result(), MapScale.NONE, Optional.of(comparison(Zone.PROJECT)))
              .verdict(),
          LeakageAssessment.assess(
                  measured, result(), MapScale.NONE, Optional.of(comparison(Zone.BELT)))
              .verdict(),
          ReversalAssessment.assess(measured).verdict());
    }

    private ProjectResult result() {
      return MadeUpResult.of(endYear, -excess, excessError, heard);
    }

    private static MatchedComparison comparison(Zone zone) {
      return MadeUpMeasurements.comparison(zone, 0, 0.005);
    }

    Case withLess(SplittableRandom random) {
      return switch (random.nextInt(4)) {
        case 0 ->
            new Case(
                without(vintages, random),
                excess,
                excessError,
                lossHa,
                lossErrorHa,
                observed,
                endYear,
                heard);
        case 1 -> new Case(vintages, excess, excessError, lossHa, lossErrorHa, 0.5, endYear, heard);
        case 2 ->
            new Case(
                vintages,
                excess,
                excessError,
                lossHa,
                lossErrorHa,
                observed,
                endYear,
                heard.subList(0, 1));
        default ->
            new Case(
                vintages, excess, excessError, lossHa, lossErrorHa, observed, endYear - 1, heard);
      };
    }

    Case withMoreLoss(SplittableRandom random) {
      return new Case(
          vintages,
          excess + 0.03 * random.nextDouble(),
          excessError,
          lossHa + 10 * random.nextDouble(),
          lossErrorHa,
          observed,
          endYear,
          heard);
    }
  }

  /** Takes one claim of one vintage away. */
  private static List<Vintage> without(List<Vintage> vintages, SplittableRandom random) {
    int part = random.nextInt(PARTS);
    int at = random.nextInt(vintages.size());
    Vintage v = vintages.get(at);
    List<Vintage> fewer = new ArrayList<>(vintages);
    fewer.set(
        at,
        new Vintage(
            v.year(),
            part == 0 ? null : v.baselineCo2eTonnes(),
            part == 1 ? null : v.projectCo2eTonnes(),
            part == 2 ? null : v.leakageDeductionCo2eTonnes(),
            v.bufferShareFraction(),
            part == 3 ? null : v.issuedCreditsCo2eTonnes(),
            part == 4 ? null : v.issuanceDate()));
    return fewer;
  }

  @Test
  void lessDataNeverTurnsCannotTellIntoNoFlag() {
    SplittableRandom random = new SplittableRandom(31);
    for (int trial = 0; trial < TRIALS; trial++) {
      Case whole = Case.random(random);
      List<Verdict> before = whole.verdicts();
      Case fewer = whole.withLess(random);
      List<Verdict> after = fewer.verdicts();
      for (int i = 0; i < before.size(); i++) {
        if (before.get(i) != Verdict.NO_FLAG) {
          assertThat(after.get(i)).as("%s", fewer).isNotEqualTo(Verdict.NO_FLAG);
        }
      }
    }
  }

  @Test
  void moreLossNeverMakesAnAnswerBetter() {
    SplittableRandom random = new SplittableRandom(32);
    for (int trial = 0; trial < TRIALS; trial++) {
      Case some = Case.random(random);
      List<Verdict> before = some.verdicts();
      Case more = some.withMoreLoss(random);
      List<Verdict> after = more.verdicts();
      for (int i = 0; i < before.size(); i++) {
        assertThat(HARM.get(after.get(i)))
            .as("%s", more)
            .isGreaterThanOrEqualTo(HARM.get(before.get(i)));
      }
    }
  }
}
