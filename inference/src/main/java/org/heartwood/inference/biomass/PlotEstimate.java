package org.heartwood.inference.biomass;

/**
 * A plot as the height model sees it.
 *
 * @param site its site
 * @param plot its name
 * @param trees trees measured
 * @param heightM Lorey's height: mean height weighted by basal area, m
 * @param heightDeviationM standard error of the height, m
 * @param tonnesPerHa above-ground biomass density, Mg/ha of dry mass
 * @param deviationTonnesPerHa standard error of the density from all sources, Mg/ha
 * @param ownDeviationTonnesPerHa the part that no other plot shares, Mg/ha
 * @param measuredHeightShare share of basal area whose height was measured, 0 to 1
 */
public record PlotEstimate(
    String site,
    String plot,
    int trees,
    double heightM,
    double heightDeviationM,
    double tonnesPerHa,
    double deviationTonnesPerHa,
    double ownDeviationTonnesPerHa,
    double measuredHeightShare) {
  public PlotEstimate {
    if (!(heightM > 0) || !(tonnesPerHa > 0) || !(ownDeviationTonnesPerHa >= 0)) {
      throw new IllegalArgumentException(
          "height, m, and density, Mg/ha, must be > 0 and its error >= 0, were "
              + heightM
              + ", "
              + tonnesPerHa
              + " and "
              + ownDeviationTonnesPerHa);
    }
  }

  /** Relative standard error of the part that no other plot shares. */
  double ownLogDeviation() {
    double ratio = ownDeviationTonnesPerHa / tonnesPerHa;
    return Math.sqrt(StrictMath.log1p(ratio * ratio));
  }

  /** The same plot with height and density of one draw. */
  PlotEstimate drawn(PlotDraws draws, int draw) {
    double density = draws.tonnesPerHa(draw);
    return new PlotEstimate(
        site,
        plot,
        trees,
        draws.heightM(draw),
        heightDeviationM,
        density,
        deviationTonnesPerHa * density / tonnesPerHa,
        ownDeviationTonnesPerHa * density / tonnesPerHa,
        measuredHeightShare);
  }
}
