package org.heartwood.inference.biomass;

/**
 * Wood density of a tree as it was looked up.
 *
 * @param meanGPerCm3 density, g/cm³
 * @param deviationGPerCm3 standard deviation of its error, g/cm³
 * @param level how near the tree's own species the value was found
 * @param taxon whose error it shares: trees of one taxon are wrong together; empty if it has none,
 *     then its error is its own
 */
public record WoodDensity(double meanGPerCm3, double deviationGPerCm3, Level level, String taxon) {
  /** How near the tree's own species a value was found. */
  public enum Level {
    SPECIES,
    GENUS,
    FAMILY,
    MEAN
  }
}
