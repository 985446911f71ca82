package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.finding.Answer;
import org.heartwood.verification.finding.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What estimators might say: all of a list of families the same, each among 99 placebos that lie
 * evenly within the estimator's own interval around zero.
 */
public final class MadeUpResult {
  public static final int START_YEAR = 2005;
  public static final double BELT_M = 1000;
  private static final long FOREST_PX = 5000;

  private MadeUpResult() {}

  /** All families of estimators, on the project and on the belt alike. */
  public static ProjectResult of(int endYear, double avoidedPerYear, double standardError) {
    return of(
        endYear,
        avoidedPerYear,
        standardError,
        List.of(Family.PIXEL_MATCHING, Family.DIFFERENCE_IN_DIFFERENCES, Family.SYNTHETIC_CONTROL));
  }

  /**
   * A result.
   *
   * @param avoidedPerYear share of the forest at the start
   * @param families one estimator each
   */
  public static ProjectResult of(
      int endYear, double avoidedPerYear, double standardError, List<Family> families) {
    List<EffectEstimate> estimates =
        families.stream()
            .map(family -> estimate(family, endYear, avoidedPerYear, standardError))
            .toList();
    List<Placebo> placebos = new ArrayList<>();
    for (EffectEstimate estimate : estimates) {
      placebos.add(
          new Placebo(
                  estimate.specification(),
                  99,
                  IntStream.rangeClosed(-49, 49)
                      .mapToObj(i -> i / 49.0 * Estimate.Z90 * standardError)
                      .map(avoided -> new Placebo.Place(avoided, FOREST_PX))
                      .toList(),
                  List.of(),
                  1,
                  1,
                  99,
                  0)
              .ranking(estimate, FOREST_PX));
    }
    return new ProjectResult(
        "MADE-UP",
        true,
        START_YEAR,
        endYear,
        0.09,
        area("MADE-UP", 0, estimates),
        placebos,
        List.of(area("ring", 2000, estimates)),
        List.of(area("belt", BELT_M, estimates)),
        RiskMap.cannotTell(64, "made up"),
        null,
        List.of("made up"));
  }

  private static AreaResult area(String name, double toM, List<EffectEstimate> estimates) {
    return new AreaResult(
        name,
        0,
        toM,
        FOREST_PX,
        new Answer(Verdict.CANNOT_TELL, "Made up.", "It is made up", "a real one"),
        estimates);
  }

  private static EffectEstimate estimate(
      Family family, int endYear, double avoidedPerYear, double standardError) {
    List<YearEffect> years = new ArrayList<>();
    for (int year = START_YEAR + 1; year <= endYear; year++) {
      int span = year - START_YEAR;
      years.add(
          new YearEffect(
              year,
              0.02 * span,
              (0.02 + avoidedPerYear) * span,
              interval(avoidedPerYear * span, standardError * span)));
    }
    return new EffectEstimate(
        family,
        family.label(),
        null,
        years,
        interval(avoidedPerYear, standardError),
        "made-up land outside",
        List.of(new Balance("elevation", "m", 1800, 1790, 1700, 0.05, 0.6)),
        0.02,
        (@Nullable String) null,
        List.of());
  }

  private static Estimate interval(double mean, double standardError) {
    return new Estimate(
        mean,
        standardError,
        mean - Estimate.Z90 * standardError,
        mean + Estimate.Z90 * standardError);
  }
}
