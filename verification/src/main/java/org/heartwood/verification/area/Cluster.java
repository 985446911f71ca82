package org.heartwood.verification.area;

/**
 * A sampled unit with an amount on it: a plot of some area, or a track of footprints.
 *
 * @param total sum of the quantity over the unit
 * @param size what the total is divided by: area, or number of footprints, > 0
 */
public record Cluster(double total, double size) {
  public Cluster {
    if (!Double.isFinite(total) || !(size > 0) || Double.isInfinite(size)) {
      throw new IllegalArgumentException(
          "a cluster needs a finite total and a size > 0, was " + total + " and " + size);
    }
  }
}
