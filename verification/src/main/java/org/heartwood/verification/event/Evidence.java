package org.heartwood.verification.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is known of an event beside its own series.
 *
 * @param fire the fire whose perimeter covers most of it, if any does
 * @param burn the normalised burn ratio before and after, if it was measured on half of it
 * @param water the water index before and after, if it was measured on half of it
 * @param missing why an index was not measured; empty if both were
 */
public record Evidence(
    Optional<FireCover> fire, Optional<Burn> burn, Optional<Water> water, String missing) {
  /** Nothing but the series. */
  public static final Evidence NONE =
      new Evidence(
          Optional.empty(), Optional.empty(), Optional.empty(), "no burn or water index is known");

  /**
   * A fire that covers a part of an event.
   *
   * @param name of the fire
   * @param coverFraction share of the event inside its perimeter, 0 to 1
   * @param daysAfter mean first day of the event's pixels minus day of the fire
   */
  public record FireCover(String name, double coverFraction, int daysAfter) {}

  /**
   * Means over the event's pixels that the last clear image before the change and the first one
   * after it show.
   *
   * @param fall of the burn ratio, before minus after, less what the median of the whole grid fell:
   *     dNBR with its offset taken off
   * @param after burn ratio after, −1 to 1
   * @param measuredFraction share of the event's pixels, 0 to 1
   */
  public record Burn(double fall, double after, double measuredFraction) {
    String shown() {
      return String.format(
          Locale.ROOT,
          "burn ratio fell by %.2f to %.2f (on %.0f %% of it)",
          fall,
          after,
          100 * measuredFraction);
    }
  }

  /**
   * Means as for {@link Burn}.
   *
   * @param before water index before, −1 to 1
   * @param after water index after, −1 to 1
   * @param measuredFraction share of the event's pixels, 0 to 1
   */
  public record Water(double before, double after, double measuredFraction) {
    String shown() {
      return String.format(
          Locale.ROOT,
          "water index went from %.2f to %.2f (on %.0f %% of it)",
          before,
          after,
          100 * measuredFraction);
    }
  }

  /** The indices with their values, or why there are none. */
  String indices() {
    List<String> parts = new ArrayList<>();
    burn.ifPresent(found -> parts.add(found.shown()));
    water.ifPresent(found -> parts.add(found.shown()));
    if (!missing.isEmpty()) {
      parts.add(missing);
    }
    return String.join(", ", parts);
  }
}
