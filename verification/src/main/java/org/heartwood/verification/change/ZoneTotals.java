package org.heartwood.verification.change;

import java.util.Arrays;
import java.util.HashMap;
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

  /**
   * The same with the loss of a zone over some years set to a total that was estimated otherwise,
   * such as from a reference sample. The map keeps its say in how the total is shared between the
   * years; how large it is, and how sure, is the estimate's alone: {@link #lossHa} over all these
   * years has its mean, and an interval no narrower than its own. Every year's loss moves by one
   * factor (pro rata, Denton 1971, doi:10.1080/01621459.1971.10482227, §2, without smoothing).
   *
   * @param fromYear loss after this composite is meant
   * @param toYear up to this one
   * @param totalHa the total with its interval
   * @param seed which draw of the map goes with which draw of the total
   * @throws IllegalArgumentException if no composite of the zone lies in these years
   */
  public ZoneTotals benchmarked(Zone zone, int fromYear, int toYear, Estimate totalHa, long seed) {
    List<ZoneYear> rows =
        of(zone).stream().filter(row -> row.year() > fromYear && row.year() <= toYear).toList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "no composite of " + zone.label() + " after " + fromYear + " and up to " + toYear);
    }
    double[] shares = shares(rows.stream().mapToDouble(row -> row.lossHa().mean()).toArray());
    int count = rows.stream().mapToInt(row -> draws(zone, row.year()).size()).min().orElse(0);
    double[] totals = BenchmarkDraws.of(totalHa, count, seed);
    Map<Key, List<Double>> draws = new HashMap<>(lossDraws);
    Map<Key, ZoneYear> moved = new HashMap<>();
    double[][] byYear = new double[rows.size()][count];
    for (int d = 0; d < count; d++) {
      int draw = d;
      double[] drawn =
          shares(
              rows.stream().mapToDouble(row -> draws(zone, row.year()).get(draw)).toArray(),
              shares);
      for (int t = 0; t < byYear.length; t++) {
        byYear[t][d] = drawn[t] * totals[d];
      }
    }
    for (int t = 0; t < byYear.length; t++) {
      Key key = new Key(zone, rows.get(t).year());
      draws.put(key, Arrays.stream(byYear[t]).boxed().toList());
      moved.put(
          key,
          rows.get(t)
              .withLossHa(
                  Estimate.nonNegative(shares[t] * totalHa.mean(), ZoneYear.deviation(byYear[t]))));
    }
    return new ZoneTotals(
        zoneYears.stream()
            .map(row -> moved.getOrDefault(new Key(row.zone(), row.year()), row))
            .toList(),
        draws);
  }

  private List<Double> draws(Zone zone, int year) {
    return lossDraws.getOrDefault(new Key(zone, year), List.of());
  }

  /** Shares of a sum; equal ones where nothing adds up. */
  private static double[] shares(double[] parts) {
    double[] equal = new double[parts.length];
    Arrays.fill(equal, 1.0 / parts.length);
    return shares(parts, equal);
  }

  private static double[] shares(double[] parts, double[] otherwise) {
    double sum = Arrays.stream(parts).sum();
    return sum > 0 ? Arrays.stream(parts).map(part -> part / sum).toArray() : otherwise;
  }
}
