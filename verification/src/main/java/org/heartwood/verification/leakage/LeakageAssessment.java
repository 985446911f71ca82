package org.heartwood.verification.leakage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.baseline.ComparisonGate;
import org.heartwood.verification.baseline.MatchedComparison;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.finding.Answer;
import org.heartwood.verification.finding.ClaimTotals;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Measurements.ClaimDensity;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.finding.Verdict;

/**
 * Did loss move into the belt around the project? The belt is compared with like pixels farther
 * out, never with its own past rate (METHOD.md §7.2, rule X14 in its first version).
 */
public final class LeakageAssessment {
  private static final List<String> NOT_YET =
      List.of(
          "One belt of one width; rings at several distances would show where the effect ends.",
          "Displacement beyond the belt, and through markets, is not seen.",
          "Loss in the belt that would have come anyway for reasons the covariates do not hold (a"
              + " new road, say) counts as leakage.");

  private LeakageAssessment() {}

  /** Answers the question from a comparison of the belt over the claimed vintages. */
  public static Finding assess(Measurements measured, MatchedComparison comparison) {
    double forestHa = measured.forestHa(Zone.BELT, comparison.startYear());
    Estimate excessHa = comparison.excessLossFraction().times(forestHa);
    ClaimTotals claims = new ClaimTotals(measured.dossier().claims());
    ClaimDensity density = measured.claimDensity();
    OptionalDouble declaredHa = density.hectares(claims.leakageCo2eTonnes());
    OptionalDouble benefitHa = density.hectares(claims.avoidedCo2eTonnes());

    List<Quantity> quantities = new ArrayList<>();
    quantities.add(
        Quantity.exact(
            "forest in the belt in " + comparison.startYear(),
            "ha",
            forestHa,
            "tables/zone_year.parquet, forest_ha"));
    quantities.add(
        Quantity.exact(
            "share lost in the belt, " + comparison.startYear() + "–" + comparison.endYear(),
            "%",
            100 * comparison.observedLossFraction(),
            "METHOD.md §6.2"));
    quantities.add(
        Quantity.exact(
            "share lost by like pixels farther out",
            "%",
            100 * comparison.expectedLossFraction(),
            "METHOD.md §6.2"));
    quantities.add(Quantity.of("excess loss in the belt", "ha", excessHa, "METHOD.md §7.2"));
    declaredHa.ifPresent(
        ha ->
            quantities.add(
                Quantity.exact(
                    "leakage deducted, as area",
                    "ha",
                    ha,
                    "claims.vintages, leakageDeductionCo2eTonnes")));

    Optional<String> gate =
        measured.modelOutside().or(() -> ComparisonGate.reasonAgainst(comparison));
    Optional<String> outside = measured.claimsOutside(comparison.startYear(), comparison.endYear());
    double declared = declaredHa.orElse(0);
    double material =
        measured.dossier().method().leakageMaterialityFraction() * benefitHa.orElse(0);
    Answer answer = answer(gate, outside, excessHa, declaredHa, benefitHa, declared, material);
    Quantity size =
        gate.isPresent() || outside.isPresent()
            ? null
            : Quantity.of(
                "excess loss beyond the deduction",
                "tCO2e",
                excessHa.minus(declared).times(density.co2eTonnesPerHa()),
                "METHOD.md §7.2");
    return new Finding(
        "leakage",
        Question.LEAKAGE,
        "X14 leakage displacement, version 0.1",
        answer.verdict(),
        answer.headline(),
        answer.reason(),
        answer.wouldSettle(),
        size,
        quantities,
        List.of(
            "tables/zone_year.parquet",
            "tables/matching_strata.parquet",
            "tables/balance.parquet",
            "layers.gpkg: zones, loss_patches"),
        NOT_YET,
        "registry reviewer");
  }

  private static Answer answer(
      Optional<String> gate,
      Optional<String> outside,
      Estimate excessHa,
      OptionalDouble declaredHa,
      OptionalDouble benefitHa,
      double declared,
      double material) {
    if (gate.isPresent()) {
      return new Answer(
          Verdict.CANNOT_TELL,
          "Whether loss moved into the belt cannot be told from this comparison.",
          "The comparison does not qualify: " + gate.get() + ".",
          "Imagery of a wider area around the project, so that like forest can be found beyond the"
              + " belt.");
    }
    String interval =
        String.format(
            Locale.ROOT,
            "%.0f ha (90 %% interval %.0f to %.0f ha)",
            excessHa.mean(),
            excessHa.ci90Low(),
            excessHa.ci90High());
    if (benefitHa.isEmpty()) {
      return new Answer(
          Verdict.CANNOT_TELL,
          "The belt lost "
              + interval
              + " more than like forest farther out; there is no claim to hold this against.",
          "The dossier lacks baseline or project emissions for at least one vintage.",
          "Baseline and project emissions of every vintage.");
    }
    if (outside.isPresent()) {
      return new Answer(
          Verdict.CANNOT_TELL,
          "The belt lost "
              + interval
              + " more than like forest farther out, but not over the years that are claimed.",
          "Claims and imagery do not span the same years: " + outside.get() + ".",
          "Imagery from the start to the end of the claimed years.");
    }
    String deduction =
        declaredHa.isPresent()
            ? String.format(Locale.ROOT, "a deduction worth %.0f ha", declared)
            : "no declared deduction";
    if (excessHa.ci90Low() > declared && excessHa.mean() > declared + material) {
      return new Answer(
          Verdict.FLAG,
          "The belt lost "
              + interval
              + " more than like forest farther out, against "
              + deduction
              + ".",
          "The whole interval lies above the deduction, and the excess is material.",
          null);
    }
    if (excessHa.ci90High() <= declared + material) {
      return new Answer(
          Verdict.NO_FLAG,
          "Excess loss in the belt of " + interval + " is covered by " + deduction + ".",
          String.format(
              Locale.ROOT,
              "Even the upper end stays below the deduction and the materiality of %.0f ha.",
              material),
          null);
    }
    return new Answer(
        Verdict.CANNOT_TELL,
        "Excess loss in the belt of "
            + interval
            + " may or may not be covered by "
            + deduction
            + ".",
        "The interval reaches from below the deduction to above what is material.",
        "More years, or imagery of a wider area, to narrow the interval.");
  }
}
