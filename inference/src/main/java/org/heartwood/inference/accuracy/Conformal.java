package org.heartwood.inference.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.heartwood.ingest.issue.InputException;

/**
 * Quantiles of split conformal prediction: intervals that cover what they promise on data that are
 * exchangeable with those of the scores (Lei et al. 2018, doi:10.1080/01621459.2017.1307116).
 */
public final class Conformal {
  /** Two-sided 90 % quantile of the standard normal distribution. */
  public static final double NORMAL_90 = 1.6448536269514722;

  private Conformal() {}

  /**
   * The ⌈(n + 1)·coverage⌉-th smallest score.
   *
   * @throws InputException if there are too few scores for that coverage
   */
  public static double quantile(double[] scores, double coverageFraction) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    long rank = (long) Math.ceil((sorted.length + 1) * coverageFraction);
    if (rank > sorted.length) {
      throw new InputException(
          "intervals of coverage "
              + coverageFraction
              + " need more labels to be calibrated, there were "
              + sorted.length);
    }
    return sorted[(int) rank - 1];
  }

  /**
   * The same where every group of scores has the same say, however many it holds: the smallest
   * score at which the groups' mean share of scores no larger reaches {@code (n + 1)·coverage / n},
   * n the number of all scores. Empty groups are left out.
   *
   * @throws InputException if there are too few scores for that coverage
   */
  public static double quantileByGroup(List<double[]> groups, double coverageFraction) {
    record Weighted(double score, double weight) {}
    List<double[]> filled = groups.stream().filter(group -> group.length > 0).toList();
    List<Weighted> scores = new ArrayList<>();
    for (double[] group : filled) {
      for (double score : group) {
        scores.add(new Weighted(score, 1.0 / group.length / filled.size()));
      }
    }
    scores.sort(Comparator.comparingDouble(Weighted::score));
    double needed = coverageFraction * (scores.size() + 1) / scores.size();
    double sum = 0;
    for (Weighted score : scores) {
      sum += score.weight();
      if (sum >= needed - 1e-12) {
        return score.score();
      }
    }
    throw new InputException(
        "intervals of coverage "
            + coverageFraction
            + " need more labels to be calibrated, there were "
            + scores.size());
  }
}
