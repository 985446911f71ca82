package org.heartwood.verification.additionality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.project.Dossier.Vintage;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.baseline.MatchedComparison;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.AreaEvidence;
import org.heartwood.verification.counterfactual.EvidenceRule;
import org.heartwood.verification.counterfactual.EvidenceRule.Agreement;
import org.heartwood.verification.counterfactual.EvidenceRule.Witness;
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
 * Did the project avoid the loss that it claims to have avoided? Several estimators say what would
 * have been lost without it; two kinds of them must agree before there is a verdict (METHOD.md
 * §7.1, rule X01).
 */
public final class AdditionalityAssessment {
  private static final String SUBJECT = "Whether the project avoided loss";

  private static final List<String> LIMITS =
      List.of(
          "Tenure, law and prices are in no covariate; elevation, slope and access are only where"
              + " the dossier brings maps of them.",
          "Controls lie in the imagery around the project; beyond the belt they may still be"
              + " touched by leakage, which would make the project look better than it is.",
          "Hectares are those of the map times the loss that the map's own error puts behind each,"
              + " as in the comparison area; what no composite shows is still missing.");

  private AdditionalityAssessment() {}

  /**
   * Answers the question.
   *
   * @param result the estimators on the project, from its start to the end of the claimed vintages
   * @param scale loss behind a hectare of loss that the map shows
   * @param comparison coarsened exact matching by other code, which is shown beside them and
   *     carries no verdict; empty where the map tells no canopy cover
   */
  public static Finding assess(
      Measurements measured,
      ProjectResult result,
      MapScale scale,
      Optional<MatchedComparison> comparison) {
    AreaEvidence evidence = evidence(measured, result, scale);
    ClaimTotals claims = measured.claimsUpTo(result.endYear());
    ClaimDensity density = measured.claimDensity();
    OptionalDouble claimedHa = density.hectares(claims.avoidedCo2eTonnes());
    Optional<Witness> speaker = evidence.speaker();
    Optional<Estimate> avoidedHa = speaker.flatMap(evidence::avoidedHa);
    Answer answer = answer(measured, result, evidence, avoidedHa, claimedHa);
    boolean decided = answer.verdict() != Verdict.CANNOT_TELL;
    return new Finding(
        "additionality",
        Question.ADDITIONALITY,
        "X01 inflated baseline, version 1.0",
        answer.verdict(),
        answer.headline(),
        answer.reason(),
        answer.wouldSettle(),
        decided && avoidedHa.isPresent() && claimedHa.isPresent()
            ? atStake(avoidedHa.get(), claimedHa.getAsDouble(), density)
            : null,
        quantities(measured, result, comparison, evidence, claims, claimedHa),
        List.of(
            "counterfactual/effects.parquet",
            "counterfactual/placebo.parquet",
            "counterfactual/balance.parquet",
            "tables/zone_year.parquet",
            "rasters/forest_history.tif",
            "counterfactual/config.json"),
        LIMITS,
        "registry reviewer");
  }

  static AreaEvidence evidence(Measurements measured, ProjectResult result, MapScale scale) {
    return new AreaEvidence(
        result.witnesses(result.result()),
        measured.forestHa(Zone.PROJECT, result.startYear()),
        result.years(),
        scale);
  }

  private static List<Quantity> quantities(
      Measurements measured,
      ProjectResult result,
      Optional<MatchedComparison> comparison,
      AreaEvidence evidence,
      ClaimTotals claims,
      OptionalDouble claimedHa) {
    String period = result.startYear() + "–" + result.endYear();
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(
        Quantity.exact(
            "forest in the project in " + result.startYear(),
            "ha",
            evidence.forestHa(),
            "tables/zone_year.parquet, forest_ha"));
    evidence
        .speaker()
        .ifPresent(
            witness -> {
              YearEffect last = witness.estimate().lastYear();
              String source = "METHOD.md §7.1, " + witness.estimate().specification();
              quantities.add(
                  Quantity.exact(
                      "lost in the project, " + period,
                      "% of forest a year",
                      100 * last.observedLossFraction() / result.years(),
                      source));
              quantities.add(
                  Quantity.exact(
                      "lost without the project, estimated, " + period,
                      "% of forest a year",
                      100 * last.counterfactualLossFraction() / result.years(),
                      source));
              Estimate avoided = evidence.avoidedHa(witness).orElseThrow();
              quantities.add(Quantity.of("loss avoided, estimated", "ha", avoided, source));
              MapScale scale = evidence.scale();
              quantities.add(
                  new Quantity(
                      "loss behind a hectare of mapped loss",
                      "1",
                      scale.mean(),
                      scale.low(),
                      scale.high(),
                      "tables/area_estimates.parquet, comparison area"));
              baselineRatio(measured, claims, last, avoided, evidence, source)
                  .ifPresent(quantities::add);
              if (witness.isHeard()) {
                quantities.add(
                    Quantity.exact(
                        "places where nothing happened that seem to avoid as much",
                        "%",
                        100 * witness.rankAvoided(),
                        "counterfactual/placebo.parquet"));
              }
            });
    claimedHa.ifPresent(
        ha ->
            quantities.add(
                Quantity.exact(
                    "loss avoided, claimed",
                    "ha",
                    ha,
                    "claims.vintages, by the " + measured.claimDensity().source())));
    comparison
        .flatMap(MatchedComparison::toldExcessLossFraction)
        .ifPresent(
            excess ->
                quantities.add(
                    Quantity.of(
                        "loss avoided, by coarsened exact matching (carries no verdict)",
                        "ha",
                        excess.negated().times(evidence.forestHa()),
                        "METHOD.md §6")));
    return quantities;
  }

