package org.heartwood.verification.change;

import java.util.Comparator;
import org.heartwood.ingest.project.Zone;

/**
 * Forest pixels of one zone, block and stratum, and how many of them were lost.
 *
 * @param zone the zone
 * @param blockRow row of the block that is resampled as a whole
 * @param blockCol its column
 * @param stratum combination of covariate classes
 * @param pixels pixels that were forest at the start
 * @param lostPixels of these, lost by the end: first as mapped, then in each draw of the map's
 *     error
 * @param covariateSums sums of the covariates, in their whole-number units
 * @param covariateSquares sums of their squares
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StratumCount(
    Zone zone,
    int blockRow,
    int blockCol,
    int stratum,
    long pixels,
    long[] lostPixels,
    long[] covariateSums,
    long[] covariateSquares) {
  /** By zone, block and stratum. */
  public static final Comparator<StratumCount> ORDER =
      Comparator.comparing(StratumCount::zone)
          .thenComparingInt(StratumCount::blockRow)
          .thenComparingInt(StratumCount::blockCol)
          .thenComparingInt(StratumCount::stratum);
}
