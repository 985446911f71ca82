package org.heartwood.verification.finding;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.Vintage;
import org.jspecify.annotations.Nullable;

/** Sums of claims over vintages; a sum with an absent part is absent. */
public final class ClaimTotals {
  private final Dossier.Claims claims;
  private final Predicate<Vintage> counted;

  public ClaimTotals(Dossier.Claims claims) {
    this(claims, vintage -> true);
  }

  /** Of some vintages alone. */
  ClaimTotals(Dossier.Claims claims, Predicate<Vintage> counted) {
    this.claims = claims;
    this.counted = counted;
  }

  /** Emissions claimed to have been avoided: baseline minus project, tCO2e. */
  public OptionalDouble avoidedCo2eTonnes() {
    return avoidedCo2eTonnes(vintage -> true);
  }

  /** The same over some vintages. */
  public OptionalDouble avoidedCo2eTonnes(Predicate<Vintage> which) {
    OptionalDouble baseline = total(Vintage::baselineCo2eTonnes, which);
    OptionalDouble project = total(Vintage::projectCo2eTonnes, which);
    return baseline.isPresent() && project.isPresent()
        ? OptionalDouble.of(baseline.getAsDouble() - project.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Leakage deducted, tCO2e. */
  public OptionalDouble leakageCo2eTonnes() {
    return total(Vintage::leakageDeductionCo2eTonnes, vintage -> true);
  }

  /** Credits issued, tCO2e. */
  public OptionalDouble issuedCo2eTonnes() {
    return total(Vintage::issuedCreditsCo2eTonnes, vintage -> true);
  }

  /** Credits issued, by vintage or, where the programme issues by period, by period; tCO2e. */
  public OptionalDouble allIssuedCo2eTonnes() {
    if (claims.reportingPeriods().isEmpty()) {
      return issuedCo2eTonnes();
    }
    List<Double> issued =
        claims.reportingPeriods().stream()
            .map(Dossier.ReportingPeriod::issuedCreditsCo2eTonnes)
            .filter(Objects::nonNull)
            .toList();
    return issued.size() == claims.reportingPeriods().size()
        ? OptionalDouble.of(issued.stream().mapToDouble(Double::doubleValue).sum())
        : OptionalDouble.empty();
  }

  /**
   * A sum over some vintages.
   *
   * @return empty if there is no such vintage or one of them lacks the claim
   */
  public OptionalDouble total(Function<Vintage, @Nullable Double> claim, Predicate<Vintage> which) {
    List<Vintage> vintages = claims.vintages().stream().filter(counted.and(which)).toList();
    boolean complete =
        !vintages.isEmpty() && vintages.stream().map(claim).noneMatch(Objects::isNull);
    return complete
        ? OptionalDouble.of(
            vintages.stream()
                .map(claim)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sum())
        : OptionalDouble.empty();
  }
}
