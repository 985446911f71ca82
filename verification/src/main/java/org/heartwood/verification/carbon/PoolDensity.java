package org.heartwood.verification.carbon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.project.Dossier.CarbonFactors;
import org.heartwood.ingest.project.Dossier.MeasuredCarbon;
import org.heartwood.ingest.project.Dossier.MeasuredValue;
import org.heartwood.verification.carbon.Factor.Cause;
import org.heartwood.verification.carbon.Factor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Carbon of a hectare of one kind of forest, by pool, with the factors behind it. A pool without a
 * cited value is not counted.
 *
 * @param aboveGround factors whose product is above-ground biomass, tonnes of dry matter per
 *     hectare
 * @param rootShoot below-ground over above-ground biomass
 * @param deadWood tonnes of carbon per hectare
 * @param litter tonnes of carbon per hectare
 * @param soil tonnes of carbon per hectare
 */
public record PoolDensity(
    List<Factor> aboveGround,
    Factor rootShoot,
    Optional<Factor> deadWood,
    Optional<Factor> litter,
    Optional<Factor> soil) {
  public PoolDensity {
    aboveGround = List.copyOf(aboveGround);
  }

  /**
   * The densities of a dossier: what was measured or cited for the project, else the tables.
   *
   * @param stratum which names its factors; forest of one kind in several years is one stratum
   * @param measured absent where nothing was
   * @throws org.heartwood.ingest.issue.InputException if the tables have no such row
   */
  public static PoolDensity of(
      String stratum, CarbonFactors rows, @Nullable MeasuredCarbon measured, IpccTables tables) {
    IpccTables.Entry biomass = biomass(rows, measured, tables);
    IpccTables.Entry ratio = ratio(rows, measured, biomass.mean(), tables);
    return new PoolDensity(
        List.of(factor("above-ground biomass of " + stratum, Cause.ABOVE_GROUND, biomass)),
        // One table row serves all forest of its class: its error is shared.
        factor("root-to-shoot ratio, " + ratio.row(), Cause.ROOT_SHOOT, ratio),
        measured == null
            ? Optional.empty()
            : pool(stratum, Cause.DEAD_WOOD, measured.deadWoodCarbonTonnesPerHa()),
        measured == null
            ? Optional.empty()
            : pool(stratum, Cause.LITTER, measured.litterCarbonTonnesPerHa()),
        measured == null
            ? Optional.empty()
            : pool(stratum, Cause.SOIL, measured.soilCarbonTonnesPerHa()));
  }

  /** The same with above-ground biomass from plots. */
  public PoolDensity withPlots(String stratum, PlotMean plots) {
    return new PoolDensity(plots.factors(stratum), rootShoot, deadWood, litter, soil);
  }

  /** The same with above-ground biomass from a map. */
  public PoolDensity withMap(String stratum, MapMean map) {
    return new PoolDensity(List.of(map.factor(stratum)), rootShoot, deadWood, litter, soil);
  }

  /** Above-ground biomass as an entry: measured, else table 4.7. */
  static IpccTables.Entry biomass(
      CarbonFactors rows, @Nullable MeasuredCarbon measured, IpccTables tables) {
    MeasuredValue value = measured == null ? null : measured.aboveGroundTonnesPerHa();
    return value != null
        ? entry(value)
        : tables.aboveGroundBiomass(rows.ecologicalZone(), rows.continent(), rows.status());
  }

  /** Root-to-shoot ratio as an entry: measured, else table 4.4 by the class of the biomass. */
  static IpccTables.Entry ratio(
      CarbonFactors rows,
      @Nullable MeasuredCarbon measured,
      double aboveGroundTonnesPerHa,
      IpccTables tables) {
    MeasuredValue value = measured == null ? null : measured.rootShootRatio();
    return value != null
        ? entry(value)
        : tables.rootShootRatio(
            rows.ecologicalZone(), rows.rootShootContinent(), aboveGroundTonnesPerHa);
  }

  private static IpccTables.Entry entry(MeasuredValue value) {
    return new IpccTables.Entry(value.value(), value.standardError(), value.source());
  }

  private static Factor factor(String name, Cause cause, IpccTables.Entry entry) {
    return new Factor(
        name, cause, entry.mean(), entry.standardDeviation(), Shape.LOG_NORMAL, entry.row());
  }

  private static Optional<Factor> pool(String stratum, Cause cause, @Nullable MeasuredValue value) {
    return value == null || value.value() == 0
        ? Optional.empty()
        : Optional.of(factor(cause.label() + " of " + stratum, cause, entry(value)));
  }

  /**
   * Carbon on an area, by pool.
   *
   * @param areaHa factor in hectares; negative means are losses
   */
  public List<CarbonTerm> on(String stratum, Factor areaHa) {
    List<CarbonTerm> terms = new ArrayList<>();
    List<Factor> living = new ArrayList<>(aboveGround);
    living.add(areaHa);
    living.add(Factor.carbonFraction());
    terms.add(new CarbonTerm(Pool.ABOVE_GROUND, stratum, CarbonDensity.CO2_PER_CARBON, living));
    List<Factor> roots = new ArrayList<>(living);
    roots.add(rootShoot);
    terms.add(new CarbonTerm(Pool.BELOW_GROUND, stratum, CarbonDensity.CO2_PER_CARBON, roots));
    deadWood.ifPresent(factor -> terms.add(carbon(Pool.DEAD_WOOD, stratum, areaHa, factor)));
    litter.ifPresent(factor -> terms.add(carbon(Pool.LITTER, stratum, areaHa, factor)));
    soil.ifPresent(factor -> terms.add(carbon(Pool.SOIL, stratum, areaHa, factor)));
    return List.copyOf(terms);
  }

  private static CarbonTerm carbon(Pool pool, String stratum, Factor areaHa, Factor density) {
    return new CarbonTerm(pool, stratum, CarbonDensity.CO2_PER_CARBON, List.of(areaHa, density));
  }
}
