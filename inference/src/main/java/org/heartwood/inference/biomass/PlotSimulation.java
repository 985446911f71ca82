package org.heartwood.inference.biomass;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.heartwood.inference.biomass.Plot.Stem;

/**
 * Monte Carlo propagation from trees to a plot's biomass density and Lorey's height, after
 * Réjou-Méchain et al. 2017, doi:10.1111/2041-210X.12753. Draw k of one plot and draw k of another
 * share the draws of all shared errors. Each source has a stream of random numbers of its own, so
 * leaving one out changes no other, and the same settings give the same bytes.
 */
public final class PlotSimulation {
  private static final double TALLEST_M = 90;

  private final Settings settings;
  private final Set<ErrorSource> sources;
  private final Map<ErrorSource, Random> streams = new HashMap<>();
  private final double[] allometry;
  private final Map<String, double[]> byTaxon = new HashMap<>();
  private final Map<String, SiteDraws> bySite = new HashMap<>();

  /**
   * How errors are drawn.
   *
   * @param seed of all streams
   * @param draws number of draws, 20 to 100,000
   * @param heightErrorFraction standard deviation of a measured height, share of it, 0 to 1
   * @param stripWidthErrorFraction standard deviation of a strip's width, share of it, 0 to 0.3
   */
  public record Settings(
      long seed, int draws, double heightErrorFraction, double stripWidthErrorFraction) {
    public Settings {
      if (draws < 20 || draws > 100_000) {
        throw new IllegalArgumentException("draws must be from 20 to 100000, was " + draws);
      }
      if (!(heightErrorFraction >= 0 && heightErrorFraction <= 1)) {
        throw new IllegalArgumentException(
            "heightErrorFraction must be from 0 to 1, was " + heightErrorFraction);
      }
      if (!(stripWidthErrorFraction >= 0 && stripWidthErrorFraction <= 0.3)) {
        throw new IllegalArgumentException(
            "stripWidthErrorFraction must be from 0 to 0.3, was " + stripWidthErrorFraction);
      }
    }

    /** The same with another number of draws, or 20 if that is more. */
    Settings withDraws(int count) {
      return new Settings(seed, Math.max(20, count), heightErrorFraction, stripWidthErrorFraction);
    }
  }

  /** Draws of one site's shared errors. */
  private static final class SiteDraws {
    private final double[][] parameters;
    private final double[] offset;
    private final double[] expansion;

    SiteDraws(double[][] parameters, double[] offset, double[] expansion) {
      this.parameters = parameters;
      this.offset = offset;
      this.expansion = expansion;
    }
  }

  private PlotSimulation(Settings settings, Set<ErrorSource> sources) {
    this.settings = settings;
    this.sources = Set.copyOf(sources);
    for (ErrorSource source : ErrorSource.values()) {
      streams.put(source, new Random(settings.seed() * 31 + source.name().hashCode()));
    }
    allometry = new double[settings.draws()];
    for (int k = 0; k < allometry.length; k++) {
      double error = ChaveAllometry.LOG_DEVIATION / Math.sqrt(ChaveAllometry.CALIBRATION_SITES);
      allometry[k] = error * gaussian(ErrorSource.ALLOMETRY);
    }
  }

  /**
   * Draws of biomass density and Lorey's height of every plot.
   *
   * @param sources errors to draw; all others are absent
   * @return one a plot, in their order
   */
  public static List<PlotDraws> of(List<Plot> plots, Settings settings, Set<ErrorSource> sources) {
    PlotSimulation simulation = new PlotSimulation(settings, sources);
    List<PlotDraws> out = new ArrayList<>();
    for (Plot plot : plots) {
      out.add(simulation.draws(plot));
    }
    return List.copyOf(out);
  }

  private PlotDraws draws(Plot plot) {
    int draws = settings.draws();
    double[] mass = new double[draws];
    double[] basal = new double[draws];
    double[] basalHeight = new double[draws];
    SiteDraws site = bySite.computeIfAbsent(plot.site(), unused -> siteDraws(plot));
    for (Stem stem : plot.trees()) {
      double[] density = densityDraws(stem);
      double measuredDiameter = stem.tree().diameterCm();
      double share = plot.design().shareMeasured(measuredDiameter);
      for (int k = 0; k < draws; k++) {
        double diameter = diameter(measuredDiameter);
        double height = height(plot.curve(), stem, diameter, site, k);
        double treesPerHa = treesPerHa(plot, share, site.expansion[k]);
        double wood = Math.min(1.39, Math.max(0.08, stem.density().meanGPerCm3() + density[k]));
        double logError =
            allometry[k] + aboutMean(ErrorSource.TREE_MASS, ChaveAllometry.LOG_DEVIATION);
        mass[k] +=
            treesPerHa
                * ChaveAllometry.massKg(wood, height, diameter)
                / 1000
                * StrictMath.exp(logError);
        basal[k] += treesPerHa * diameter * diameter;
        basalHeight[k] += treesPerHa * diameter * diameter * height;
      }
    }
    for (int k = 0; k < draws; k++) {
      basalHeight[k] /= basal[k];
    }
    return new PlotDraws(mass, basalHeight);
  }

