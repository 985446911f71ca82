package org.heartwood.verification.standard;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.heartwood.verification.standard.StandardRule.Status;

/** Every rule of a standard that this program computes. */
public final class Standards {
  /**
   * Credits of a reporting period in California's programme, computed by {@link
   * org.heartwood.ingest.project.ClaimsArithmetic}.
   */
  public static final StandardRule CALIFORNIA_CREDITS =
      new StandardRule(
          "F-50",
          "California Air Resources Board, Compliance Offset Protocol U.S. Forest Projects",
          "2011 to 2015",
          "credits of a reporting period from stocks",
          Status.VERIFIED,
          "CarbonPlan's published implementation");

  /** When a verified estimate of a reversal is due in California's programme. */
  public static final StandardRule CALIFORNIA_REVERSAL =
      new StandardRule(
          "F-51",
          "California Air Resources Board, Compliance Offset Protocol U.S. Forest Projects",
          "2015",
          "verified estimate within 23 months of the notice",
          Status.SECONDARY,
          "public texts");

  private Standards() {}

  /** In order of identifier; each identifier once. */
  public static List<StandardRule> all() {
    return Stream.concat(
            Arrays.stream(UncertaintyDeduction.values()).map(UncertaintyDeduction::rule),
            Stream.of(
                NonPermanenceRisk.RULE,
                ThreeDateCode.RULE,
                Vm0047.WEIGHTS,
                Vm0047.BENCHMARK,
                Vm0047.CREDITING,
                Vm0045.LEAKAGE,
                Vm0045.RELATIVE_DENSITY,
                ArtTrees.HFLD,
                CALIFORNIA_CREDITS,
                CALIFORNIA_REVERSAL,
                PactPermanence.RULE))
        .sorted(Comparator.comparing(StandardRule::id))
        .toList();
  }
}
