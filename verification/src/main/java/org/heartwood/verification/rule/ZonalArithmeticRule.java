package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.ingest.project.Statements.ZonalClaim;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.jspecify.annotations.Nullable;

/**
 * Numbers taken from maps that are off because whole pixels were counted, or because areas were
 * those of a sphere or of a map projection. Each is computed again with the exact share of every
 * pixel and areas of the ellipsoid.
 */
public final class ZonalArithmeticRule implements Rule {
  private static final double MAX_DIFFERENCE = 1e-4;

  private static final RuleCard CARD =
      new RuleCard(
          "X26",
          "1.0",
          "zonal arithmetic",
          Question.PROVENANCE,
          CauseClass.DATA,
          List.of("claims.statements.zonalClaims", "sources.maps", "boundary"),
          "a claimed statistic more than 0.01 % off the one by exact coverage",
          "zonal tools that count whole cells or take the earth as a sphere; METHOD.md §2.3");

  @Override
  public RuleCard card() {
    return CARD;
  }

  /** A claim beside what the map holds. */
  private record Compared(ZonalClaim claim, double exact) {
    /** Relative difference; infinite where nothing is there and something is claimed. */
    double difference() {
      double off = claim.value() - exact;
      return off == 0 ? 0 : off / Math.abs(exact);
    }

    String words() {
      return claim.statistic().name().toLowerCase(Locale.ROOT).replace('_', ' ')
          + (claim.classCode() == null ? "" : " of class " + claim.classCode())
          + " of "
          + claim.map();
    }
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    List<ZonalClaim> claims = project.stated().zonalClaims();
    if (claims.isEmpty()) {
      return Optional.empty();
    }
    List<Compared> compared = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (MapReading reading : project.maps()) {
      for (MapReading.Recomputed each : reading.claims()) {
        each.exact()
            .ifPresentOrElse(
                exact -> compared.add(new Compared(each.claim(), exact)),
                () ->
                    unread.add(
                        reading.map().id()
                            + ": "
                            + reading.problem().orElse("no pixel inside has data")));
      }
    }
    List<Quantity> quantities = new ArrayList<>();
    for (Compared each : compared) {
      String source = "sources.maps, " + each.claim().map();
      quantities.add(
          Quantity.exact(
              "claimed " + each.words(),
              "",
              each.claim().value(),
              "claims.statements.zonalClaims"));
      quantities.add(Quantity.exact("exact " + each.words(), "", each.exact(), source));
    }
    List<Compared> off =
        compared.stream().filter(each -> !(Math.abs(each.difference()) <= MAX_DIFFERENCE)).toList();
    if (!off.isEmpty()) {
      return Optional.of(flag(off, compared.size(), quantities));
    }
    return Optional.of(
        unread.isEmpty() && !compared.isEmpty()
            ? CARD.noFlag(
                "All " + compared.size() + " numbers from maps are exact.",
                "None is more than 0.01 % off.",
                quantities)
            : CARD.cannotTell(
                "Some numbers from maps could not be computed again.",
                unread.isEmpty()
                    ? "There is no boundary to compute them in."
                    : String.join("; ", unread) + ".",
                "A boundary, and maps that can be read and cover it.",
                quantities));
  }

  private static Finding flag(List<Compared> off, int all, List<Quantity> quantities) {
    Compared worst = off.get(0);
    for (Compared each : off) {
      if (Math.abs(each.difference()) > Math.abs(worst.difference())) {
        worst = each;
      }
    }
    return CARD.flag(
        String.format(
            Locale.ROOT,
            "Of %d numbers from maps %d cannot be repeated; the worst, %s, is claimed as %,.4f and"
                + " is %,.4f%s.",
            all,
            off.size(),
            worst.words(),
            worst.claim().value(),
            worst.exact(),
            worst.exact() == 0
                ? ""
                : String.format(Locale.ROOT, " (%+.3f %%)", 100 * worst.difference())),
        "Whole pixels, a sphere, a projected area, another boundary or another file may stand"
            + " behind it.",
        size(off),
        quantities);
  }

  /** Credits that rest on what is claimed too much. */
  private static @Nullable Quantity size(List<Compared> off) {
    double tonnes = 0;
    boolean stated = false;
    for (Compared each : off) {
      Double credits = each.claim().co2eTonnes();
      if (credits != null && each.claim().value() > each.exact() && each.claim().value() > 0) {
        tonnes += credits * Math.min(1, 1 - each.exact() / each.claim().value());
        stated = true;
      }
    }
    return stated
        ? Quantity.exact(
            "credits on what is claimed too much", "tCO2e", tonnes, "claims.statements.zonalClaims")
        : null;
  }
}
