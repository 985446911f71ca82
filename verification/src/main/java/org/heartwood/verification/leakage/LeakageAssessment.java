package org.heartwood.verification.leakage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.baseline.MatchedComparison;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.AreaEvidence;
import org.heartwood.verification.counterfactual.AreaResult;
import org.heartwood.verification.counterfactual.EvidenceRule;
import org.heartwood.verification.counterfactual.EvidenceRule.Agreement;
import org.heartwood.verification.counterfactual.MapScale;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.heartwood.verification.counterfactual.YearEffect;
import org.heartwood.verification.finding.Answer;
import org.heartwood.verification.finding.ClaimTotals;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Measurements.ClaimDensity;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.finding.Untold;
import org.heartwood.verification.finding.Verdict;

/**
 * Did loss move into the belt around the project? The belt is compared with forest farther out,
 * never with its own past rate alone, by several estimators of which two kinds must agree
 * (METHOD.md §7.2, rule X14).
 */
public final class LeakageAssessment {
  private static final String SUBJECT = "Whether loss moved into the belt";

  private static final List<String> LIMITS =
      List.of(
          "Displacement beyond the rings, and through markets, is not seen.",
          "Loss in the belt that would have come anyway for reasons the covariates do not hold (a"
              + " new road, say) counts as leakage.",
          "Placebos are areas of the project's size; where the belt is larger, ranks are"
              + " cautious.");

  private LeakageAssessment() {}

  /**
   * Answers the question.
   *
   * @param result the estimators on the zones around the project; the belt of the dossier among
   *     them
   * @param scale loss behind a hectare of loss that the map shows
   * @param comparison coarsened exact matching by other code, which is shown beside them and
   *     carries no verdict; empty where the map tells no canopy cover
   */
  public static Finding assess(
      Measurements measured,
      ProjectResult result,
      MapScale scale,
      Optional<MatchedComparison> comparison) {
    double widthM = measured.dossier().method().leakageBeltWidthM();
    AreaEvidence evidence =
        new AreaEvidence(
            belt(result, widthM).map(result::witnesses).orElse(List.of()),
            measured.forestHa(Zone.BELT, result.startYear()),
            result.years(),
            scale);
    ClaimTotals claims = measured.claimsUpTo(result.endYear());
    ClaimDensity density = measured.claimDensity();
    OptionalDouble declaredHa = density.hectares(claims.leakageCo2eTonnes());
    OptionalDouble benefitHa = density.hectares(claims.avoidedCo2eTonnes());
    Bar bar =
        new Bar(
            declaredHa,
            measured.dossier().method().leakageMaterialityFraction() * benefitHa.orElse(0));
    Optional<Estimate> excessHa =
        evidence.speaker().flatMap(evidence::avoidedHa).map(Estimate::negated);
    Answer answer = answer(measured, result, evidence, excessHa, benefitHa.isPresent(), bar);
    boolean decided = answer.verdict() != Verdict.CANNOT_TELL;
    return new Finding(
        "leakage",
        Question.LEAKAGE,
        "X14 leakage displacement, version 1.0",
        answer.verdict(),
        answer.headline(),
        answer.reason(),
        answer.wouldSettle(),
        decided && excessHa.isPresent()
            ? Quantity.of(
                "excess loss beyond the deduction",
                "tCO2e",
                excessHa.get().minus(bar.declared()).times(density.co2eTonnesPerHa()),
                "METHOD.md §7.2")
            : null,
        quantities(result, comparison, evidence, declaredHa),
        List.of(
            "counterfactual/effects.parquet",
            "counterfactual/placebo.parquet",
            "tables/zone_year.parquet",
            "rasters/forest_history.tif",
            "layers.gpkg: zones, loss_patches",
            "counterfactual/config.json"),
        LIMITS,
        "registry reviewer");
  }

  /**
   * What excess loss is held against.
   *
   * @param declaredHa deducted, as area
   * @param material excess beyond the deduction that would not matter, ha
   */
  private record Bar(OptionalDouble declaredHa, double material) {
    double declared() {
      return declaredHa.orElse(0);
    }

    String words() {
      return declaredHa.isPresent()
          ? String.format(Locale.ROOT, "a deduction worth %.0f ha", declared())
          : "no declared deduction";
    }
  }

  private static Optional<AreaResult> belt(ProjectResult result, double widthM) {
    return result.belts().stream().filter(area -> area.toM() == widthM).findFirst();
  }

