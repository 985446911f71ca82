package org.heartwood.verification.change;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;

/**
 * Areas by zone and year, with the draws of the map's error that their standard errors come from.
 *
 * @param zoneYears one row a zone and year, ordered by both
 * @param lossDraws loss of each of these rows in every draw of the map's error
 */
public record ZoneTotals(List<ZoneYear> zoneYears, Map<ZoneTotals.Key, List<Double>> lossDraws) {
  public ZoneTotals {
    zoneYears = List.copyOf(zoneYears);
    lossDraws = Map.copyOf(lossDraws);
  }

  /** A zone and a year. */
  public record Key(Zone zone, int year) {}

  /** The rows of a zone, by year. */
  public List<ZoneYear> of(Zone zone) {
    return zoneYears.stream().filter(row -> row.zone() == zone).toList();
  }

  /**
   * Loss of a zone over several years, ha. The years' errors are added draw by draw, so that what
   * they have in common does not average out (METHOD.md §4.4).
   *
   * @param years the composites whose losses are added
   */
  public Estimate lossHa(Zone zone, IntPredicate years) {
    List<ZoneYear> rows = of(zone).stream().filter(row -> years.test(row.year())).toList();
    double lossHa = rows.stream().mapToDouble(row -> row.lossHa().mean()).sum();
    double[][] draws =
        rows.stream()
            .map(row -> lossDraws.getOrDefault(new Key(zone, row.year()), List.of()))
            .map(list -> list.stream().mapToDouble(Double::doubleValue).toArray())
            .toArray(double[][]::new);
    int count = Arrays.stream(draws).mapToInt(row -> row.length).min().orElse(0);
    double[] sums = new double[count];
    for (double[] row : draws) {
      for (int draw = 0; draw < count; draw++) {
        sums[draw] += row[draw];
      }
    }
    return Estimate.nonNegative(lossHa, ZoneYear.deviation(sums));
  }
}
