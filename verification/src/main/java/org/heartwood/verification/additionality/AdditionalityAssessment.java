package org.heartwood.verification.additionality;

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
 * Did the project avoid the loss that it claims to have avoided? The loss of like pixels outside is
 * what would have happened without it (METHOD.md §7.1, rule X01 in its first version).
 */
public final class AdditionalityAssessment {
  private static final List<String> NOT_YET =
      List.of(
          "One estimator (coarsened exact matching) on four covariates; elevation, slope, access"
              + " and tenure are not among them.",
          "No placebo distribution: the interval covers blocks and map error, not a wrong choice of"
              + " the comparison area.",
          "The comparison area is the rest of the imagery; it may itself be touched by leakage,"
              + " which would make the project look better than it is.");

  private AdditionalityAssessment() {}

  /** Answers the question from a comparison of the project over the claimed vintages. */
  public static Finding assess(Measurements measured, MatchedComparison comparison) {
    double forestHa = measured.forestHa(Zone.PROJECT, comparison.startYear());
    Estimate excess = comparison.excessLossFraction();
    Estimate avoidedHa =
        new Estimate(
            -excess.mean() * forestHa,
            excess.standardError() * forestHa,
            -excess.ci90High() * forestHa,
            -excess.ci90Low() * forestHa);
    ClaimTotals claims = new ClaimTotals(measured.dossier().claims());
    ClaimDensity density = measured.claimDensity();
    OptionalDouble claimedHa = density.hectares(claims.avoidedCo2eTonnes());

    List<Quantity> quantities = new ArrayList<>();
    quantities.add(
        Quantity.exact(
            "forest in the project in " + comparison.startYear(),
            "ha",
            forestHa,
            "tables/zone_year.parquet, forest_ha"));
    quantities.add(
        Quantity.exact(
            "lost in the project, " + period(comparison),
            "% of the matched forest a year",
            annualPct(comparison.observedLossFraction(), comparison.years()),
            "METHOD.md §6.2"));
    quantities.add(
        Quantity.exact(
            "lost by like pixels outside, " + period(comparison),
            "% of forest a year",
            annualPct(comparison.expectedLossFraction(), comparison.years()),
            "METHOD.md §6.2"));
    quantities.add(Quantity.of("loss avoided, estimated", "ha", avoidedHa, "METHOD.md §7.1"));
    claimedHa.ifPresent(
        ha ->
            quantities.add(
                Quantity.exact(
                    "loss avoided, claimed",
                    "ha",
                    ha,
                    "claims.vintages, by the " + density.source())));
    quantities.add(
        Quantity.exact(
            "forest pixels with like pixels outside",
            "%",
            100 * comparison.matchedFraction(),
            "METHOD.md §6.1"));

    Optional<String> gate =
        measured.modelOutside().or(() -> ComparisonGate.reasonAgainst(comparison));
    Optional<String> outside = measured.claimsOutside(comparison.startYear(), comparison.endYear());
    Answer answer = answer(gate, outside, avoidedHa, claimedHa);
    Quantity size =
        gate.isPresent() || outside.isPresent() || claimedHa.isEmpty()
            ? null
            : atStake(avoidedHa, claimedHa.getAsDouble(), density);
    return new Finding(
        "additionality",
        Question.ADDITIONALITY,
        "X01 inflated baseline, version 0.1",
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
            "rasters/loss_year.tif"),
        NOT_YET,
        "registry reviewer");
  }

  private static Answer answer(
      Optional<String> gate,
      Optional<String> outside,
      Estimate avoidedHa,
      OptionalDouble claimedHa) {
    if (gate.isPresent()) {
      return new Answer(
          Verdict.CANNOT_TELL,
          "Whether the project avoided loss cannot be told from this comparison.",
          "The comparison does not qualify: " + gate.get() + ".",
          "Imagery of a wider area around the project, so that like forest can be found outside.");
    }
    String interval =
        String.format(
            Locale.ROOT,
            "%.0f ha (90 %% interval %.0f to %.0f ha)",
            avoidedHa.mean(),
            avoidedHa.ci90Low(),
            avoidedHa.ci90High());
    if (claimedHa.isEmpty()) {
      return new Answer(
          Verdict.CANNOT_TELL,
          "No claim of avoided emissions to test: the comparison gives " + interval + ".",
          "The dossier lacks baseline or project emissions for at least one vintage.",
          "Baseline and project emissions of every vintage.");
    }
    if (outside.isPresent()) {
      return new Answer(
          Verdict.CANNOT_TELL,
          "The comparison gives an avoided loss of "
              + interval
              + ", but not over the years that are claimed.",
          "Claims and imagery do not span the same years: " + outside.get() + ".",
          "Imagery from the start to the end of the claimed years.");
    }
    String claim = String.format(Locale.ROOT, "%.0f ha", claimedHa.getAsDouble());
    if (avoidedHa.ci90High() < 0 && claimedHa.getAsDouble() >= 0) {
      return new Answer(
          Verdict.FLAG,
          String.format(
              Locale.ROOT,
              "The project claims to have avoided the loss of %s; it lost %.0f ha (90 %% interval"
                  + " %.0f to %.0f ha) more than like forest outside.",
              claim,
              -avoidedHa.mean(),
              -avoidedHa.ci90High(),
              -avoidedHa.ci90Low()),
          "The claim lies above the whole interval, which holds no avoided loss at all.",
          null);
    }
    if (claimedHa.getAsDouble() > avoidedHa.ci90High()) {
      return new Answer(
          Verdict.FLAG,
          "The project claims to have avoided the loss of "
              + claim
              + "; like forest outside supports "
              + interval
              + ".",
          "The claim lies above the whole interval.",
          null);
    }
    if (avoidedHa.ci90Low() > 0) {
      return new Answer(
          Verdict.NO_FLAG,
          "Like forest outside lost more: avoided loss of "
              + interval
              + " supports the claim of "
              + claim
              + ".",
          "The interval excludes zero and the claim does not exceed it.",
          null);
    }
    return new Answer(
        Verdict.CANNOT_TELL,
        "Avoided loss of " + interval + " neither excludes zero nor the claim of " + claim + ".",
        "The interval holds both no effect and the whole claim.",
        "More years, or imagery of a wider area, to narrow the interval.");
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

  private static String period(MatchedComparison comparison) {
    return comparison.startYear() + "–" + comparison.endYear();
  }

  /** Compound annual rate of a share lost over several years, per cent. */
  private static double annualPct(double lossFraction, int years) {
    return 100 * (1 - Math.pow(1 - lossFraction, 1.0 / years));
  }
}
