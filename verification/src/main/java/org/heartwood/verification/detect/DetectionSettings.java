package org.heartwood.verification.detect;

import java.io.Serializable;
import java.util.List;

/**
 * Which detectors watch, and when they agree.
 *
 * @param detectors at least one; each is asked of every pixel
 * @param toleranceDays how far first dates may lie apart for detectors to agree, days, >= 0
 */
public record DetectionSettings(List<ChangeDetector> detectors, double toleranceDays)
    implements Serializable {
  /** Most detectors: the votes of a pixel are one byte. */
  static final int MOST = 100;

  public DetectionSettings {
    detectors = List.copyOf(detectors);
    if (detectors.isEmpty() || detectors.size() > MOST) {
      throw new IllegalArgumentException(
          "there must be 1 to " + MOST + " detectors, were " + detectors.size());
    }
    if (!(toleranceDays >= 0)) {
      throw new IllegalArgumentException("toleranceDays must be >= 0, was " + toleranceDays);
    }
  }

  /**
   * BFAST Monitor, CUSUM and Bayesian updating together, for an index such as NDVI that falls with
   * loss.
   *
   * @param watchFrom first day watched, days since 1970-01-01
   */
  public static DetectionSettings ndvi(double watchFrom) {
    return new DetectionSettings(
        List.of(
            ChangeDetector.bfastMonitor(Direction.FALL, 0.02, watchFrom),
            ChangeDetector.harmonic(new CusumChart(0.05), 1, Direction.FALL, 0.02, watchFrom),
            ChangeDetector.harmonic(
                new BayesChart(0, 0.25, 0.1, 0.975), 1, Direction.FALL, 0.02, watchFrom)),
        180);
  }

  /**
   * CUSUM and Bayesian updating about a mean without a yearly course, for images of one season that
   * were levelled.
   *
   * @param watchFrom first day watched, days since 1970-01-01
   */
  public static DetectionSettings seasonal(double watchFrom) {
    return new DetectionSettings(
        List.of(
            ChangeDetector.harmonic(new CusumChart(0.05), 0, Direction.FALL, 0.02, watchFrom),
            ChangeDetector.harmonic(
                new BayesChart(0, 0.25, 0.1, 0.975), 0, Direction.FALL, 0.02, watchFrom)),
        400);
  }
}
