package org.heartwood.inference.biomass;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.heartwood.inference.biomass.HeightCurve.Form;
import org.heartwood.inference.biomass.HeightCurveFit.Pairing;
import org.heartwood.inference.biomass.Plot.Stem;
import org.heartwood.inference.biomass.WoodDensity.Level;

/**
 * Biomass of the plots of one inventory from its living trees, by equation 4 of Chave et al. 2014
 * ({@link ChaveAllometry}), with errors by {@link PlotSimulation}.
 *
 * <p>Wood density is a tree's own, else that of its species, genus or family in the same list, else
 * the mean of the list's species. Height is measured, else by a curve: the list's own if it spans
 * the diameters, else equation 6a of Chave et al. 2014, {@code ln H = 0.893 − E + 0.760·ln D −
 * 0.0340·(ln D)²} with residual deviation 0.243, moved to the measured heights if there are enough.
 *
 * @param plots one a plot, by name; plots without a tree have no biomass
 * @param curve heights of trees without a measured one
 * @param basalAreaShares share of basal area per hectare by how near a tree's own species its wood
 *     density was found; a tree's own value counts as its species'
 * @param measuredHeightShare share of basal area per hectare whose height was measured, 0 to 1
 */
public record TreePlots(
    List<PlotBiomass> plots,
    HeightCurve curve,
    Map<Level, Double> basalAreaShares,
    double measuredHeightShare) {
  private static final double CHAVE_INTERCEPT = 0.893;
  private static final double CHAVE_SLOPE = 0.760;
  private static final double CHAVE_CURVATURE = -0.0340;
  private static final double CHAVE_LOG_DEVIATION = 0.243;

  /** Trees behind equation 6a. */
  private static final int CHAVE_TREES = 4004;

  /**
   * How far a site's heights lie from equation 6a, as a standard deviation of ln H: the spread of
   * five Amazonian sites (data sample amazon-inventories, 1,157 heights) about it with one E for
   * all, times √(1 + 1/5). What E explains among them is in it, so it is rather too large.
   */
  private static final double SITE_DEVIATION = 0.098;

  /** Heights from which the mean offset of a site says something. */
  private static final int MOVING_TREES = 10;

  /** Standard deviation of a measured height, share of it. */
  private static final double HEIGHT_ERROR_FRACTION = 0.1;

  public TreePlots {
    plots = List.copyOf(plots);
    basalAreaShares = Map.copyOf(basalAreaShares);
  }

  /**
   * Biomass of a plot.
   *
   * @param trees trees measured
   * @param tonnesPerHa above-ground dry matter, Mg/ha
   * @param ownDeviationTonnesPerHa standard error that no other plot shares
   * @param sharedDeviationTonnesPerHa standard error that all plots share: allometry, height curve,
   *     wood density
   */
  public record PlotBiomass(
      String plot,
      int trees,
      double tonnesPerHa,
      double ownDeviationTonnesPerHa,
      double sharedDeviationTonnesPerHa) {}

  /**
   * The curve for trees without a measured height.
   *
   * @param environmentalStress E of the place in Chave et al. 2014, if known
   * @return empty if the list's heights do not carry a curve and E is not known
   */
  public static Optional<HeightCurve> curve(List<Tree> trees, OptionalDouble environmentalStress) {
    List<Pairing> pairs =
        trees.stream()
            .filter(tree -> tree.heightM().isPresent())
            .map(tree -> new Pairing(tree.diameterCm(), tree.heightM().getAsDouble()))
            .toList();
    if (PlotAssembly.carriesCurve(pairs) || (pairs.size() == trees.size() && enough(pairs))) {
      return Optional.of(HeightCurveFit.best(pairs));
    }
    if (environmentalStress.isEmpty()) {
      return Optional.empty();
    }
    HeightCurve published = published(environmentalStress.getAsDouble());
    if (!enough(pairs)) {
      return Optional.of(published);
    }
    double offset =
        pairs.stream()
                .mapToDouble(
                    pair -> StrictMath.log(pair.heightM()) - published.logHeight(pair.diameterCm()))
                .sum()
            / pairs.size();
    return Optional.of(
        published.moved(
            offset, CHAVE_LOG_DEVIATION / Math.sqrt(pairs.size()), HeightCurve.Origin.SHIFTED));
  }

  private static boolean enough(List<Pairing> pairs) {
    return pairs.size() >= MOVING_TREES;
  }

  private static HeightCurve published(double environmentalStress) {
    return new HeightCurve(
        Form.LOG_QUADRATIC,
        List.of(CHAVE_INTERCEPT - environmentalStress, CHAVE_SLOPE, CHAVE_CURVATURE),
        List.of(List.of(0.0, 0.0, 0.0), List.of(0.0, 0.0, 0.0), List.of(0.0, 0.0, 0.0)),
        CHAVE_LOG_DEVIATION,
        CHAVE_LOG_DEVIATION,
        CHAVE_TREES,
        0,
        SITE_DEVIATION,
        HeightCurve.Origin.PUBLISHED);
  }

  /**
   * Biomass of plots.
   *
   * @param trees living trees, palms and lianas left out; at least one with wood density
   * @param designs where the trees of each plot were measured, also of plots without a tree
   * @param curve as {@link #curve} gives it
   * @param seed of the error draws
   * @param draws number of draws, 20 to 100,000
   * @throws IllegalArgumentException if no tree has a wood density, or a plot has no design
   */
  public static TreePlots of(
      List<Tree> trees,
      SortedMap<String, PlotDesign> designs,
      HeightCurve curve,
      long seed,
      int draws) {
    double meanDensity =
        trees.stream()
            .flatMapToDouble(tree -> tree.woodDensityGPerCm3().stream())
            .average()
            .orElseThrow(() -> new IllegalArgumentException("no tree has a wood density"));
    WoodDensityTable table =
        WoodDensityTable.ofList(PlotAssembly.entries(trees).toList(), meanDensity);
    SortedMap<String, List<Stem>> byPlot = new TreeMap<>();
    designs.keySet().forEach(plot -> byPlot.put(plot, new ArrayList<>()));
    for (Tree tree : trees) {
      List<Stem> stems = byPlot.get(tree.plot());
      if (stems == null) {
        throw new IllegalArgumentException("no design is given for the plot " + tree.plot());
      }
      stems.add(new Stem(tree, PlotAssembly.density(table, tree)));
    }
    List<Plot> plots = new ArrayList<>();
    byPlot.forEach(
        (name, stems) -> {
          PlotDesign design = designs.get(name);
          if (design != null && !stems.isEmpty()) {
            plots.add(new Plot("inventory", name, design, curve, stems));
          }
        });
    return new TreePlots(
        biomass(byPlot, plots, new PlotSimulation.Settings(seed, draws, HEIGHT_ERROR_FRACTION, 0)),
        curve,
        densityShares(plots),
        measuredHeights(plots));
  }

  private static List<PlotBiomass> biomass(
      SortedMap<String, List<Stem>> byPlot, List<Plot> plots, PlotSimulation.Settings settings) {
    EnumSet<ErrorSource> own = EnumSet.allOf(ErrorSource.class);
    own.removeIf(ErrorSource::shared);
    // What was measured holds one draw of the errors already: the estimate comes without them.
    List<PlotDraws> without = PlotSimulation.of(plots, settings.withDraws(0), Set.of());
    List<PlotDraws> alone = PlotSimulation.of(plots, settings, own);
    List<PlotDraws> common =
        PlotSimulation.of(plots, settings, EnumSet.complementOf(EnumSet.copyOf(own)));
    List<PlotBiomass> biomass = new ArrayList<>();
    int next = 0;
    for (Map.Entry<String, List<Stem>> plot : byPlot.entrySet()) {
      if (plot.getValue().isEmpty()) {
        biomass.add(new PlotBiomass(plot.getKey(), 0, 0, 0, 0));
      } else {
        biomass.add(
            new PlotBiomass(
                plot.getKey(),
                plot.getValue().size(),
                without.get(next).meanTonnesPerHa(),
                alone.get(next).deviationTonnesPerHa(),
                common.get(next).deviationTonnesPerHa()));
        next++;
      }
    }
    return biomass;
  }

  private static double weight(Plot plot, Stem stem) {
    double diameter = stem.tree().diameterCm();
    return diameter
        * diameter
        / (plot.design().plotAreaHa() * plot.design().shareMeasured(diameter));
  }

  private static Map<Level, Double> densityShares(List<Plot> plots) {
    Map<Level, Double> sums = new EnumMap<>(Level.class);
    double all = 0;
    for (Plot plot : plots) {
      for (Stem stem : plot.trees()) {
        Level level =
            stem.tree().woodDensityGPerCm3().isPresent() ? Level.SPECIES : stem.density().level();
        double weight = weight(plot, stem);
        sums.merge(level, weight, Double::sum);
        all += weight;
      }
    }
    double total = all;
    sums.replaceAll((level, sum) -> sum / total);
    return sums;
  }

  private static double measuredHeights(List<Plot> plots) {
    double measured = 0;
    double all = 0;
    for (Plot plot : plots) {
      for (Stem stem : plot.trees()) {
        double weight = weight(plot, stem);
        all += weight;
        measured += stem.tree().heightM().isPresent() ? weight : 0;
      }
    }
    return measured / all;
  }
}
