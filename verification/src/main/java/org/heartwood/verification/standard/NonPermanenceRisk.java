package org.heartwood.verification.standard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.heartwood.ingest.project.Statements.NaturalHazard;
import org.heartwood.ingest.project.Statements.RiskReport;
import org.heartwood.verification.standard.StandardRule.Status;

/**
 * The buffer of VCS' AFOLU non-permanence risk procedure, version 5.0 (F-02).
 *
 * <pre>
 * PL       = 25 − L/5 without a binding agreement, 25 − L/4 with one, 0 with one of ≥ 100 years
 * internal = PM + FV + OC + PL
 * natural  = climate factor · Σ hazards (points by loss and return period · mitigation)
 * rating   = max(12, ⌈internal + external + natural⌉) %
 * buffer   = rating · net change in carbon stocks
 * </pre>
 *
 * <p>The buffer is charged on the change of stocks, not on net reductions after leakage. A project
 * fails above 35 points internal, 20 external, 35 natural or 60 in total, below a longevity of 40
 * years (30 if registered before 2024), or with a hazard that takes 70 % or more of the stock at
 * least once in ten years. PL does not go below 0. The scores PM, FV and OC are taken as stated:
 * their own tables are not recomputed here.
 */
public final class NonPermanenceRisk {
  /** The rule. */
  public static final StandardRule RULE =
      new StandardRule(
          "F-02",
          "VCS AFOLU Non-Permanence Risk Tool",
          "v5.0",
          "buffer rating",
          Status.SECONDARY,
          "public text copy; VCS Standard v5.0 §3.14.15 for the base of the charge");

  private static final double MIN_RATING_PCT = 12;
  private static final double MAX_INTERNAL = 35;
  private static final double MAX_EXTERNAL = 20;
  private static final double MAX_NATURAL = 35;
  private static final double MAX_TOTAL = 60;
  private static final double MIN_LONGEVITY_YEARS = 40;
  private static final double MIN_LONGEVITY_BEFORE_2024_YEARS = 30;

  /** Sums of points carry rounding errors: 12 + 1e-15 is 12. */
  private static final double ROUNDING = 1e-9;

  private static final List<Severity> TABLE = table();

  private NonPermanenceRisk() {}

  /**
   * A rating as recomputed.
   *
   * @param longevityScore points for project longevity (PL)
   * @param ratingPct buffer, percent of the net change in carbon stocks
   * @param failures why the project is not eligible; none if it is
   */
  public record Rating(
      double longevityScore,
      double internal,
      double external,
      double natural,
      double total,
      double ratingPct,
      List<String> failures) {
    public Rating {
      failures = List.copyOf(failures);
    }
  }

  private record Severity(double lossFromFraction, List<String> pointsByReturn) {}

  /** Credits set aside: rating times the net change in carbon stocks, never below 0, tCO2e. */
  public static double bufferCo2eTonnes(double ratingPct, double netStockChangeCo2eTonnes) {
    return ratingPct / 100 * Math.max(0, netStockChangeCo2eTonnes);
  }

  /** Points for longevity, ≥ 0. */
  public static double longevityScore(RiskReport report) {
    double years = report.longevityYears();
    return switch (report.agreement()) {
      case NONE -> Math.max(0, 25 - years / 5);
      case BINDING -> Math.max(0, 25 - years / 4);
      case HUNDRED_YEARS -> 0;
    };
  }

  /** The rating of a sum of points: rounded up, at least 12 %. */
  public static double ratingPct(double points) {
    return Math.max(MIN_RATING_PCT, Math.ceil(points - ROUNDING));
  }

  /** Recomputes a report's rating. */
  public static Rating rate(RiskReport report) {
    List<String> failures = new ArrayList<>();
    double longevity = longevityScore(report);
    double internal =
        report.managementScore() + report.financeScore() + report.opportunityScore() + longevity;
    double natural = 0;
    for (NaturalHazard hazard : report.natural()) {
      natural += report.climateFactor() * points(hazard, failures) * hazard.mitigationFactor();
    }
    double total = internal + report.externalScore() + natural;
    above("internal risk", internal, MAX_INTERNAL, failures);
    above("external risk", report.externalScore(), MAX_EXTERNAL, failures);
    above("natural risk", natural, MAX_NATURAL, failures);
    above("total risk", total, MAX_TOTAL, failures);
    double least =
        report.registeredFrom2024() ? MIN_LONGEVITY_YEARS : MIN_LONGEVITY_BEFORE_2024_YEARS;
    if (report.longevityYears() < least) {
      failures.add(
          "longevity of " + report.longevityYears() + " years is below the " + least + " required");
    }
    return new Rating(
        longevity, internal, report.externalScore(), natural, total, ratingPct(total), failures);
  }

  private static void above(String name, double points, double most, List<String> failures) {
    if (points > most + ROUNDING) {
      failures.add(name + " of " + points + " points is above " + most);
    }
  }

  /** Points of a hazard before mitigation; 0 and a failure where the table says FAIL. */
  private static double points(NaturalHazard hazard, List<String> failures) {
    int column = 0;
    for (double years : new double[] {10, 25, 50, 100}) {
      column += hazard.returnYears() >= years ? 1 : 0;
    }
    int returnColumn = column;
    String points =
        TABLE.stream()
            .filter(severity -> hazard.lossFraction() >= severity.lossFromFraction())
            .findFirst()
            .map(severity -> severity.pointsByReturn().get(returnColumn))
            .orElseThrow();
    if (points.equals("FAIL")) {
      failures.add(hazard.name() + " takes 70 % of the stock or more at least once in ten years");
      return 0;
    }
    return Double.parseDouble(points);
  }

  private static List<Severity> table() {
    String name = "nprt_v5_natural.csv";
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(NonPermanenceRisk.class.getResourceAsStream(name), name),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(line -> line.split(",", -1))
          .map(
              fields ->
                  new Severity(
                      Double.parseDouble(fields[0]),
                      List.copyOf(Arrays.asList(fields).subList(1, fields.length))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
