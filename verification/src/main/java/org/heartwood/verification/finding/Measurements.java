package org.heartwood.verification.finding;

import java.time.LocalDate;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.tile.Season;
import org.heartwood.verification.carbon.CarbonDensity;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.ZoneTotals;
import org.heartwood.verification.change.ZoneYear;

/**
 * What an assessment rests on.
 *
 * @param dossier the claims and parameters
 * @param totals areas by zone and year
 * @param density carbon of a hectare of forest
 * @param modelOutside why the model that read the imagery does not apply to it; empty if it does
 */
public record Measurements(
    Dossier dossier, ZoneTotals totals, CarbonDensity density, Optional<String> modelOutside) {
  /** Below this share of a zone seen in a year that a verdict needs, the verdict is not given. */
  public static final double MIN_OBSERVED_FRACTION = 0.8;

  /** The composite nearest to a day lies at most so far from it where there is one every year. */
  private static final int HALF_A_YEAR_DAYS = 184;

  /** The months that make a year's composite. */
  public Season season() {
    return Season.of(dossier);
  }

  /**
   * Carbon of a hectare by which claimed tonnes are turned into hectares, so that claims are
   * compared on their own terms.
   *
   * @param co2eTonnesPerHa above and below ground
   * @param source where it comes from, in words
   */
  public record ClaimDensity(double co2eTonnesPerHa, String source) {
    /** Tonnes as hectares; empty stays empty. */
    public OptionalDouble hectares(OptionalDouble co2eTonnes) {
      return co2eTonnes.isPresent()
          ? OptionalDouble.of(co2eTonnes.getAsDouble() / co2eTonnesPerHa)
          : OptionalDouble.empty();
    }
  }

  /**
   * The density that the project claims, or the one that the report counts with if it claims none.
   */
  public ClaimDensity claimDensity() {
    Double claimed = dossier.claims().carbonDensityCo2eTonnesPerHa();
    return claimed != null
        ? new ClaimDensity(claimed, "claimed density")
        : new ClaimDensity(density.co2eTonnesPerHa(), "density of section 11 of the report");
  }

  /** The rows of a zone, by year. */
  public List<ZoneYear> of(Zone zone) {
    return totals.of(zone);
  }

  /** The row of a zone and year. */
  public ZoneYear at(Zone zone, int year) {
    return of(zone).stream()
        .filter(row -> row.year() == year)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no row for " + zone.label() + " in " + year));
  }

  /** Forest in a zone and year, best estimate; 0 if the imagery does not reach the zone at all. */
  public double forestHa(Zone zone, int year) {
    return of(zone).isEmpty() ? 0 : at(zone, year).forestHa().mean();
  }

  /**
   * Area of a part of the project's loss, with the error that it may have: {@code SE(a) = a ·
   * min(1, R · √max(1, L / a))}, with {@code L} the loss of all composites after a year and {@code
   * R} its relative standard error by draws. That is what parts with independent errors have; parts
   * whose errors go together have less.
   *
   * @param afterYear composite after which loss counts
   * @param ha the part, ≥ 0
   */
  public Estimate partOfLossHa(int afterYear, double ha) {
    Estimate all = totals.lossHa(Zone.PROJECT, year -> year > afterYear);
    if (!(ha > 0)) {
      return new Estimate(0, 0, 0, 0);
    }
    double relative =
        all.mean() > 0
            ? all.standardError() / all.mean() * Math.sqrt(Math.max(1, all.mean() / ha))
            : 1;
    return Estimate.nonNegative(ha, ha * Math.min(1, relative));
  }

  /**
   * Why changes from a composite on cannot be set against the claims: they begin before it
   * (METHOD.md §7.1).
   *
   * @return empty if they do not, or if there are none
   */
  Optional<String> claimsBefore(int startYear) {
    if (dossier.claims().vintages().isEmpty()) {
      return Optional.empty();
    }
    LocalDate firstClaimed = LocalDate.of(vintageYears().getMin(), 1, 1);
    LocalDate start = dossier.project().startDate();
    LocalDate from = start.isAfter(firstClaimed) ? start : firstClaimed;
    return season().middle(startYear).isAfter(from.plusDays(HALF_A_YEAR_DAYS))
        ? Optional.of(
            "the claims begin on " + from + ", the first composite used is that of " + startYear)
        : Optional.empty();
  }

  /**
   * Why changes up to a composite cannot be set against all claims: some are of later years.
   *
   * @return empty if none is
   */
  Optional<String> claimsAfter(int endYear) {
    int lastSeen = season().changeYear(endYear);
    return !dossier.claims().vintages().isEmpty() && lastSeen < vintageYears().getMax()
        ? Optional.of(
            "the claims run to "
                + vintageYears().getMax()
                + ", the composites show changes to "
                + lastSeen
                + " only")
        : Optional.empty();
  }

  /** The claims of the years whose changes the composites up to one show. */
  public ClaimTotals claimsUpTo(int endYear) {
    int lastSeen = season().changeYear(endYear);
    return new ClaimTotals(dossier.claims(), vintage -> vintage.year() <= lastSeen);
  }

  private IntSummaryStatistics vintageYears() {
    return dossier.claims().vintages().stream().mapToInt(Dossier.Vintage::year).summaryStatistics();
  }
}
