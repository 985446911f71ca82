package org.heartwood.verification.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.change.Covariate;
import org.heartwood.verification.change.StratumCount;

/**
 * How unlike the forest of a region is to that of the project, covariate by covariate:
 *
 * <pre>
 *   SMD = (mean project − mean region) / √((variance project + variance region) / 2)
 * </pre>
 *
 * (Austin 2009, doi:10.1002/sim.3697.) The region is made of whole blocks of pixels.
 */
public final class RegionBalance {
  private RegionBalance() {}

  /**
   * One covariate.
   *
   * @param covariate what is compared
   * @param unit unit of the means
   * @param projectMean mean over the project's forest at the start
   * @param regionMean mean over the region's
   * @param smd standardised mean difference; infinite where neither varies and the means differ
   */
  public record Difference(
      String covariate, String unit, double projectMean, double regionMean, double smd) {}

  /**
   * Compares project and region.
   *
   * @param counts counts by zone, block and stratum
   * @param inRegion which blocks outside of the project belong to the region
   * @return one entry a covariate; none if either holds no forest
   */
  public static List<Difference> of(List<StratumCount> counts, Predicate<StratumCount> inRegion) {
    List<Difference> differences = new ArrayList<>();
    for (Covariate covariate : Covariate.values()) {
      Moments project = new Moments();
      Moments region = new Moments();
      for (StratumCount count : counts) {
        if (count.zone() == Zone.PROJECT) {
          project.add(count, covariate);
        } else if (inRegion.test(count)) {
          region.add(count, covariate);
        }
      }
      if (project.pixels > 0 && region.pixels > 0) {
        double unit = covariate.perUnit();
        differences.add(
            new Difference(
                covariate.label(),
                covariate.unit(),
                project.mean() / unit,
                region.mean() / unit,
                project.smd(region)));
      }
    }
    return differences;
  }

  /** Whole-number sums of a covariate. */
  private static final class Moments {
    private long pixels;
    private long sum;
    private long squares;

    void add(StratumCount count, Covariate covariate) {
      pixels += count.pixels();
      sum += count.covariateSums()[covariate.position()];
      squares += count.covariateSquares()[covariate.position()];
    }

    double mean() {
      return (double) sum / pixels;
    }

    double variance() {
      return Math.max(0, (double) squares / pixels - mean() * mean());
    }

    double smd(Moments other) {
      double difference = mean() - other.mean();
      return difference == 0 ? 0 : difference / Math.sqrt((variance() + other.variance()) / 2);
    }
  }
}
