package org.heartwood.verification.vintage;

import org.heartwood.verification.carbon.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * One calendar year of the ledger, tCO2e.
 *
 * @param year the year
 * @param sinceYear last year before it whose stock is known; the row covers the years between
 * @param stock carbon in the forest at the end of the year; absent without imagery
 * @param netChange change of the stock since {@code sinceYear}
 * @param benefit net change less that of the baseline
 * @param deductionFraction share of the benefit taken off for its uncertainty
 * @param leakage deducted for displacement
 * @param buffer set aside, of the benefit before leakage
 * @param creditable what the standard would credit, ≥ 0, after earlier deficits are made up
 * @param claimedCo2eTonnes credits issued for the same years; absent where one of them has no claim
 * @param cannotTell why there is no creditable amount; absent when there is one
 */
public record VintageRow(
    int year,
    @Nullable Integer sinceYear,
    @Nullable Estimate stock,
    @Nullable Estimate netChange,
    @Nullable Estimate benefit,
    @Nullable Double deductionFraction,
    @Nullable Double leakage,
    @Nullable Double buffer,
    @Nullable Estimate creditable,
    @Nullable Double claimedCo2eTonnes,
    @Nullable String cannotTell) {

  static VintageRow unknown(
      int year, @Nullable Estimate stock, @Nullable Double claimed, String why) {
    return new VintageRow(year, null, stock, null, null, null, null, null, null, claimed, why);
  }

  /** Claimed beyond the upper end of what is creditable: above 0 where the claim is too high. */
  public @Nullable Double beyondCo2eTonnes() {
    return creditable == null || claimedCo2eTonnes == null
        ? null
        : Double.valueOf(claimedCo2eTonnes - creditable.ci90High());
  }
}
