package org.heartwood.ingest.composite;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * What makes a date the best one; the scores are those of {@link BestPixel}.
 *
 * @param targetDay the day that the composite stands for
 * @param sigmaDays days from the target at which the day's score has fallen to 0.61, > 0
 * @param cloudReachPx distance beyond which clouds do not matter, pixels, > 0 (Griffiths et al.:
 *     50)
 */
public record BestPixelRule(LocalDate targetDay, double sigmaDays, double cloudReachPx)
    implements Serializable {
  private static final double CLOUD_STEEPNESS = 0.2;

  public BestPixelRule {
    if (!(sigmaDays > 0) || !(cloudReachPx > 0)) {
      throw new IllegalArgumentException(
          "sigmaDays and cloudReachPx must be > 0, were " + sigmaDays + " and " + cloudReachPx);
    }
  }

  double dayScore(LocalDate day) {
    double away = ChronoUnit.DAYS.between(targetDay, day) / sigmaDays;
    return StrictMath.exp(-away * away / 2);
  }

  double cloudScore(double distancePx) {
    double over = Math.min(distancePx, cloudReachPx) - cloudReachPx / 2;
    return 1 / (1 + StrictMath.exp(-CLOUD_STEEPNESS * over));
  }
}
