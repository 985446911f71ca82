package org.heartwood.verification.reversal;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.ReportingPeriod;
import org.heartwood.ingest.project.Dossier.Vintage;
import org.heartwood.ingest.project.Statements.BufferPool;
import org.heartwood.ingest.project.Statements.RiskReport;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.finding.ClaimTotals;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A project's own buffer credits beside what its own past lets expect to be lost over the time for
 * which the carbon has to stay:
 *
 * <pre>
 *   h        = Σ loss / Σ forest · years                          since the start
 *   SE²(h)   = SE²(Σ loss) / (Σ forest · years)² + s²(yearly h) / n
 *   expected = E · (1 − (1 − h)^H)
 * </pre>
 *
 * A hazard from some years of one project is a rough one: a rare large event is seldom among them.
 * A registry's pool is shared between projects; that one project's credits do not suffice is not
 * yet a pool that fails.
 *
 * @param bufferCo2eTonnes buffer credits of the project
 * @param bufferSource where they are stated
 * @param exposedCo2eTonnes credited stock that they insure
 * @param exposedSource where it is stated
 * @param hazardPerYear share of forest lost in a year since the start
 * @param horizonYears years for which the carbon has still to stay
 * @param horizonSource where they come from
 * @param expectedCo2eTonnes expected loss over them
 * @param verdict flag: the whole interval lies above the buffer; no flag: below
 * @param reason why
 */