  /** Claimed baseline over what the estimator says would have been lost (X01). */
  private static Optional<Quantity> baselineRatio(
      Measurements measured,
      ClaimTotals claims,
      YearEffect last,
      Estimate avoidedHa,
      AreaEvidence evidence,
      String source) {
    OptionalDouble claimedHa =
        measured
            .claimDensity()
            .hectares(claims.total(Vintage::baselineCo2eTonnes, vintage -> true));
    double observedHa = evidence.scale().mean() * last.observedLossFraction() * evidence.forestHa();
    double low = observedHa + avoidedHa.ci90Low();
    if (claimedHa.isEmpty() || !(low > 0)) {
      // A counterfactual loss whose interval reaches zero bounds no ratio.
      return Optional.empty();
    }
    return Optional.of(
        new Quantity(
            "claimed baseline over loss without the project",
            "1",
            claimedHa.getAsDouble() / (observedHa + avoidedHa.mean()),
            claimedHa.getAsDouble() / (observedHa + avoidedHa.ci90High()),
            claimedHa.getAsDouble() / low,
            source));
  }

  private static Answer answer(
      Measurements measured,
      ProjectResult result,
      AreaEvidence evidence,
      Optional<Estimate> avoidedHa,
      OptionalDouble claimedHa) {
    if (measured.modelOutside().isPresent()) {
      return Untold.byModel(SUBJECT, measured.modelOutside().get());
    }
    if (avoidedHa.isEmpty()) {
      return Untold.byComparison(
          SUBJECT,
          EvidenceRule.reasons(evidence.witnesses()),
          "Imagery of a wider area around the project, with forest like the project's in it.");
    }
    if (!evidence.scale().tells()) {
      return Untold.byScale(SUBJECT);
    }
    String found = AreaEvidence.words(avoidedHa.get());
    return Untold.overYearsSeen(
        measured,
        result.startYear(),
        result.endYear(),
        claimedHa.isPresent()
            ? answer(evidence, found, claimedHa.getAsDouble())
            : Untold.withoutClaims(
                "No claim of avoided emissions to test: the comparison gives " + found + "."),
        "The comparison gives an avoided loss of " + found);
  }

  private static Answer answer(AreaEvidence evidence, String found, double claimedHa) {
    String claim = String.format(Locale.ROOT, "%.0f ha", claimedHa);
    Agreement excess = EvidenceRule.agreement(evidence.witnesses(), Witness::excess);
    if (excess.isEnough() && claimedHa >= 0) {
      return new Answer(
          Verdict.FLAG,
          "The project claims to have avoided the loss of "
              + claim
              + "; it lost more than it would have without the project: avoided loss of "
              + found
              + ".",
          "More loss is found by " + excess.words() + ", beyond interval and placebos.",
          null);
    }
    Agreement below = evidence.agreement(ha -> claimedHa > ha.ci90High());
    if (below.isEnough()) {
      return new Answer(
          Verdict.FLAG,
          "The project claims to have avoided the loss of "
              + claim
              + "; the comparison supports "
              + found
              + ".",
          "The claim lies above the whole interval of " + below.words() + ".",
          null);
    }
    Agreement avoided =
        EvidenceRule.agreement(
            evidence.witnesses(),
            witness ->
                witness.avoided()
                    && evidence
                        .avoidedHa(witness)
                        .filter(ha -> claimedHa <= ha.ci90High())
                        .isPresent());
    if (avoided.isEnough()) {
      return new Answer(
          Verdict.NO_FLAG,
          "More would have been lost without the project: avoided loss of "
              + found
              + " supports the claim of "
              + claim
              + ".",
          "The intervals of "
              + avoided.words()
              + " leave out zero, few places where nothing happened seem to avoid as much, and the"
              + " claim does not exceed them.",
          null);
    }
    return new Answer(
        Verdict.CANNOT_TELL,
        "Whether the project avoided the loss of "
            + claim
            + " cannot be told; found: "
            + found
            + ".",
        "Two kinds of estimators must agree. " + EvidenceRule.reasons(evidence.witnesses()) + ".",
        "Imagery of a wider area around the project, so that pseudo-projects of its size find room"
            + " outside; more years before the start; maps of elevation, slope and access.");
  }

  /**
   * The part of the claim that the comparison does not support; a negative effect supports none.
   */
  private static Quantity atStake(Estimate avoidedHa, double claimedHa, ClaimDensity density) {
    return new Quantity(
        "claimed emissions without support",
        "tCO2e",
        unsupportedHa(claimedHa, avoidedHa.mean()) * density.co2eTonnesPerHa(),
        unsupportedHa(claimedHa, avoidedHa.ci90High()) * density.co2eTonnesPerHa(),
        unsupportedHa(claimedHa, avoidedHa.ci90Low()) * density.co2eTonnesPerHa(),
        "claim minus estimate, by the " + density.source() + " (METHOD.md §7.1)");
  }

  private static double unsupportedHa(double claimedHa, double avoidedHa) {
    return claimedHa - Math.max(0, avoidedHa);
  }
}
