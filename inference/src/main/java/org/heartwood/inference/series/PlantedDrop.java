package org.heartwood.inference.series;

import java.util.Random;

/**
 * A made-up disturbance, drawn at random within the limits of {@link SeriesSpec.Planting}; it is
 * added to the series of a {@link RadarStack}.
 */
final class PlantedDrop {
  private static final int MARGIN_STEPS = 4;
  private static final int LONGEST_FALL_STEPS = 3;

  private final int step;
  private final float[][] change;

  private PlantedDrop(int step, float[][] change) {
    this.step = step;
    this.change = change;
  }

  /**
   * Draws a disturbance.
   *
   * @param steps steps of the series, more than 8
   * @param stepDays length of a step, days
   */
  static PlantedDrop draw(SeriesSpec.Planting limits, int steps, int stepDays, Random random) {
    int start = MARGIN_STEPS + random.nextInt(steps - 2 * MARGIN_STEPS);
    double magnitude = between(limits.magnitudeMinDb(), limits.magnitudeMaxDb(), random);
    double low = between(limits.lowMinDays(), limits.lowMaxDays(), random) / stepDays;
    double recovery =
        between(limits.recoveryMinDays(), limits.recoveryMaxDays(), random) / stepDays;
    int fall = 1 + random.nextInt(LONGEST_FALL_STEPS);
    double vvShare = limits.vvShareMax() * random.nextDouble();
    double radius = between(limits.radiusMinPx(), limits.radiusMaxPx(), random);
    double distance = random.nextDouble() * (radius - 0.5);
    double direction = 2 * Math.PI * random.nextDouble();
    double x = distance * StrictMath.cos(direction);
    double y = distance * StrictMath.sin(direction);
    float[][] change = new float[RadarStack.BANDS.size()][steps];
    for (int band = 0; band < change.length; band++) {
      boolean vh = RadarStack.BANDS.get(band).startsWith("VH");
      double depth =
          magnitude * (vh ? 1 : vvShare) * covered(RadarStack.SIDES_PX.get(band), x, y, radius);
      for (int i = start; i < steps; i++) {
        int after = i - start;
        double fallen = Math.min(1, (after + 1.0) / fall);
        double kept = after <= low ? 1 : StrictMath.exp((low - after) / recovery);
        change[band][i] = (float) (-depth * fallen * kept);
      }
    }
    return new PlantedDrop(start, change);
  }

  private static double between(double low, double high, Random random) {
    return low + (high - low) * random.nextDouble();
  }

  /** Share of a square of pixels around the origin whose centres lie in a disc. */
  private static double covered(int sidePx, double x, double y, double radius) {
    int reach = sidePx / 2;
    int inside = 0;
    for (int row = -reach; row <= reach; row++) {
      for (int col = -reach; col <= reach; col++) {
        inside += (col - x) * (col - x) + (row - y) * (row - y) <= radius * radius ? 1 : 0;
      }
    }
    return inside / (double) (sidePx * sidePx);
  }

  /** The first step that is disturbed. */
  int step() {
    return step;
  }

  StepSeries in(StepSeries series) {
    return series.plus(change);
  }
}
