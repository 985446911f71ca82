package org.heartwood.verification.area;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many reference points, and where. The number for a standard error S of the overall accuracy
 * or of one class's share is
 *
 * <pre>
 *   n = (Σ W s)² / (S² + Σ W s² / N),      s = √(p (1 − p))
 * </pre>
 *
 * (Cochran 1977, Sampling Techniques, equation 5.25; Olofsson et al. 2014,
 * doi:10.1016/j.rse.2014.02.015, equation 13). They go to strata in proportion to W s (Neyman
 * 1934), but none gets fewer than a floor: what is expected of a stratum is a guess, and a rare
 * class needs points of its own (Olofsson et al. 2014, §5.1.2).
 */
public final class SampleSize {
  private static final int MOST_POINTS = 100_000;

  private SampleSize() {}

  /**
   * Points for a standard error, by the formula above, for points without end (N → ∞).
   *
   * @param standardError wanted standard error of the share, > 0
   */
  public static int forStandardError(List<StratumExpectation> strata, double standardError) {
    if (!(standardError > 0)) {
      throw new IllegalArgumentException("standardError must be > 0, was " + standardError);
    }
    double total = totalHa(strata);
    double sum = strata.stream().mapToDouble(s -> s.areaHa() / total * s.deviation()).sum();
    return (int) Math.min(MOST_POINTS, Math.ceil(sum * sum / (standardError * standardError)));
  }

  /**
   * Shares points out: in proportion to W s, at least the floor each. Whole numbers by largest
   * remainder; strata that tie go by their order.
   *
   * @param points all points, at least as many as strata
   * @param floors fewest points of each stratum; where there are not as many, none gets more than
   *     its equal part for its floor's sake
   * @return points of each stratum, in their order
   */
  public static List<Integer> allocate(
      List<StratumExpectation> strata, int points, List<Integer> floors) {
    int count = strata.size();
    if (points < count) {
      throw new IllegalArgumentException(
          "points must be at least one for each of " + count + " strata, was " + points);
    }
    int[] least =
        floors.stream().mapToInt(floor -> Math.max(1, Math.min(floor, points / count))).toArray();
    double[] want = strata.stream().mapToDouble(s -> s.areaHa() * s.deviation()).toArray();
    if (Arrays.stream(want).sum() == 0) {
      want = strata.stream().mapToDouble(StratumExpectation::areaHa).toArray();
    }
    boolean[] fixed = new boolean[count];
    double[] share = new double[count];
    boolean again = true;
    while (again) {
      again = false;
      double left = points;
      double sum = 0;
      for (int i = 0; i < count; i++) {
        left -= fixed[i] ? least[i] : 0;
        sum += fixed[i] ? 0 : want[i];
      }
      for (int i = 0; i < count; i++) {
        share[i] = fixed[i] ? least[i] : sum > 0 ? left * want[i] / sum : left / count;
        if (!fixed[i] && share[i] < least[i]) {
          fixed[i] = true;
          again = true;
        }
      }
    }
    return rounded(share, points);
  }

  private static List<Integer> rounded(double[] share, int points) {
    int[] whole = Arrays.stream(share).mapToInt(value -> (int) Math.floor(value + 1e-9)).toArray();
    List<Integer> order =
        IntStream.range(0, share.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> whole[i] - share[i]))
            .toList();
    int left = points - Arrays.stream(whole).sum();
    for (int i = 0; i < left; i++) {
      whole[order.get(i % order.size())]++;
    }
    return Arrays.stream(whole).boxed().toList();
  }

  /**
   * Half of the width of the 90 % interval to expect of the class's area, ha: that of a sample that
   * shows exactly what is expected.
   *
   * @param points points of each stratum
   */
  public static double halfWidthHa(List<StratumExpectation> strata, List<Integer> points) {
    List<ProportionInterval.Share> shares = new ArrayList<>();
    for (int i = 0; i < strata.size(); i++) {
      StratumExpectation stratum = strata.get(i);
      shares.add(
          new ProportionInterval.Share(
              stratum.areaHa(), points.get(i), stratum.expectedFraction(), 0));
    }
    ProportionInterval.Limits limits = ProportionInterval.sum(shares);
    return (limits.high() - limits.low()) / 2;
  }

  /**
   * The fewest points, with the floor, whose {@linkplain #halfWidthHa expected half-width} is not
   * above a target.
   *
   * @param halfWidthHa target, ha, > 0
   */
  public static Outcome<Integer> forHalfWidth(
      List<StratumExpectation> strata, double halfWidthHa, List<Integer> floors) {
    if (!(halfWidthHa > 0)) {
      throw new IllegalArgumentException("halfWidthHa must be > 0 ha, was " + halfWidthHa);
    }
    int fewest = floors.stream().mapToInt(floor -> Math.max(1, floor)).sum();
    int high = fewest;
    while (halfWidthHa(strata, allocate(strata, high, floors)) > halfWidthHa) {
      if (high >= MOST_POINTS) {
        return new Outcome.CannotTell<>(
            "even "
                + MOST_POINTS
                + " points would not reach a half-width of "
                + halfWidthHa
                + " ha; ask for less");
      }
      high = Math.min(MOST_POINTS, 2 * high);
    }
    int low = fewest - 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (halfWidthHa(strata, allocate(strata, middle, floors)) > halfWidthHa) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new Outcome.Known<>(high, List.of());
  }

  private static double totalHa(List<StratumExpectation> strata) {
    return strata.stream().mapToDouble(StratumExpectation::areaHa).sum();
  }
}
