package org.heartwood.verification.event;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of an event beside its own series.
 *
 * @param fire the fire whose perimeter covers most of it, if any does
 * @param burnIndexFall fall of the normalised burn ratio, before minus after, if it was measured
 * @param waterIndexRise rise of a water index, after minus before, if it was measured
 */
public record Evidence(
    Optional<FireCover> fire, OptionalDouble burnIndexFall, OptionalDouble waterIndexRise) {
  /** Nothing but the series. */
  public static final Evidence NONE =
      new Evidence(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty());

  /**
   * A fire that covers a part of an event.
   *
   * @param name of the fire
   * @param coverFraction share of the event inside its perimeter, 0 to 1
   * @param daysAfter mean first day of the event's pixels minus day of the fire
   */
  public record FireCover(String name, double coverFraction, int daysAfter) {}
}
