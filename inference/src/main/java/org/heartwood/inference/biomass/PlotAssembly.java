package org.heartwood.inference.biomass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.heartwood.inference.biomass.HeightCurve.Origin;
import org.heartwood.inference.biomass.HeightCurveFit.Pairing;
import org.heartwood.inference.biomass.Plot.Stem;

/**
 * Tree lists to plots: wood density looked up, contradictory trees left out, a height curve for
 * each site.
 *
 * <p>A site has a curve of its own if at least 50 heights were measured and a twentieth of them on
 * trees of 15 cm or thinner; a site with heights of large trees only takes the curve of all sites
 * and moves it, because its own would have to be extended to trees it never saw. A site without
 * heights takes the curve of all sites with the spread of the others' offsets as its error.
 *
 * @param plots every plot with at least one tree, in the order of the lists
 * @param lists what was read, contradictory trees counted as left out
 * @param curves height curve of each site
 * @param pooled the curve of all sites' heights
 * @param densities the wood density table
 */
record PlotAssembly(
    List<Plot> plots,
    List<TreeList> lists,
    SortedMap<String, HeightCurve> curves,
    HeightCurve pooled,
    WoodDensityTable densities) {
  /** Robust standard deviations from the curve of all sites beyond which a height is a slip. */
  private static final double CONTRADICTION_DEVIATIONS = 5;

  private static final int OWN_CURVE_TREES = 50;
  private static final double OWN_CURVE_DIAMETER_CM = 15;
  private static final double OWN_CURVE_SHARE = 0.05;

  static PlotAssembly of(List<TreeList> read) {
    List<TreeList> lists = withoutContradictions(read);
    WoodDensityTable densities =
        WoodDensityTable.of(lists.stream().flatMap(list -> entries(list.trees())).toList());
    HeightCurve pooled =
        HeightCurveFit.best(lists.stream().flatMap(list -> pairings(list).stream()).toList());
    SortedMap<String, HeightCurve> curves = curves(lists, pooled);
    List<Plot> plots = new ArrayList<>();
    for (TreeList list : lists) {
      Map<String, List<Stem>> byPlot = new TreeMap<>();
      for (Tree tree : list.trees()) {
        byPlot
            .computeIfAbsent(tree.plot(), unused -> new ArrayList<>())
            .add(new Stem(tree, density(densities, tree)));
      }
      String site = list.spec().site();
      byPlot.forEach(
          (name, stems) ->
              plots.add(
                  new Plot(
                      site,
                      name,
                      list.spec().design(),
                      Objects.requireNonNull(curves.get(site)),
                      stems)));
    }
    return new PlotAssembly(List.copyOf(plots), lists, curves, pooled, densities);
  }

  /** The density that the list gives a tree, with the error of its level, else as looked up. */
  static WoodDensity density(WoodDensityTable densities, Tree tree) {
    WoodDensity looked = densities.of(tree.species(), tree.family());
    return tree.woodDensityGPerCm3().isPresent()
        ? new WoodDensity(
            tree.woodDensityGPerCm3().getAsDouble(),
            looked.deviationGPerCm3(),
            looked.level(),
            looked.taxon())
        : looked;
  }

  /** What the trees themselves say of their species' wood. */
  static Stream<WoodDensityTable.Entry> entries(List<Tree> trees) {
    return trees.stream()
        .filter(tree -> tree.species().isPresent() && tree.woodDensityGPerCm3().isPresent())
        .map(
            tree ->
                new WoodDensityTable.Entry(
                    tree.species().get(), tree.family(), tree.woodDensityGPerCm3().getAsDouble()));
  }

  private static List<Pairing> pairings(TreeList list) {
    return list.trees().stream()
        .filter(tree -> tree.heightM().isPresent())
        .map(tree -> new Pairing(tree.diameterCm(), tree.heightM().getAsDouble()))
        .toList();
  }

  private static List<TreeList> withoutContradictions(List<TreeList> lists) {
    List<Pairing> all = lists.stream().flatMap(list -> pairings(list).stream()).toList();
    HeightCurve curve =
        HeightCurveFit.fit(HeightCurve.Form.LOG_QUADRATIC, all)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the heights of all sites determine no curve, there were " + all.size()));
    double[] sizes =
        all.stream().mapToDouble(pair -> Math.abs(residual(curve, pair))).sorted().toArray();
    double limit = CONTRADICTION_DEVIATIONS * 1.4826 * sizes[sizes.length / 2];
    return lists.stream().map(list -> without(list, curve, limit)).toList();
  }

  private static TreeList without(TreeList list, HeightCurve curve, double limit) {
    List<Tree> kept =
        list.trees().stream()
            .filter(
                tree ->
                    tree.heightM().isEmpty()
                        || Math.abs(
                                residual(
                                    curve,
                                    new Pairing(tree.diameterCm(), tree.heightM().getAsDouble())))
                            <= limit)
            .toList();
    Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);
    leftOut.putAll(list.leftOut());
    leftOut.put(LeftOut.CONTRADICTION, list.trees().size() - kept.size());
    return new TreeList(list.spec(), list.rows(), kept, list.plots(), leftOut);
  }

  private static double residual(HeightCurve curve, Pairing pair) {
    return StrictMath.log(pair.heightM()) - curve.logHeight(pair.diameterCm());
  }

  private static SortedMap<String, HeightCurve> curves(List<TreeList> lists, HeightCurve pooled) {
    SortedMap<String, HeightCurve> curves = new TreeMap<>();
    List<Double> offsets = new ArrayList<>();
    for (TreeList list : lists) {
      List<Pairing> pairs = pairings(list);
      if (pairs.size() < 10) {
        continue;
      }
      double[] residuals = pairs.stream().mapToDouble(pair -> residual(pooled, pair)).toArray();
      double offset = Arrays.stream(residuals).sum() / residuals.length;
      offsets.add(offset);
      curves.put(
          list.spec().site(),
          carriesCurve(pairs)
              ? HeightCurveFit.best(pairs)
              : pooled.moved(
                  offset, pooled.logDeviation() / Math.sqrt(pairs.size()), Origin.SHIFTED));
    }
    double spread = spread(offsets);
    for (TreeList list : lists) {
      curves.putIfAbsent(list.spec().site(), pooled.moved(0, spread, Origin.POOLED));
    }
    return curves;
  }

  /** Whether heights are enough, and of trees thin enough, for a curve of their own. */
  static boolean carriesCurve(List<Pairing> pairs) {
    long thin = pairs.stream().filter(pair -> pair.diameterCm() <= OWN_CURVE_DIAMETER_CM).count();
    return pairs.size() >= OWN_CURVE_TREES && thin >= OWN_CURVE_SHARE * pairs.size();
  }

  /** Error of a new site's offset: spread of sites, and the error of their mean. */
  private static double spread(List<Double> offsets) {
    int sites = offsets.size();
    if (sites < 2) {
      throw new IllegalArgumentException(
          "sites without heights need two sites with at least 10 heights, there were " + sites);
    }
    double mean = offsets.stream().mapToDouble(Double::doubleValue).sum() / sites;
    double squares =
        offsets.stream().mapToDouble(offset -> (offset - mean) * (offset - mean)).sum();
    return Math.sqrt(squares / (sites - 1) * (1 + 1.0 / sites));
  }
}
