package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;

/**
 * A share of the project's land by one source, for rules that several maps and the imagery can
 * answer.
 *
 * @param source map or table
 * @param shareFraction of the land, 0–1, with its interval; a map without errors has none
 * @param gap what the source does not show of the question; empty if it shows all
 */
record LandShare(String source, Estimate shareFraction, Optional<String> gap) {
  /** A share by a map that states no error. */
  static LandShare byMap(MapReading reading, double ha, Optional<String> gap) {
    double share = ha / reading.dataHa();
    return new LandShare(
        "sources.maps, " + reading.map().id(), new Estimate(share, 0, share, share), gap);
  }

  /**
   * The answer of several sources: a flag if one lies above the limit with its whole interval, no
   * flag if one that shows everything lies below with its whole interval and none above.
   *
   * @param what the share in words, such as "land cleared before the start"
   * @param sizeName what the credits on it are called
   */
  static Finding judge(
      RuleCard card,
      CheckedProject project,
      List<LandShare> shares,
      double limitFraction,
      String what,
      String sizeName,
      String wouldSettle) {
    List<Quantity> quantities = new ArrayList<>();
    for (LandShare share : shares) {
      quantities.add(Quantity.of(what, "%", share.shareFraction().times(100), share.source()));
    }
    Optional<LandShare> above =
        shares.stream()
            .filter(share -> share.shareFraction().ci90Low() > limitFraction)
            .max(Comparator.comparingDouble(share -> share.shareFraction().mean()));
    if (above.isPresent()) {
      return card.flag(
          above.get().words(what),
          String.format(
              Locale.ROOT,
              "The whole interval lies above %.0f %% (%s)%s.",
              100 * limitFraction,
              above.get().source(),
              above.get().gap().map(gap -> "; " + gap + ", so that it may be more").orElse("")),
          project.issuedOn(sizeName, above.get().shareFraction(), "claims, by area"),
          quantities);
    }
    Optional<LandShare> below =
        shares.stream()
            .filter(
                share -> share.gap().isEmpty() && share.shareFraction().ci90High() <= limitFraction)
            .findFirst();
    boolean contested =
        shares.stream().anyMatch(share -> share.shareFraction().mean() > limitFraction);
    LandShare shown =
        shares.stream()
            .max(Comparator.comparingDouble(share -> share.shareFraction().mean()))
            .orElseThrow();
    return below.isPresent() && !contested
        ? card.noFlag(
            shown.words(what),
            String.format(
                Locale.ROOT,
                "Even the upper end stays within %.0f %% (%s).",
                100 * limitFraction,
                below.get().source()),
            quantities)
        : card.cannotTell(
            shown.words(what),
            String.format(
                Locale.ROOT,
                "%s.",
                shown
                    .gap()
                    .orElse(
                        String.format(
                            Locale.ROOT,
                            "The sources do not agree, or their interval reaches across %.0f %%",
                            100 * limitFraction))),
            wouldSettle,
            quantities);
  }

  private String words(String what) {
    return String.format(
        Locale.ROOT,
        "%s: %.1f %%%s.",
        what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1),
        100 * shareFraction.mean(),
        shareFraction.standardError() > 0
            ? String.format(
                Locale.ROOT,
                " (90 %% interval %.1f to %.1f)",
                100 * shareFraction.ci90Low(),
                100 * shareFraction.ci90High())
            : "");
  }
}
