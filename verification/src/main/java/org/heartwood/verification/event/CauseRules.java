package org.heartwood.verification.event;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * Guesses a cause by rules that are tried in order. They are rules of thumb: each guess says what
 * it rests on, and where nothing carries one the answer is {@link Cause#UNKNOWN}.
 *
 * <p>The limit of the burn index is the one of moderate severity of Key and Benson 2006 (USDA
 * RMRS-GTR-164-CD). The other limits are ours, not fitted to any data.
 */
final class CauseRules {
  private static final double MOST = 0.5;
  private static final double NEARLY_ALL = 0.9;
  private static final int RESIDUE_DAYS = 64;
  private static final int FIRE_BEFORE_DAYS = 32;
  private static final int FIRE_AFTER_DAYS = 180;
  private static final double BURN_INDEX_FALL = 0.27;
  private static final double WATER_INDEX_RISE = 0.3;
  private static final double GAP_HA = 0.5;
  private static final int ABRUPT_DAYS = 60;

  private CauseRules() {}

  /**
   * The first rule that fits.
   *
   * @param gapDays longest time between two of the images that date the event; empty if not known.
   *     Beyond {@value #ABRUPT_DAYS} days, first dates that lie together are those of an image and
   *     do not say that the change was abrupt: speed then carries no guess
   */
  static Cause.Guess guess(
      EventSums sums, double areaHa, double compactness, Evidence evidence, OptionalInt gapDays) {
    double recovered = sums.recovered / (double) sums.pixels;
    double stillForest = sums.stillForest / (double) sums.pixels;
    int spreadDays = sums.lastDay - sums.firstDay;
    double recoveryDays =
        sums.recovered == 0
            ? Double.POSITIVE_INFINITY
            : sums.recoveryDays / (double) sums.recovered;
    if (recovered >= NEARLY_ALL && spreadDays == 0 && recoveryDays <= RESIDUE_DAYS) {
      return guess(
          Cause.CLOUD_RESIDUE,
          "seen on one date, %.0f %% of it back after %.0f days on average",
          100 * recovered,
          recoveryDays);
    }
    if (evidence.fire().isPresent()) {
      Evidence.FireCover fire = evidence.fire().get();
      if (fire.coverFraction() >= MOST
          && fire.daysAfter() >= -FIRE_BEFORE_DAYS
          && fire.daysAfter() <= FIRE_AFTER_DAYS) {
        return guess(
            Cause.FIRE,
            "%.0f %% of it lies in the perimeter of fire %s, seen %d days after the fire on"
                + " average",
            100 * fire.coverFraction(),
            fire.name(),
            fire.daysAfter());
      }
    }
    if (evidence.burnIndexFall().orElse(0) >= BURN_INDEX_FALL) {
      return guess(
          Cause.FIRE,
          "burn ratio fell by %.2f (limit %.2f)",
          evidence.burnIndexFall().getAsDouble(),
          BURN_INDEX_FALL);
    }
    if (evidence.waterIndexRise().orElse(0) >= WATER_INDEX_RISE && recovered >= MOST) {
      return guess(
          Cause.FLOOD,
          "water index rose by %.2f (limit %.2f), %.0f %% of it back since",
          evidence.waterIndexRise().getAsDouble(),
          WATER_INDEX_RISE,
          100 * recovered);
    }
    if (areaHa <= GAP_HA && (stillForest >= MOST || recovered >= MOST)) {
      return guess(
          Cause.SELECTIVE_LOGGING,
          "gap of %.2f ha, %.0f %% of it stays forest, %.0f %% closed again",
          areaHa,
          100 * stillForest,
          100 * recovered);
    }
    if (areaHa > GAP_HA
        && stillForest < MOST
        && recovered < MOST
        && sums.dayDeviation() <= ABRUPT_DAYS) {
      if (gapDays.orElse(0) > ABRUPT_DAYS) {
        return guess(
            Cause.UNKNOWN,
            "cannot tell an abrupt change from a slow one: images lie %d days apart (limit %d);"
                + " %.2f ha, %.0f %% of it no forest afterwards, compactness %.2f",
            gapDays.getAsInt(),
            ABRUPT_DAYS,
            areaHa,
            100 * (1 - stillForest),
            compactness);
      }
      return guess(
          Cause.CLEARING,
          "%.2f ha gone with a spread of %.0f days (limit %d), %.0f %% of it no forest afterwards,"
              + " compactness %.2f",
          areaHa,
          sums.dayDeviation(),
          ABRUPT_DAYS,
          100 * (1 - stillForest),
          compactness);
    }
    return guess(
        Cause.UNKNOWN,
        "no rule fits: %.2f ha over %d days, %.0f %% stays forest, %.0f %% back; no fire perimeter,"
            + " burn or water index speaks for a cause",
        areaHa,
        spreadDays,
        100 * stillForest,
        100 * recovered);
  }

  private static Cause.Guess guess(Cause cause, String evidence, Object... values) {
    return new Cause.Guess(cause, String.format(Locale.ROOT, evidence, values));
  }
}
