package org.heartwood.verification.counterfactual;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.carbon.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one estimator about one area, or why it has none.
 *
 * @param family kind of estimator
 * @param specification its name and choices
 * @param cannotTell why the data cannot carry an answer; null if they can
 * @param years one entry a date after the start; empty if it cannot tell
 * @param avoidedPerYear avoided loss a year from the start to the last date, share of the forest at
 *     the start, with its 90 % interval from the estimator's own resampling; null if it cannot tell
 * @param controls what the area was compared with, in words
 * @param balance one entry a covariate
 * @param unmatchedFraction share of the treated pixels or cells without a partner, 0–1
 * @param fault why the comparison may not carry a verdict though there is a number, such as trends
 *     that part before the start; null if none
 * @param warnings what a reader must know
 */
public record EffectEstimate(
    Family family,
    String specification,
    @Nullable String cannotTell,
    List<YearEffect> years,
    @Nullable Estimate avoidedPerYear,
    String controls,
    List<Balance> balance,
    double unmatchedFraction,
    @Nullable String fault,
    List<String> warnings) {
  private static final double MAX_UNMATCHED = 0.2;

  public EffectEstimate {
    years = List.copyOf(years);
    balance = List.copyOf(balance);
    warnings = List.copyOf(warnings);
    if ((cannotTell == null) != (avoidedPerYear != null)) {
      throw new IllegalArgumentException("an estimator either tells or says why it cannot");
    }
  }

  /** No answer. */
  public static EffectEstimate cannotTell(
      Family family, String specification, String reason, List<String> warnings) {
    return new EffectEstimate(
        family, specification, reason, List.of(), null, "none", List.of(), 1, null, warnings);
  }

  /** The largest absolute standardised mean difference after matching; 0 without covariates. */
  public double maxSmd() {
    return balance.stream().mapToDouble(row -> Math.abs(row.smd())).max().orElse(0);
  }

  /**
   * The effect up to the last date.
   *
   * @throws java.util.NoSuchElementException if it cannot tell
   */
  public YearEffect lastYear() {
    return years.stream().reduce((earlier, later) -> later).orElseThrow();
  }

  /** Why this estimate may not carry a verdict; empty if it may, placebos aside. */
  public Optional<String> reasonAgainst() {
    if (cannotTell != null) {
      return Optional.of(cannotTell);
    }
    if (fault != null) {
      return Optional.of(fault);
    }
    if (!(unmatchedFraction <= MAX_UNMATCHED)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%.0f %% of the treated have no partner (%.0f %% allowed)",
              100 * unmatchedFraction,
              100 * MAX_UNMATCHED));
    }
    if (!(maxSmd() <= Balance.MAX_SMD)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "project and controls differ by %.2f standard deviations in a covariate (%.2f"
                  + " allowed)",
              maxSmd(),
              Balance.MAX_SMD));
    }
    return Optional.empty();
  }
}
