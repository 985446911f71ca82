package org.heartwood.verification.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.ingest.project.Dossier.ClassAccuracy;
import org.heartwood.ingest.project.Dossier.MapAccuracy;
import org.heartwood.verification.carbon.Estimate;

/**
 * Areas of a map that others made, corrected by what those who checked it found. With the
 * commission error {@code c} and the omission error {@code o} of a class and {@code M} hectares of
 * it on the map
 *
 * <pre>
 * A = M · (1 − c) / (1 − o),   SE(A) = M · spread over d of (1 − c_d) / (1 − o_d)
 * </pre>
 *
 * <p>which is the area on the ground where both errors hold there: {@code M (1 − c)} of the map is
 * right, and that is the share {@code 1 − o} of the ground (Olofsson et al. 2013, §3.2,
 * doi:10.1016/j.rse.2012.10.031). Draws of both errors are common to all zones and dates, since an
 * accuracy that is a little wrong is wrong everywhere; what a project's own ground differs by from
 * the ground on which the map was checked is in none of them.
 */
final class MappedAreas {
  /** A share of error that is drawn stays below it: an area would grow beyond all bounds. */
  private static final double MOST = 0.99;

  private static final long COMMISSION = 0x5bd1_e995L;

  private final double[] loss;
  private final double[] forest;
  private final double lossFactor;
  private final double forestFactor;

  /**
   * Factors of an accuracy.
   *
   * @param draws number of draws, > 1
   */
  MappedAreas(MapAccuracy accuracy, int draws, long seed) {
    this.loss = factors(accuracy.loss(), draws, seed);
    this.forest = factors(accuracy.forest(), draws, seed + 1);
    this.lossFactor = accuracy.loss().areaFactor();
    this.forestFactor = accuracy.forest().areaFactor();
  }

  private static double[] factors(ClassAccuracy errors, int draws, long seed) {
    double[] omission = BenchmarkDraws.scores(draws, seed);
    double[] commission = BenchmarkDraws.scores(draws, seed ^ COMMISSION);
    double[] factors = new double[draws];
    for (int d = 0; d < draws; d++) {
      double missed =
          share(errors.omissionFraction() + errors.omissionStandardError() * omission[d]);
      double wrong =
          share(errors.commissionFraction() + errors.commissionStandardError() * commission[d]);
      factors[d] = (1 - wrong) / (1 - missed);
    }
    return factors;
  }

  private static double share(double drawn) {
    return Math.min(MOST, Math.max(0, drawn));
  }

  /**
   * Areas of the map's sums.
   *
   * @param sums by zone and year, in order
   */
  ZoneAreas of(List<ZoneYear.Sums> sums) {
    List<ZoneYear> estimated = new ArrayList<>();
    Map<ZoneTotals.Key, List<Double>> lossDraws = new HashMap<>();
    List<MappedArea> mapped = sums.stream().map(MappedArea::of).toList();
    for (int i = 0; i < mapped.size(); i++) {
      MappedArea area = mapped.get(i);
      double[] draws = Arrays.stream(loss).map(f -> f * area.lossHa()).toArray();
      estimated.add(
          ZoneYear.mapped(
              sums.get(i),
              estimate(forestFactor, forest, area.forestHa()),
              estimate(lossFactor, loss, area.lossHa())));
      lossDraws.put(
          new ZoneTotals.Key(area.zone(), area.year()), Arrays.stream(draws).boxed().toList());
    }
    return new ZoneAreas(new ZoneTotals(estimated, lossDraws), mapped, Map.of());
  }

  private static Estimate estimate(double factor, double[] draws, double mappedHa) {
    return Estimate.nonNegative(factor * mappedHa, ZoneYear.deviation(draws) * mappedHa);
  }
}
