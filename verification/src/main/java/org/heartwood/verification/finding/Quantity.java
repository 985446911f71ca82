package org.heartwood.verification.finding;

import org.heartwood.verification.carbon.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * A named number of a finding.
 *
 * @param name what it is
 * @param unit its unit
 * @param value best value
 * @param ci90Low lower end of its 90 % interval, absent for a number without error
 * @param ci90High upper end
 * @param source claim, table and column, or equation that it comes from
 */
public record Quantity(
    String name,
    String unit,
    double value,
    @Nullable Double ci90Low,
    @Nullable Double ci90High,
    String source) {

  /** An estimate with its interval. */
  public static Quantity of(String name, String unit, Estimate estimate, String source) {
    return new Quantity(
        name, unit, estimate.mean(), estimate.ci90Low(), estimate.ci90High(), source);
  }

  /** A number without error, such as a claim or a count. */
  public static Quantity exact(String name, String unit, double value, String source) {
    return new Quantity(name, unit, value, null, null, source);
  }

  /** This quantity in another unit, under another name. */
  Quantity times(String otherName, String otherUnit, double factor) {
    return new Quantity(
        otherName,
        otherUnit,
        value * factor,
        ci90Low == null ? null : Double.valueOf(ci90Low * factor),
        ci90High == null ? null : Double.valueOf(ci90High * factor),
        source);
  }
}