  /** A lognormal factor's logarithm whose mean factor is 1: the equations give means. */
  private double aboutMean(ErrorSource source, double deviation) {
    return sources.contains(source) ? deviation * gaussian(source) - deviation * deviation / 2 : 0;
  }

  private double diameter(double measuredCm) {
    if (!sources.contains(ErrorSource.DIAMETER)) {
      return measuredCm;
    }
    Random stream = stream(ErrorSource.DIAMETER);
    double deviation = stream.nextDouble() < 0.05 ? 4.64 : 0.0062 * measuredCm + 0.0904;
    return Math.min(500, Math.max(0.1, measuredCm + deviation * stream.nextGaussian()));
  }

  private double height(HeightCurve curve, Stem stem, double diameter, SiteDraws site, int k) {
    double height;
    if (stem.tree().heightM().isPresent()) {
      double measured = stem.tree().heightM().getAsDouble();
      height =
          measured
              * (1 + settings.heightErrorFraction() * gaussian(ErrorSource.HEIGHT_MEASUREMENT));
    } else {
      double deviation = curve.logDeviation();
      double about =
          sources.contains(ErrorSource.HEIGHT_ABOUT_CURVE)
              ? deviation * gaussian(ErrorSource.HEIGHT_ABOUT_CURVE)
              : deviation * deviation / 2;
      height =
          StrictMath.exp(
              curve.form().logHeight(site.parameters[k], diameter) + site.offset[k] + about);
    }
    return Math.min(TALLEST_M, Math.max(1.3, height));
  }

  /**
   * Trees a hectare that one measured tree stands for. A tree on a strip was found with probability
   * {@code share}; counting it Poisson(1) times, shrunk so that the variance is {@code 1 − share},
   * has the variance of that chance.
   */
  private double treesPerHa(Plot plot, double share, double expansion) {
    double treesPerHa = 1 / (plot.design().plotAreaHa() * share);
    if (share >= 1) {
      return treesPerHa;
    }
    double factor = expansion;
    if (sources.contains(ErrorSource.SUBPLOT)) {
      factor *= 1 + Math.sqrt(1 - share) * (poisson(stream(ErrorSource.SUBPLOT)) - 1);
    }
    return treesPerHa * factor;
  }

  private static int poisson(Random stream) {
    double limit = stream.nextDouble();
    double probability = 1 / Math.E;
    double sum = probability;
    int count = 0;
    while (sum < limit && count < 20) {
      count++;
      probability /= count;
      sum += probability;
    }
    return count;
  }

  private double[] densityDraws(Stem stem) {
    String taxon = stem.density().taxon();
    return taxon.isEmpty()
        ? newDensityDraws(stem)
        : byTaxon.computeIfAbsent(taxon, unused -> newDensityDraws(stem));
  }

  private double[] newDensityDraws(Stem stem) {
    double[] errors = new double[settings.draws()];
    for (int k = 0; k < errors.length; k++) {
      errors[k] = stem.density().deviationGPerCm3() * gaussian(ErrorSource.WOOD_DENSITY);
    }
    return errors;
  }

  private SiteDraws siteDraws(Plot plot) {
    HeightCurve curve = plot.curve();
    double[][] parameters = new double[settings.draws()][];
    double[] offset = new double[settings.draws()];
    double[] expansion = new double[settings.draws()];
    double[][] root = Cholesky.root(curve.covariance());
    for (int k = 0; k < parameters.length; k++) {
      double[] at = curve.array();
      for (int column = 0; column < at.length; column++) {
        double z = gaussian(ErrorSource.HEIGHT_CURVE);
        for (int row = column; row < at.length; row++) {
          at[row] += root[row][column] * z;
        }
      }
      parameters[k] = at;
      offset[k] = curve.offset() + curve.offsetDeviation() * gaussian(ErrorSource.HEIGHT_CURVE);
      expansion[k] =
          1 / (1 + settings.stripWidthErrorFraction() * gaussian(ErrorSource.STRIP_WIDTH));
    }
    return new SiteDraws(parameters, offset, expansion);
  }

  /** A standard normal number of a source's stream; 0 if the source is absent. */
  private double gaussian(ErrorSource source) {
    return sources.contains(source) ? stream(source).nextGaussian() : 0;
  }

  private Random stream(ErrorSource source) {
    return Objects.requireNonNull(streams.get(source));
  }
}
