package org.heartwood.verification.finding;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.Vintage;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.baseline.MatchedComparison;
import org.heartwood.verification.carbon.CarbonDensity;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.carbon.IpccTables;
import org.heartwood.verification.change.ZoneTotals;
import org.heartwood.verification.change.ZoneYear;

/**
 * A project that does not exist: 800 ha of forest in 2005, 500 ha in its belt, vintages 2005 to
 * 2010, composites 2005 to 2011. It claims 60 ha of avoided loss (4,000 tCO2e a year at 400 a
 * hectare), deducts 6 ha of leakage, reports 500 tCO2e a year and has 3,000 credits a year.
 */
public final class MadeUpMeasurements {
  public static final int FIRST_YEAR = 2005;
  public static final int LAST_YEAR = 2011;

  private MadeUpMeasurements() {}

  public static List<Vintage> vintages() {
    return IntStream.range(FIRST_YEAR, LAST_YEAR)
        .mapToObj(
            year ->
                new Vintage(year, 4500.0, 500.0, 400.0, 0.15, 3000.0, LocalDate.of(year + 1, 7, 1)))
        .toList();
  }

  /**
   * Measurements.
   *
   * @param lossHa loss in the project that each composite shows
   * @param lossErrorHa its standard error
   * @param observedFraction share of each zone seen in every year
   */
  public static Measurements of(
      List<Vintage> vintages, double lossHa, double lossErrorHa, double observedFraction) {
    Dossier.CarbonFactors carbon =
        new Dossier.CarbonFactors(
            "Tropical mountain", "Africa", "Primary/Secondary (merged)", "N&S America");
    Dossier dossier =
        new Dossier(
            true,
            false,
            new Dossier.Project(
                "MADE-UP",
                "Made up",
                null,
                null,
                "ET",
                Dossier.Activity.REDD,
                LocalDate.of(2005, 1, 1),
                LocalDate.of(2034, 12, 31),
                null,
                new Dossier.ForestDefinition(0.45, null, 0.5, null)),
            new Dossier.BoundaryReference(
                "boundary.geojson", Dossier.BoundaryClass.DIGITISED, false),
            new Dossier.Claims(1000.0, 400.0, vintages, List.of(), null),
            new Dossier.Sources(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null, null),
            new Dossier.Method(
                null,
                null,
                null,
                1,
                3,
                1000,
                20_000,
                256,
                "made-up",
                carbon,
                0.015,
                0.005,
                32,
                1000,
                2000,
                16,
                0.1,
                0.05,
                42,
                new Dossier.Counterfactual(List.of(), List.of(), List.of(), 100),
                null,
                null));
    List<ZoneYear> rows = new ArrayList<>();
    Map<ZoneTotals.Key, List<Double>> draws = new HashMap<>();
    SplittableRandom random = new SplittableRandom(1);
    for (Zone zone : Zone.values()) {
      double forestHa = zone == Zone.PROJECT ? 800 : 500;
      for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        double lost = year == FIRST_YEAR ? 0 : lossHa;
        double error = year == FIRST_YEAR ? 0 : lossErrorHa;
        draws.put(
            new ZoneTotals.Key(zone, year),
            Stream.generate(() -> lost + error * random.nextGaussian()).limit(500).toList());
        rows.add(
            new ZoneYear(
                zone,
                year,
                1000,
                1000 * observedFraction,
                Estimate.nonNegative(forestHa, 10),
                Estimate.nonNegative(lost, error),
                0,
                new Estimate(60, 1, 58, 62),
                3));
      }
    }
    return new Measurements(
        dossier,
        new ZoneTotals(rows, draws),
        CarbonDensity.of(carbon, new IpccTables()),
        Optional.empty());
  }

  /** A comparison that passes the gate. */
  public static MatchedComparison comparison(Zone zone, double excess, double standardError) {
    return comparison(zone, excess, standardError, LAST_YEAR, 0.95, 50);
  }

  public static MatchedComparison comparison(
      Zone zone,
      double excess,
      double standardError,
      int endYear,
      double matchedFraction,
      int controlBlocks) {
    return new MatchedComparison(
        zone,
        FIRST_YEAR,
        endYear,
        5000,
        matchedFraction,
        20_000,
        controlBlocks,
        0.2 + excess,
        0.2,
        new Estimate(
            excess,
            standardError,
            excess - Estimate.Z90 * standardError,
            excess + Estimate.Z90 * standardError),
        standardError,
        0,
        List.of(new Balance("canopy cover at the start", "share", 0.7, 0.7, 0.6, 0.1, 0.5)));
  }
}
