package org.heartwood.verification.layer;

/**
 * What one band of a raster file holds.
 *
 * @param description words for a person, such as {@code Canopy cover 2013}
 * @param unit unit of its values, such as {@code t C/ha}; empty if it has none
 */
public record CogBand(String description, String unit) {}
