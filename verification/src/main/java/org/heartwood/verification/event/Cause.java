package org.heartwood.verification.event;

import java.util.Locale;

/** A guess of what caused an event. */
public enum Cause {
  /** It lies in a fire's perimeter at the time, or its burn ratio says so. */
  FIRE,
  /** Abrupt, large enough, and no forest afterwards. */
  CLEARING,
  /** Small gaps that stay forest or close again. */
  SELECTIVE_LOGGING,
  /** Water stood there, and went. */
  FLOOD,
  /** Seen on one date and gone soon after: most likely cloud or shadow that a mask missed. */
  CLOUD_RESIDUE,
  /** The evidence carries no guess. */
  UNKNOWN;

  /** As tables and people have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What a guess rests on. */
  public enum Witness {
    /** The event's own size, speed and return. */
    SERIES,
    /** A fire's perimeter, mapped by others. */
    PERIMETER,
    /** The burn ratio before and after, which does not tell a wildfire from a fire set to clear. */
    BURN_INDEX,
    /** The water index before and after. */
    WATER_INDEX
  }

  /**
   * A guess with what it rests on.
   *
   * @param evidence what was found, with numbers, for people
   */
  public record Guess(Cause cause, Witness witness, String evidence) {}
}
