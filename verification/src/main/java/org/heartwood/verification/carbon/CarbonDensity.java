package org.heartwood.verification.carbon;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.heartwood.ingest.project.Dossier.CarbonFactors;
import org.heartwood.ingest.project.Dossier.MeasuredCarbon;
import org.jspecify.annotations.Nullable;

/**
 * Carbon of a hectare of forest, in tonnes of CO2 equivalent (METHOD.md §5): above and below
 * ground, and dead wood, litter and soil where a dossier cites them. Biomass and ratio come from
 * the IPCC tables; their spread is that of sites around the table's value, so the density of one
 * site is about as uncertain as the table is wide. Both are drawn from lognormal distributions,
 * which cannot be negative.
 */
public final class CarbonDensity {
  /** Carbon in dry biomass: IPCC 2019, volume 4, table 4.3. */
  public static final double CARBON_FRACTION = 0.47;

  /**
   * Spread of the carbon fraction: standard deviation of tropical wood in the BIOMASS package
   * (Réjou-Méchain et al. 2017, doi:10.1111/2041-210X.12753).
   */
  static final double CARBON_FRACTION_SD = 0.0206;

  /** Mass of CO2 over that of the carbon in it. */
  public static final double CO2_PER_CARBON = 44.0 / 12.0;

  private final IpccTables.Entry aboveGround;
  private final IpccTables.Entry rootShoot;

  private final List<IpccTables.Entry> otherCarbon;

  private CarbonDensity(
      IpccTables.Entry aboveGround,
      IpccTables.Entry rootShoot,
      List<IpccTables.Entry> otherCarbon) {
    this.aboveGround = aboveGround;
    this.rootShoot = rootShoot;
    this.otherCarbon = List.copyOf(otherCarbon);
  }

  /**
   * The density of the rows that a dossier names.
   *
   * @throws org.heartwood.ingest.issue.InputException if the tables have no such row
   */
  public static CarbonDensity of(CarbonFactors factors, IpccTables tables) {
    return of(factors, null, tables);
  }

  /**
   * As {@link #of(CarbonFactors, IpccTables)}, with what was measured or cited for the project in
   * place of the tables; dead wood, litter and soil count where they were.
   *
   * @throws org.heartwood.ingest.issue.InputException if the tables have no such row
   */
  public static CarbonDensity of(
      CarbonFactors factors, @Nullable MeasuredCarbon measured, IpccTables tables) {
    IpccTables.Entry aboveGround = PoolDensity.biomass(factors, measured, tables);
    List<IpccTables.Entry> others = new ArrayList<>();
    if (measured != null) {
      Stream.of(
              Optional.ofNullable(measured.deadWoodCarbonTonnesPerHa()),
              Optional.ofNullable(measured.litterCarbonTonnesPerHa()),
              Optional.ofNullable(measured.soilCarbonTonnesPerHa()))
          .flatMap(Optional::stream)
          .filter(value -> value.value() > 0)
          .map(v -> new IpccTables.Entry(v.value(), v.standardError(), v.source()))
          .forEach(others::add);
    }
    return new CarbonDensity(
        aboveGround, PoolDensity.ratio(factors, measured, aboveGround.mean(), tables), others);
  }

  /** Above-ground biomass, tonnes of dry matter per hectare. */
  public IpccTables.Entry aboveGround() {
    return aboveGround;
  }

  /** Below-ground over above-ground biomass. */
  public IpccTables.Entry rootShoot() {
    return rootShoot;
  }

  /**
   * Best estimate, tCO2e per hectare: biomass × (1 + ratio) × carbon fraction × 44/12, and the
   * carbon of dead wood, litter and soil where they count.
   */
  public double co2eTonnesPerHa() {
    double others = otherCarbon.stream().mapToDouble(IpccTables.Entry::mean).sum();
    return aboveGround.mean() * (1 + rootShoot.mean()) * CARBON_FRACTION * CO2_PER_CARBON
        + others * CO2_PER_CARBON;
  }

  /** The density with its interval. */
  public Estimate estimate(int draws, long seed) {
    return summary(co2eTonnesPerHa(), draw(draws, seed));
  }

  /**
   * Carbon on an area, with the errors of area and density joined (Monte Carlo, IPCC 2006 volume 1,
   * chapter 3, approach 2). The same draws of the density serve every area of a run, so that a sum
   * over years is as uncertain as the shared density makes it.
   *
   * @param areaHa area with its error; drawn from a normal distribution cut at zero
   * @return tCO2e
   */
  public Estimate onArea(Estimate areaHa, int draws, long seed) {
    double[] densities = draw(draws, seed);
    SplittableRandom random = new SplittableRandom(seed + 1);
    double[] totals = new double[draws];
    for (int i = 0; i < draws; i++) {
      double area = areaHa.mean() + areaHa.standardError() * random.nextGaussian();
      totals[i] = Math.max(0, area) * densities[i];
    }
    return summary(areaHa.mean() * co2eTonnesPerHa(), totals);
  }

  /**
   * Share of the variance of {@link #onArea} that the area's error causes, 0–1; the density causes
   * the rest. From the exact variance of a product of independent factors, with the shared term
   * split evenly.
   */
  public double areaVarianceFraction(Estimate areaHa, int draws, long seed) {
    double[] densities = draw(draws, seed);
    double mean = Arrays.stream(densities).average().orElseThrow();
    double densityVariance =
        Arrays.stream(densities).map(d -> (d - mean) * (d - mean)).sum() / (draws - 1);
    double areaVariance = areaHa.standardError() * areaHa.standardError();
    double fromArea = areaVariance * mean * mean;
    double fromDensity = densityVariance * areaHa.mean() * areaHa.mean();
    double shared = areaVariance * densityVariance;
    double total = fromArea + fromDensity + shared;
    return total == 0 ? 0 : (fromArea + shared / 2) / total;
  }

  private double[] draw(int draws, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] densities = new double[draws];
    for (int i = 0; i < draws; i++) {
      double biomass = logNormal(aboveGround, random.nextGaussian());
      double ratio = logNormal(rootShoot, random.nextGaussian());
      double fraction = CARBON_FRACTION + CARBON_FRACTION_SD * random.nextGaussian();
      densities[i] = biomass * (1 + ratio) * fraction * CO2_PER_CARBON;
      for (IpccTables.Entry other : otherCarbon) {
        densities[i] += logNormal(other, random.nextGaussian()) * CO2_PER_CARBON;
      }
    }
    return densities;
  }

  /** A lognormal number with the entry's mean and standard deviation. */
  private static double logNormal(IpccTables.Entry entry, double gaussian) {
    double relative = entry.standardDeviation() / entry.mean();
    double sigma2 = StrictMath.log1p(relative * relative);
    return StrictMath.exp(
        StrictMath.log(entry.mean()) - sigma2 / 2 + StrictMath.sqrt(sigma2) * gaussian);
  }

  private static Estimate summary(double mean, double[] draws) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    double average = Arrays.stream(sorted).average().orElseThrow();
    double variance =
        Arrays.stream(sorted).map(d -> (d - average) * (d - average)).sum() / (sorted.length - 1);
    return new Estimate(
        mean,
        Math.sqrt(variance),
        sorted[(int) Math.floor(0.05 * (sorted.length - 1))],
        sorted[(int) Math.ceil(0.95 * (sorted.length - 1))]);
  }
}
