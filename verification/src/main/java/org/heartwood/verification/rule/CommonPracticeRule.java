package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.PoolStocks;
import org.heartwood.ingest.project.Dossier.ReportingPeriod;
import org.heartwood.ingest.project.Statements.BaselineStocks;
import org.heartwood.ingest.project.Statements.SpeciesMatched;
import org.heartwood.ingest.project.Statements.StatedInterval;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.jspecify.annotations.Nullable;

/**
 * A baseline set at the edge of common practice, where common practice of the region is not that of
 * the project's own species. California's programme lets a baseline fall to common practice, so
 * that 58 of 65 projects have one at most 5 % above it (Badgley et al. 2022).
 *
 * <p>Baseline and common practice are standing live trees above ground. A record without that
 * baseline often has the total of live trees (IFM-1, with roots); divided by {@value
 * #TOTAL_OVER_ABOVE_GROUND} it stands for it, and the answer says so. Flagged are baselines within
 * 5 % of common practice where the whole interval of the species-matched common practice lies more
 * than 5 % above it.
 */
public final class CommonPracticeRule implements Rule {
  /** Share of common practice within which a baseline lies at its edge. */
  public static final double EDGE_FRACTION = 0.05;

  /** Live trees with roots over above ground: mean of Badgley et al. 2022. */
  static final double TOTAL_OVER_ABOVE_GROUND = 1.2366;

  private static final RuleCard CARD =
      new RuleCard(
          "X03",
          "1.0",
          "baseline at the edge of common practice",
          Question.ADDITIONALITY,
          CauseClass.METHODOLOGY,
          List.of("claims.statements.baselineStocks", "claims.reportingPeriods"),
          "baseline within 5 % of common practice, and common practice by the project's species"
              + " more than 5 % above it over its whole interval",
          "Badgley et al. 2022, doi:10.1111/gcb.15943");

  /**
   * A baseline beside common practice.
   *
   * @param baselineCo2eTonnesPerHa above ground
   * @param derived whether it was derived from live trees with roots
   */
  public record Position(
      double baselineCo2eTonnesPerHa, double commonPracticeCo2eTonnesPerHa, boolean derived) {
    /** Baseline over common practice. */
    public double ratio() {
      return baselineCo2eTonnesPerHa / commonPracticeCo2eTonnesPerHa;
    }

    /** Within 5 % of common practice, on either side. */
    public boolean atEdge() {
      return Math.abs(ratio() - 1) <= EDGE_FRACTION;
    }
  }

  @Override
  public RuleCard card() {
    return CARD;
  }

  /** Where a project's baseline lies; empty where baseline or common practice is unknown. */
  public static Optional<Position> position(Dossier.Claims claims) {
    BaselineStocks stocks = claims.stated().baselineStocks();
    Double common = stocks == null ? null : stocks.commonPracticeCo2eTonnesPerHa();
    if (stocks == null || common == null || !(common > 0)) {
      return Optional.empty();
    }
    Double stated = stocks.baselineCo2eTonnesPerHa();
    if (stated != null && stated > 0) {
      return Optional.of(new Position(stated, common, false));
    }
    Double live = liveTreesCo2eTonnesPerHa(claims);
    return live == null
        ? Optional.empty()
        : Optional.of(new Position(live / TOTAL_OVER_ABOVE_GROUND, common, true));
  }

  private static @Nullable Double liveTreesCo2eTonnesPerHa(Dossier.Claims claims) {
    Double areaHa = claims.areaHa();
    List<ReportingPeriod> periods = claims.reportingPeriods();
    PoolStocks baseline = periods.isEmpty() ? null : periods.get(0).baseline();
    Double live = baseline == null ? null : baseline.standingLiveCo2eTonnes();
    return areaHa == null || live == null || !(live > 0) ? null : Double.valueOf(live / areaHa);
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    if (!project.is(Dossier.Activity.IFM)) {
      return Optional.empty();
    }
    Optional<Position> found = position(project.dossier().claims());
    if (found.isEmpty()) {
      return Optional.of(
          CARD.lacks(
              "the baseline's stock of live trees, or a common practice above 0",
              "Baseline and common practice of live trees per hectare."));
    }
    Position position = found.get();
    String words =
        String.format(
            Locale.ROOT,
            "The baseline is %.1f %% of common practice%s",
            100 * position.ratio(),
            position.derived() ? " (from live trees with roots)" : "");
    List<Quantity> quantities = new ArrayList<>(quantities(position));
    if (!position.atEdge()) {
      return Optional.of(
          CARD.noFlag(words + ".", "It does not lie at the edge of what is allowed.", quantities));
    }
    BaselineStocks stocks = project.stated().baselineStocks();
    SpeciesMatched matched = stocks == null ? null : stocks.speciesMatched();
    if (matched == null) {
      return Optional.of(
          CARD.cannotTell(
              words + ", the lowest that is allowed.",
              "Whether common practice fits the project's own species is not known.",
              "Common practice from inventory plots of the project's species.",
              quantities));
    }
    return Optional.of(judged(words, position, matched, quantities));
  }

  private static Finding judged(
      String words, Position position, SpeciesMatched matched, List<Quantity> quantities) {
    StatedInterval alternative = matched.co2eTonnesPerHa();
    String source =
        matched.source() == null ? "claims.statements.baselineStocks" : matched.source();
    quantities.add(
        new Quantity(
            "common practice by the project's species",
            "tCO2e per ha",
            alternative.value(),
            alternative.ci90Low(),
            alternative.ci90High(),
            source));
    StatedInterval excess = matched.excessCreditsCo2eTonnes();
    Quantity size =
        excess == null
            ? null
            : new Quantity(
                "credits beyond those of the project's species",
                "tCO2e",
                excess.value(),
                excess.ci90Low(),
                excess.ci90High(),
                source);
    double edge = position.commonPracticeCo2eTonnesPerHa() * (1 + EDGE_FRACTION);
    String compared =
        String.format(
            Locale.ROOT,
            "%s, while common practice of its own species is %.1f (90 %% interval %.1f to %.1f)"
                + " against %.1f tCO2e per ha",
            words,
            alternative.value(),
            alternative.ci90Low(),
            alternative.ci90High(),
            position.commonPracticeCo2eTonnesPerHa());
    boolean creditsToo = excess == null || excess.ci90Low() > 0;
    if (alternative.ci90Low() > edge && creditsToo) {
      return CARD.flag(
          compared + ".",
          "The whole interval lies more than 5 % above the regional mean: the baseline is lower"
              + " than such forest usually is.",
          size,
          quantities);
    }
    if (alternative.ci90High() <= edge) {
      return CARD.noFlag(
          compared + ".", "Its species do not hold more than the regional mean.", quantities);
    }
    return CARD.cannotTell(
        compared + ".",
        "The interval reaches from below to above what would be material.",
        "More inventory plots of the project's species.",
        quantities);
  }

  private static List<Quantity> quantities(Position position) {
    return List.of(
        Quantity.exact(
            "baseline, live trees above ground",
            "tCO2e per ha",
            position.baselineCo2eTonnesPerHa(),
            position.derived()
                ? "claims.reportingPeriods, baseline, over " + TOTAL_OVER_ABOVE_GROUND
                : "claims.statements.baselineStocks"),
        Quantity.exact(
            "common practice",
            "tCO2e per ha",
            position.commonPracticeCo2eTonnesPerHa(),
            "claims.statements.baselineStocks"));
  }
}