public record BufferAdequacy(
    double bufferCo2eTonnes,
    String bufferSource,
    double exposedCo2eTonnes,
    String exposedSource,
    Estimate hazardPerYear,
    double horizonYears,
    String horizonSource,
    Estimate expectedCo2eTonnes,
    Verdict verdict,
    String reason) {
  /** A spread between years needs at least so many. */
  private static final int MIN_YEARS = 3;

  private static final double DAYS_PER_YEAR = 365.25;

  /** An adequacy, or why there is none. */
  public record Result(@Nullable BufferAdequacy adequacy, @Nullable String cannotTell) {}

  /** A number and where it stands. */
  record Stated(double value, String source) {}

  /** Judges a project's buffer on a day. */
  static Result of(Measurements measured, int startYear, LocalDate asOf) {
    Dossier dossier = measured.dossier();
    Stated buffer = buffer(dossier.claims());
    Stated exposed = exposed(dossier.claims());
    Stated horizon = horizon(dossier, asOf);
    Estimate hazard = hazard(measured, startYear);
    List<String> missing = new ArrayList<>();
    if (buffer == null) {
      missing.add("the buffer credits of every vintage");
    }
    if (exposed == null) {
      missing.add("credits issued");
    }
    if (horizon == null) {
      missing.add("a longevity, or the end of the crediting period after the day of the report");
    }
    if (hazard == null) {
      missing.add("imagery of at least " + (MIN_YEARS + 1) + " years since the start with forest");
    }
    return buffer == null || exposed == null || horizon == null || hazard == null
        ? new Result(null, "lacking: " + String.join("; ", missing))
        : new Result(judged(buffer, exposed, hazard, horizon), null);
  }

  private static BufferAdequacy judged(
      Stated buffer, Stated exposed, Estimate hazard, Stated horizon) {
    Estimate expected = expected(exposed.value(), hazard, horizon.value());
    Verdict verdict =
        expected.ci90Low() > buffer.value()
            ? Verdict.FLAG
            : expected.ci90High() <= buffer.value() ? Verdict.NO_FLAG : Verdict.CANNOT_TELL;
    String reason =
        String.format(
            Locale.ROOT,
            "At the project's own hazard of %.2f %% a year (90 %% interval %.2f to %.2f),"
                + " %,.0f tCO2e (%,.0f to %,.0f) are expected to be lost in %.0f years, against a"
                + " buffer of %,.0f tCO2e.",
            100 * hazard.mean(),
            100 * hazard.ci90Low(),
            100 * hazard.ci90High(),
            expected.mean(),
            expected.ci90Low(),
            expected.ci90High(),
            horizon.value(),
            buffer.value());
    return new BufferAdequacy(
        buffer.value(),
        buffer.source(),
        exposed.value(),
        exposed.source(),
        hazard,
        horizon.value(),
        horizon.source(),
        expected,
        verdict,
        reason);
  }

  /**
   * Expected loss of a stock over some years at a yearly hazard, with the hazard's interval.
   *
   * @return tCO2e
   */
  public static Estimate expected(double exposedCo2eTonnes, Estimate hazard, double years) {
    double mean = lost(exposedCo2eTonnes, hazard.mean(), years);
    double low = lost(exposedCo2eTonnes, hazard.ci90Low(), years);
    double high = lost(exposedCo2eTonnes, hazard.ci90High(), years);
    return new Estimate(mean, (high - low) / (2 * Estimate.Z90), low, high);
  }

  private static double lost(double exposed, double hazard, double years) {
    return exposed * (1 - StrictMath.pow(1 - Math.min(1, Math.max(0, hazard)), years));
  }

  /** The project's own buffer credits; null if a vintage does not state its part. */
  static @Nullable Stated buffer(Dossier.Claims claims) {
    BufferPool pool = claims.stated().bufferPool();
    if (pool != null) {
      return new Stated(pool.contributionsCo2eTonnes(), "claims.statements.bufferPool");
    }
    if (!claims.reportingPeriods().isEmpty()) {
      double sum = 0;
      for (ReportingPeriod period : claims.reportingPeriods()) {
        Double part = period.bufferContributionCo2eTonnes();
        if (part == null) {
          return null;
        }
        sum += part;
      }
      return new Stated(Math.max(0, sum), "claims.reportingPeriods, bufferContributionCo2eTonnes");
    }
    double sum = 0;
    for (Vintage vintage : claims.vintages()) {
      Double share = vintage.bufferShareFraction();
      Double baseline = vintage.baselineCo2eTonnes();
      Double project = vintage.projectCo2eTonnes();
      if (share == null || baseline == null || project == null) {
        return null;
      }
      sum += share * Math.max(0, baseline - project);
    }
    return claims.vintages().isEmpty()
        ? null
        : new Stated(
            sum, "claims.vintages, bufferShareFraction × (baseline − project), as F-02 charges it");
  }

  private static @Nullable Stated exposed(Dossier.Claims claims) {
    BufferPool pool = claims.stated().bufferPool();
    if (pool != null) {
      return new Stated(pool.exposedCo2eTonnes(), "claims.statements.bufferPool");
    }
    OptionalDouble issued = new ClaimTotals(claims).allIssuedCo2eTonnes();
    return issued.isPresent() && issued.getAsDouble() > 0
        ? new Stated(issued.getAsDouble(), "credits issued")
        : null;
  }

  /** Years that the carbon has still to stay, from the day of the report on. */
  private static @Nullable Stated horizon(Dossier dossier, LocalDate asOf) {
    RiskReport risk = dossier.claims().stated().risk();
    LocalDate end = dossier.project().creditingPeriodEnd();
    String source = "end of the crediting period; no longevity is stated";
    if (risk != null) {
      end =
          dossier.project().startDate().plusDays(Math.round(risk.longevityYears() * DAYS_PER_YEAR));
      source = "claims.statements.risk, longevityYears from the start on";
    }
    if (end == null || !end.isAfter(asOf)) {
      return null;
    }
    return new Stated(ChronoUnit.DAYS.between(asOf, end) / DAYS_PER_YEAR, source);
  }

  /** The project's own hazard since the start; null without forest or with too few composites. */
  static @Nullable Estimate hazard(Measurements measured, int startYear) {
    List<ZoneYear> rows =
        measured.of(Zone.PROJECT).stream().filter(row -> row.year() >= startYear).toList();
    double exposureHaYears = 0;
    List<Double> yearly = new ArrayList<>();
    for (int i = 1; i < rows.size(); i++) {
      int years = rows.get(i).year() - rows.get(i - 1).year();
      double haYears = rows.get(i - 1).forestHa().mean() * years;
      exposureHaYears += haYears;
      if (haYears > 0) {
        yearly.add(rows.get(i).lossHa().mean() / haYears);
      }
    }
    if (yearly.size() < MIN_YEARS) {
      return null;
    }
    Estimate loss = measured.totals().lossHa(Zone.PROJECT, year -> year > startYear);
    double mean = yearly.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = yearly.stream().mapToDouble(h -> (h - mean) * (h - mean)).sum();
    double between = squares / (yearly.size() - 1) / yearly.size();
    double map = loss.standardError() / exposureHaYears;
    return Estimate.nonNegative(loss.mean() / exposureHaYears, Math.sqrt(map * map + between));
  }

  /** The first day on which credits existed; null if none was issued or no day is known. */
  static @Nullable LocalDate firstCredits(Dossier.Claims claims) {
    LocalDate byVintage =
        claims.vintages().stream()
            .filter(vintage -> positive(vintage.issuedCreditsCo2eTonnes()))
            .map(Vintage::issuanceDate)
            .filter(Objects::nonNull)
            .min(LocalDate::compareTo)
            .orElse(null);
    return byVintage != null
        ? byVintage
        : claims.reportingPeriods().stream()
            .filter(period -> positive(period.issuedCreditsCo2eTonnes()))
            .map(ReportingPeriod::end)
            .filter(Objects::nonNull)
            .min(LocalDate::compareTo)
            .orElse(null);
  }

  private static boolean positive(@Nullable Double value) {
    return value != null && value > 0;
  }
}
