package org.heartwood.verification.event;

import java.util.Locale;

/** A guess of what caused an event. */
public enum Cause {
  /** It lies in a fire's perimeter at the time, or its burn index says so. */
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

  /**
   * A guess with what it rests on.
   *
   * @param evidence what was found, with numbers, for people
   */
  public record Guess(Cause cause, String evidence) {}
}
