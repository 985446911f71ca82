package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heartwood.verification.area.Cluster;
import org.heartwood.verification.area.RatioEstimator;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.AreaBlock;

/**
 * Loss of forest by area and year, with the error that comes from loss lying in clumps: a ratio of
 * sums over blocks of pixels ({@link RatioEstimator}). The map's own error, which is common to the
 * areas that are compared, is not in it.
 */
final class BlockDensity {
  private BlockDensity() {}

  /**
   * Forest lost per hectare of forest and year.
   *
   * @param blocks of one area
   * @param fromYear composite whose forest is exposed
   * @param toYear last composite, later than {@code fromYear}
   * @return empty if fewer than two blocks hold forest
   */
  static Optional<Estimate> perYear(List<AreaBlock> blocks, int fromYear, int toYear) {
    List<Cluster> clusters = new ArrayList<>();
    for (AreaBlock block : blocks) {
      double forestHa = block.forestHa(fromYear);
      if (forestHa > 0) {
        clusters.add(new Cluster(block.lossHa(fromYear, toYear) / (toYear - fromYear), forestHa));
      }
    }
    return RatioEstimator.mean(clusters, 0).found();
  }

  /**
   * How far one density exceeds a multiple of another; both are taken as independent.
   *
   * @return {@code a − factor · b} with its interval
   */
  static Estimate excess(Estimate a, Estimate b, double factor) {
    double mean = a.mean() - factor * b.mean();
    double error = Math.hypot(a.standardError(), factor * b.standardError());
    return new Estimate(mean, error, mean - Estimate.Z90 * error, mean + Estimate.Z90 * error);
  }
}
