package org.heartwood.verification.counterfactual;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.EvidenceRule.Agreement;
import org.heartwood.verification.counterfactual.EvidenceRule.Witness;

/**
 * What the main estimators say about an area, as hectares of loss avoided from the start to the
 * end.
 *
 * @param witnesses the estimators
 * @param forestHa forest of the area at the start
 * @param years from start to end
 * @param scale loss behind a hectare of mapped loss
 */
public record AreaEvidence(List<Witness> witnesses, double forestHa, int years, MapScale scale) {
  public AreaEvidence {
    witnesses = List.copyOf(witnesses);
  }

  /** The estimator whose number is shown first. */
  public Optional<Witness> speaker() {
    return EvidenceRule.speaker(witnesses);
  }

  /**
   * Avoided loss, ha, with the interval widened by placebos where there are enough of them, and by
   * what is known of the loss behind the map's.
   *
   * @return empty if the estimator cannot tell
   */
  public Optional<Estimate> avoidedHa(Witness witness) {
    return witness.widest().map(effect -> scale.of(effect.times(forestHa * years)));
  }

  /** Hectares with their interval, in words. */
  public static String words(Estimate ha) {
    return String.format(
        Locale.ROOT,
        "%.0f ha (90 %% interval %.0f to %.0f ha)",
        whole(ha.mean()),
        whole(ha.ci90Low()),
        whole(ha.ci90High()));
  }

  /** Without the minus sign that a small negative number keeps when it is rounded. */
  private static double whole(double ha) {
    return Math.rint(ha) + 0.0;
  }

  /** The kinds that may carry a verdict and of whose hectares something holds. */
  public Agreement agreement(Predicate<Estimate> ofAvoidedHa) {
    return EvidenceRule.agreement(
        witnesses,
        witness -> witness.isHeard() && avoidedHa(witness).filter(ofAvoidedHa).isPresent());
  }
}
