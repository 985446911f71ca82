package org.heartwood.verification.additionality;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.AreaEvidence;
import org.heartwood.verification.counterfactual.EffectEstimate;
import org.heartwood.verification.counterfactual.EvidenceRule.Witness;
import org.heartwood.verification.counterfactual.MapScale;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.heartwood.verification.counterfactual.YearEffect;
import org.heartwood.verification.finding.ClaimTotals;
import org.heartwood.verification.finding.Measurements;

/**
 * Claimed and estimated avoided emissions, added up from the start to the end of a vintage. Sums,
 * not single years: the errors of neighbouring years are those of the same comparison, and cancel
 * in no difference.
 *
 * @param year the vintage
 * @param claimedCo2eTonnes baseline minus project, all vintages so far
 * @param avoidedCo2eTonnes estimated by the estimator of the finding, so far; its interval is
 *     widened in the proportion in which that of the last year is, by placebos and by the map's
 *     scale
 * @param overCreditedCo2eTonnes claim minus estimate; a negative effect supports nothing, and what
 *     is not claimed is not over-credited
 */
public record VintageSupport(
    int year,
    double claimedCo2eTonnes,
    Estimate avoidedCo2eTonnes,
    Estimate overCreditedCo2eTonnes) {

  /**
   * One row a vintage that the maps show and whose claims, with those before it, are complete.
   *
   * @return empty if no estimator tells
   */
  public static List<VintageSupport> of(
      Measurements measured, ProjectResult result, MapScale scale) {
    AreaEvidence evidence = AdditionalityAssessment.evidence(measured, result, scale);
    Optional<Witness> speaker = evidence.speaker();
    List<VintageSupport> rows = new ArrayList<>();
    if (speaker.isEmpty()) {
      return rows;
    }
    EffectEstimate estimate = speaker.get().estimate();
    Estimate own = estimate.lastYear().avoidedFraction().times(scale.mean() * evidence.forestHa());
    Estimate widened = evidence.avoidedHa(speaker.get()).orElseThrow();
    double down = stretch(own.mean() - own.ci90Low(), widened.mean() - widened.ci90Low());
    double up = stretch(own.ci90High() - own.mean(), widened.ci90High() - widened.mean());
    double perHa = measured.claimDensity().co2eTonnesPerHa();
    ClaimTotals claims = new ClaimTotals(measured.dossier().claims());
    for (YearEffect effect : estimate.years()) {
      int vintage = measured.season().changeYear(effect.year());
      OptionalDouble claimed = claims.avoidedCo2eTonnes(v -> v.year() <= vintage);
      boolean issued =
          measured.dossier().claims().vintages().stream().anyMatch(v -> v.year() == vintage);
      if (claimed.isPresent() && issued) {
        Estimate tonnes =
            effect.avoidedFraction().times(scale.mean() * evidence.forestHa() * perHa);
        rows.add(
            row(
                vintage,
                claimed.getAsDouble(),
                new Estimate(
                    tonnes.mean(),
                    tonnes.standardError(),
                    tonnes.mean() - down * (tonnes.mean() - tonnes.ci90Low()),
                    tonnes.mean() + up * (tonnes.ci90High() - tonnes.mean()))));
      }
    }
    return rows;
  }

  private static VintageSupport row(int year, double claimed, Estimate avoided) {
    return new VintageSupport(
        year,
        claimed,
        avoided,
        new Estimate(
            unsupported(claimed, avoided.mean()),
            avoided.standardError(),
            unsupported(claimed, avoided.ci90High()),
            unsupported(claimed, avoided.ci90Low())));
  }

  private static double unsupported(double claimed, double avoided) {
    return Math.max(0, claimed - Math.max(0, avoided));
  }

  private static double stretch(double own, double widened) {
    return own > 0 ? Math.max(1, widened / own) : 1;
  }
}
