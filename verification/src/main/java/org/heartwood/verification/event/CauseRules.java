package org.heartwood.verification.event;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Guesses a cause by rules that are tried in order. They are rules of thumb: each guess says what
 * it rests on, and where nothing carries one the answer is {@link Cause#UNKNOWN}.
 *
 * <p>The limit of the burn ratio's fall is the one of moderate severity of Key and Benson 2006
 * (USDA RMRS-GTR-164-CD, LA-1). A clearing makes it fall as far: what burned lies below 0
 * afterwards, where short-wave infrared outshines the near infrared, and bare ground about 0. Water
 * is where the water index is above 0 (Xu 2006, doi:10.1080/01431160600589179). The other limits
 * are ours, not fitted to any data.
 */
final class CauseRules {
  private static final double MOST = 0.5;
  private static final double NEARLY_ALL = 0.9;
  private static final int RESIDUE_DAYS = 64;
  private static final int FIRE_BEFORE_DAYS = 32;
  private static final int FIRE_AFTER_DAYS = 180;
  private static final double BURN_RATIO_FALL = 0.27;
  private static final double BURNED_RATIO = -0.1;
  private static final double WATER_INDEX = 0;
  private static final double GAP_HA = 0.5;
  private static final int ABRUPT_DAYS = 60;

  private final EventSums sums;
  private final double areaHa;
  private final double compactness;
  private final Evidence evidence;
  private final OptionalInt gapDays;
  private final double recovered;
  private final double stillForest;

  private CauseRules(
      EventSums sums, double areaHa, double compactness, Evidence evidence, OptionalInt gapDays) {
    this.sums = sums;
    this.areaHa = areaHa;
    this.compactness = compactness;
    this.evidence = evidence;
    this.gapDays = gapDays;
    this.recovered = sums.recovered / (double) sums.pixels;
    this.stillForest = sums.stillForest / (double) sums.pixels;
  }

  /**
   * The first rule that fits.
   *
   * @param gapDays longest time between two of the images that date the event; empty if not known.
   *     Beyond {@value #ABRUPT_DAYS} days, first dates that lie together are those of an image and
   *     do not say that the change was abrupt: speed then carries no guess
   */
  static Cause.Guess guess(
      EventSums sums, double areaHa, double compactness, Evidence evidence, OptionalInt gapDays) {
    CauseRules rules = new CauseRules(sums, areaHa, compactness, evidence, gapDays);
    return rules
        .residue()
        .or(rules::perimeter)
        .or(rules::water)
        .or(rules::burn)
        .or(rules::logging)
        .or(rules::clearing)
        .orElseGet(rules::nothing);
  }

  private Optional<Cause.Guess> residue() {
    double recoveryDays =
        sums.recovered == 0
            ? Double.POSITIVE_INFINITY
            : sums.recoveryDays / (double) sums.recovered;
    return recovered >= NEARLY_ALL && sums.firstDay == sums.lastDay && recoveryDays <= RESIDUE_DAYS
        ? fromSeries(
            Cause.CLOUD_RESIDUE,
            "seen on one date, %.0f %% of it back after %.0f days on average",
            100 * recovered,
            recoveryDays)
        : Optional.empty();
  }

  private Optional<Cause.Guess> perimeter() {
    return evidence
        .fire()
        .filter(
            fire ->
                fire.coverFraction() >= MOST
                    && fire.daysAfter() >= -FIRE_BEFORE_DAYS
                    && fire.daysAfter() <= FIRE_AFTER_DAYS)
        .map(
            fire ->
                guess(
                    Cause.FIRE,
                    Cause.Witness.PERIMETER,
                    "%.0f %% of it lies in the perimeter of fire %s, seen %d days after the fire on"
                        + " average; %s",
                    100 * fire.coverFraction(),
                    fire.name(),
                    fire.daysAfter(),
                    evidence.indices()));
  }

  /** Before the burn ratio, which water lowers too. */
  private Optional<Cause.Guess> water() {
    return evidence
        .water()
        .filter(found -> found.before() <= WATER_INDEX && found.after() > WATER_INDEX)
        .map(
            found ->
                recovered >= MOST
                    ? guess(
                        Cause.FLOOD,
                        Cause.Witness.WATER_INDEX,
                        "%s, above %.0f is water; %.0f %% of it back since",
                        found.shown(),
                        WATER_INDEX,
                        100 * recovered)
                    : guess(
                        Cause.UNKNOWN,
                        Cause.Witness.WATER_INDEX,
                        "water stands there since: %s, above %.0f is water; a flood cannot be told"
                            + " from a reservoir or a river that moved",
                        found.shown(),
                        WATER_INDEX));
  }

  private Optional<Cause.Guess> burn() {
    return evidence
        .burn()
        .filter(found -> found.fall() >= BURN_RATIO_FALL && found.after() <= BURNED_RATIO)
        .map(
            found ->
                guess(
                    Cause.FIRE,
                    Cause.Witness.BURN_INDEX,
                    "%s; a burn falls by %.2f or more, to %.2f or less",
                    found.shown(),
                    BURN_RATIO_FALL,
                    BURNED_RATIO));
  }

  private Optional<Cause.Guess> logging() {
    return areaHa <= GAP_HA && (stillForest >= MOST || recovered >= MOST)
        ? fromSeries(
            Cause.SELECTIVE_LOGGING,
            "gap of %.2f ha, %.0f %% of it stays forest, %.0f %% closed again",
            areaHa,
            100 * stillForest,
            100 * recovered)
        : Optional.empty();
  }

  private Optional<Cause.Guess> clearing() {
    if (areaHa <= GAP_HA
        || stillForest >= MOST
        || recovered >= MOST
        || sums.dayDeviation() > ABRUPT_DAYS) {
      return Optional.empty();
    }
    double gone = 100 * (1 - stillForest);
    return gapDays.orElse(0) > ABRUPT_DAYS
        ? fromSeries(
            Cause.UNKNOWN,
            "cannot tell an abrupt change from a slow one: images lie %d days apart (limit %d);"
                + " %.2f ha, %.0f %% of it no forest afterwards, compactness %.2f",
            gapDays.getAsInt(),
            ABRUPT_DAYS,
            areaHa,
            gone,
            compactness)
        : fromSeries(
            Cause.CLEARING,
            "%.2f ha gone with a spread of %.0f days (limit %d), %.0f %% of it no forest"
                + " afterwards, compactness %.2f",
            areaHa,
            sums.dayDeviation(),
            ABRUPT_DAYS,
            gone,
            compactness);
  }

  private Cause.Guess nothing() {
    return fromSeries(
            Cause.UNKNOWN,
            "no rule fits: %.2f ha over %d days, %.0f %% stays forest, %.0f %% back; no fire"
                + " perimeter over most of it",
            areaHa,
            sums.lastDay - sums.firstDay,
            100 * stillForest,
            100 * recovered)
        .orElseThrow();
  }

  /** A guess by the event's own series; the indices stand beside it. */
  private Optional<Cause.Guess> fromSeries(Cause cause, String text, Object... values) {
    String series = String.format(Locale.ROOT, text, values);
    return Optional.of(
        new Cause.Guess(cause, Cause.Witness.SERIES, series + "; " + evidence.indices()));
  }

  private static Cause.Guess guess(
      Cause cause, Cause.Witness witness, String text, Object... values) {
    return new Cause.Guess(cause, witness, String.format(Locale.ROOT, text, values));
  }
}
