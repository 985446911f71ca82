package org.heartwood.inference.biomass;

/**
 * What makes a plot's biomass uncertain. A shared error is one draw for all trees of a site, of a
 * species or of all; the others are one draw a tree and average out over many.
 */
public enum ErrorSource {
  /**
   * Diameter: standard deviation {@code 0.0062·D + 0.0904} cm, and 4.64 cm on one tree in twenty
   * (Chave et al. 2004, doi:10.1098/rstb.2003.1425, as in Réjou-Méchain et al. 2017,
   * doi:10.1111/2041-210X.12753).
   */
  DIAMETER(false),
  /** Measured height, relative. */
  HEIGHT_MEASUREMENT(false),
  /** A tree's height about the height curve. */
  HEIGHT_ABOUT_CURVE(false),
  /** The curve's parameters, and where it lies at a site. */
  HEIGHT_CURVE(true),
  /** Wood density, one draw a species. */
  WOOD_DENSITY(true),
  /** A tree's mass about Chave's equation. */
  TREE_MASS(false),
  /** Chave's equation itself. */
  ALLOMETRY(true),
  /** Small trees were measured on a part of the plot only. */
  SUBPLOT(false),
  /** Width of that part, one draw a site. */
  STRIP_WIDTH(true);

  private final boolean shared;

  ErrorSource(boolean shared) {
    this.shared = shared;
  }

  /** Whether plots share it. */
  public boolean shared() {
    return shared;
  }
}