  private static List<Quantity> quantities(
      ProjectResult result,
      Optional<MatchedComparison> comparison,
      AreaEvidence evidence,
      OptionalDouble declaredHa) {
    String period = result.startYear() + "–" + result.endYear();
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(
        Quantity.exact(
            "forest in the belt in " + result.startYear(),
            "ha",
            evidence.forestHa(),
            "tables/zone_year.parquet, forest_ha"));
    evidence
        .speaker()
        .ifPresent(
            witness -> {
              YearEffect last = witness.estimate().lastYear();
              String source = "METHOD.md §7.2, " + witness.estimate().specification();
              quantities.add(
                  Quantity.exact(
                      "share lost in the belt, " + period,
                      "%",
                      100 * last.observedLossFraction(),
                      source));
              quantities.add(
                  Quantity.exact(
                      "share that would have been lost, estimated",
                      "%",
                      100 * last.counterfactualLossFraction(),
                      source));
              quantities.add(
                  Quantity.of(
                      "excess loss in the belt",
                      "ha",
                      evidence.avoidedHa(witness).orElseThrow().negated(),
                      source));
            });
    declaredHa.ifPresent(
        ha ->
            quantities.add(
                Quantity.exact(
                    "leakage deducted, as area",
                    "ha",
                    ha,
                    "claims.vintages, leakageDeductionCo2eTonnes")));
    comparison
        .flatMap(MatchedComparison::toldExcessLossFraction)
        .ifPresent(
            excess ->
                quantities.add(
                    Quantity.of(
                        "excess loss in the belt, by coarsened exact matching (carries no verdict)",
                        "ha",
                        excess.times(evidence.forestHa()),
                        "METHOD.md §6")));
    return quantities;
  }

  private static Answer answer(
      Measurements measured,
      ProjectResult result,
      AreaEvidence evidence,
      Optional<Estimate> excessHa,
      boolean hasBenefit,
      Bar bar) {
    if (measured.modelOutside().isPresent()) {
      return Untold.byModel(SUBJECT, measured.modelOutside().get());
    }
    if (evidence.forestHa() == 0) {
      return new Answer(
          Verdict.CANNOT_TELL,
          SUBJECT + " cannot be told.",
          "There was no forest in the belt at the start, or the imagery does not reach it.",
          "Imagery of the belt, or a wider belt.");
    }
    if (excessHa.isEmpty()) {
      return Untold.byComparison(
          SUBJECT,
          EvidenceRule.reasons(evidence.witnesses()),
          "Imagery of a wider area around the project.");
    }
    if (!evidence.scale().tells()) {
      return Untold.byScale(SUBJECT);
    }
    String found = AreaEvidence.words(excessHa.get());
    String excess = "Excess loss in the belt: " + found;
    return Untold.overYearsSeen(
        measured,
        result.startYear(),
        result.endYear(),
        hasBenefit
            ? answer(evidence, found, bar)
            : Untold.withoutClaims(excess + "; there is no claim to hold this against."),
        excess);
  }

  private static Answer answer(AreaEvidence evidence, String found, Bar bar) {
    Agreement above =
        EvidenceRule.agreement(
            evidence.witnesses(),
            witness ->
                witness.excess()
                    && evidence
                        .avoidedHa(witness)
                        .map(Estimate::negated)
                        .filter(
                            ha ->
                                ha.ci90Low() > bar.declared()
                                    && ha.mean() > bar.declared() + bar.material())
                        .isPresent());
    if (above.isEnough()) {
      return new Answer(
          Verdict.FLAG,
          "The belt lost "
              + found
              + " more than it would have without the project, against "
              + bar.words()
              + ".",
          "By "
              + above.words()
              + " the whole interval lies above the deduction, and the excess is material.",
          null);
    }
    Agreement covered = evidence.agreement(ha -> -ha.ci90Low() <= bar.declared() + bar.material());
    if (covered.isEnough()) {
      return new Answer(
          Verdict.NO_FLAG,
          "Excess loss in the belt of " + found + " is covered by " + bar.words() + ".",
          String.format(
              Locale.ROOT,
              "By %s even the upper end stays below the deduction and the materiality of %.0f ha.",
              covered.words(),
              bar.material()),
          null);
    }
    return new Answer(
        Verdict.CANNOT_TELL,
        "Excess loss in the belt of "
            + found
            + " may or may not be covered by "
            + bar.words()
            + ".",
        "Two kinds of estimators must agree. " + EvidenceRule.reasons(evidence.witnesses()) + ".",
        "More years, or imagery of a wider area, to narrow the intervals.");
  }
}
