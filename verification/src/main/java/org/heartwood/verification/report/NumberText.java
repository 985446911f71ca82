package org.heartwood.verification.report;

import java.math.BigDecimal;
import java.util.Locale;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.finding.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as the page prints them: a comma between thousands, a point before decimals, a true minus
 * sign, intervals as {@code 12 (5 to 19)}. A number that is not finite was not measured, and the
 * page says so.
 */
final class NumberText {
  static final String NOT_MEASURED = "not measured";

  private static final char NO_BREAK = '\u00A0';
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final int MOST_DECIMALS = 6;

  private NumberText() {}

  /** A number rounded half up to a number of decimals. */
  static String rounded(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return NOT_MEASURED;
    }
    String digits = String.format(Locale.ROOT, "%,." + decimals + "f", Math.abs(value));
    boolean zero = digits.chars().noneMatch(c -> c >= '1' && c <= '9');
    return value < 0 && !zero ? "−" + digits : digits;
  }

  /** A parameter with every digit that it was given with. */
  static String exact(double value) {
    if (!Double.isFinite(value)) {
      return NOT_MEASURED;
    }
    BigDecimal number = BigDecimal.valueOf(value).stripTrailingZeros();
    return String.format(Locale.ROOT, "%,." + Math.max(0, number.scale()) + "f", number)
        .replace('-', '−');
  }

  /** A whole number. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace('-', '−');
  }

  /** A share as a percentage, with every digit that it was given with. */
  static String exactPercent(double fraction) {
    if (!Double.isFinite(fraction)) {
      return NOT_MEASURED;
    }
    return exact(BigDecimal.valueOf(fraction).movePointRight(2).doubleValue()) + " %";
  }

  /** A share as a percentage, to a tenth of a per cent. */
  static String percent(double fraction) {
    return Double.isFinite(fraction) ? rounded(100 * fraction, 1) + " %" : NOT_MEASURED;
  }

  /** A number with the decimals that its unit deserves. */
  static String of(double value, String unit) {
    return rounded(value, decimals(unit, value));
  }

  /** An estimate with its 90 % interval, without the unit. */
  static String of(@Nullable Estimate estimate, String unit) {
    return estimate == null
        ? NOT_MEASURED
        : interval(estimate.mean(), estimate.ci90Low(), estimate.ci90High(), unit);
  }

  /** A quantity, with its 90 % interval if it has one, without the unit. */
  static String of(Quantity quantity) {
    Double low = quantity.ci90Low();
    Double high = quantity.ci90High();
    return low == null || high == null
        ? of(quantity.value(), quantity.unit())
        : interval(quantity.value(), low, high, quantity.unit());
  }

  /** A quantity with its unit. */
  static String withUnit(Quantity quantity) {
    return Double.isFinite(quantity.value())
        ? of(quantity) + NO_BREAK + unit(quantity.unit())
        : NOT_MEASURED;
  }

  /** A best value and its interval; an interval without width is left out. */
  static String interval(double mean, double low, double high, String unit) {
    if (!Double.isFinite(mean) || !Double.isFinite(low) || !Double.isFinite(high)) {
      return NOT_MEASURED;
    }
    int decimals = decimals(unit, Math.max(Math.abs(low), Math.abs(high)));
    if (low == mean && mean == high) {
      return rounded(mean, decimals);
    }
    return rounded(mean, decimals)
        + " ("
        + rounded(low, decimals)
        + " to "
        + rounded(high, decimals)
        + ")";
  }

  /** A unit with its subscript set. */
  static String unit(String unit) {
    return unit.replace("tCO2e", "t" + NO_BREAK + "CO₂e").replace("CO2", "CO₂");
  }

  private static int decimals(String unit, double value) {
    if (unit.startsWith("%")) {
      return unit.contains("year") ? 2 : 1;
    }
    if (unit.contains("per ha") || unit.contains("/ha") || unit.equals("ha") || unit.equals("m")) {
      return 1;
    }
    if (unit.startsWith("tCO2e") || value == Math.rint(value)) {
      return 0;
    }
    int magnitude = (int) Math.floor(Math.log10(Math.abs(value)));
    return Math.min(Math.max(SIGNIFICANT_DIGITS - 1 - magnitude, 0), MOST_DECIMALS);
  }
}
