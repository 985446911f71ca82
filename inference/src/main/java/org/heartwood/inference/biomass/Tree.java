package org.heartwood.inference.biomass;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A living, self-supporting tree of an inventory, as measured.
 *
 * @param plot the plot's name in its list
 * @param id the tree's number in its plot, as written
 * @param species genus and epithet, if named
 * @param family its family, if named
 * @param diameterCm diameter at breast height, 1 to 300 cm
 * @param heightM total height, if it was measured, 1 to 100 m
 * @param woodDensityGPerCm3 wood density, if the list gives it
 * @param place metres east and north within the site, if known
 */
public record Tree(
    String plot,
    String id,
    Optional<String> species,
    Optional<String> family,
    double diameterCm,
    OptionalDouble heightM,
    OptionalDouble woodDensityGPerCm3,
    Optional<Place> place) {
  /** Position in metres, on any plane that keeps distances over a plot. */
  public record Place(double eastM, double northM) {}
}
