package org.heartwood.inference.biomass;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.heartwood.ingest.issue.InputException;

/**
 * Growth, mortality and recruitment between two measurements of the same trees, above-ground
 * biomass:
 *
 * <pre>
 * after − before = growth − mortality + recruitment − not found
 * </pre>
 *
 * <p>Only trees that are measured on the whole plot count: from the threshold diameter of the
 * design on, from its minimum diameter where the strip is the whole plot; smaller trees of a strip
 * come in as recruits when they reach it. Masses are those of Chave's equation 4 with heights of
 * the site's curve at both dates, so that the change is that of diameters. A tree whose diameter
 * changed by more than {@value #MAX_GROWTH_CM_PER_YEAR} cm a year, or shrank by more than four
 * standard errors of a diameter, keeps its mass: it is counted as implausible, not as growth.
 *
 * @param site site of the inventory
 * @param plots number of plots
 * @param years between the measurements
 * @param fromDiameterCm smallest diameter that counts
 * @param beforeTonnesPerHa stock at the first date, Mg/ha
 * @param afterTonnesPerHa stock at the second date, Mg/ha
 * @param growth of trees alive at both dates, Mg/ha a year
 * @param mortality of trees found dead at the second date, Mg/ha a year
 * @param recruitment of trees that reached the smallest diameter, Mg/ha a year
 * @param notFound of trees that the second survey neither measured nor found dead, Mg/ha a year
 * @param trees how many trees are behind it
 */
public record InventoryChange(
    String site,
    int plots,
    double years,
    double fromDiameterCm,
    Rate beforeTonnesPerHa,
    Rate afterTonnesPerHa,
    Rate growth,
    Rate mortality,
    Rate recruitment,
    Rate notFound,
    Trees trees) {
  private static final double MAX_GROWTH_CM_PER_YEAR = 7.5;

  /**
   * Mean over plots.
   *
   * @param standardError of the mean, from the spread of plots; errors of allometry are not in it
   */
  public record Rate(double mean, double standardError) {
    static Rate of(double[] values) {
      double mean = Arrays.stream(values).sum() / values.length;
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      return new Rate(mean, Math.sqrt(squares / ((double) values.length * (values.length - 1))));
    }
  }

  /**
   * Numbers of trees.
   *
   * @param implausible survivors whose diameters do not fit each other
   */
  public record Trees(int survivors, int dead, int recruits, int notFound, int implausible) {}

  /**
   * Compares two measurements.
   *
   * @param folder what the lists are relative to
   * @param context inventories of the region, this one included, from which height curves and wood
   *     densities are made
   * @param first the first survey
   * @param second the second survey of the same file, {@link TreeListSpec#inSurvey}
   * @param years between them, &gt; 0
   * @throws InputException if a list cannot be read or the surveys have fewer than two plots
   */
  public static InventoryChange of(
      Path folder,
      List<TreeListSpec> context,
      TreeListSpec first,
      TreeListSpec second,
      double years) {
    if (!(years > 0)) {
      throw new IllegalArgumentException("years must be > 0, was " + years);
    }
    TreeListSpec alive = first.inSurvey(first.columns().diameterCm(), second.columns().dead());
    TreeList before = TreeListReader.read(folder, first);
    if (before.plots().size() < 2) {
      throw new InputException(
          first.file() + ": expected at least 2 plots, found " + before.plots().size());
    }
    PlotAssembly assembly =
        PlotAssembly.of(context.stream().map(spec -> TreeListReader.read(folder, spec)).toList());
    return new Comparison(
            assembly,
            before,
            TreeListReader.read(folder, alive),
            TreeListReader.read(folder, second),
            years)
        .change();
  }

  /** One comparison; sums by plot, Mg/ha. */
  private static final class Comparison {
    private final WoodDensityTable densities;
    private final HeightCurve curve;
    private final TreeList first;
    private final Map<String, Tree> before;
    private final Set<String> alive;
    private final Map<String, Tree> after;
    private final double years;
    private final double fromCm;
    private final Map<String, Integer> plots = new HashMap<>();
    private final double[][] sums;
    private int survivors;
    private int dead;
    private int recruits;
    private int notFound;
    private int implausible;

    private static final int BEFORE = 0;
    private static final int AFTER = 1;
    private static final int GROWTH = 2;
    private static final int DEAD = 3;
    private static final int RECRUITS = 4;
    private static final int NOT_FOUND = 5;

    Comparison(
        PlotAssembly assembly, TreeList first, TreeList alive, TreeList second, double years) {
      this.densities = assembly.densities();
      this.curve = Objects.requireNonNull(assembly.curves().get(first.spec().site()));
      this.first = first;
      this.before = byKey(first);
      this.alive = new HashSet<>(byKey(alive).keySet());
      this.after = byKey(second);
      this.years = years;
      PlotDesign design = first.spec().design();
      this.fromCm =
          design.shareMeasured(design.minimumDiameterCm()) >= 1
              ? design.minimumDiameterCm()
              : design.thresholdDiameterCm();
      first.plots().forEach(plot -> plots.put(plot, plots.size()));
      second.plots().forEach(plot -> plots.putIfAbsent(plot, plots.size()));
      this.sums = new double[6][plots.size()];
    }

    private static Map<String, Tree> byKey(TreeList list) {
      Map<String, Tree> trees = new LinkedHashMap<>();
      for (Tree tree : list.trees()) {
        if (trees.put(key(tree), tree) != null) {
          throw new InputException(
              list.spec().file()
                  + ": plot "
                  + tree.plot()
                  + " has tree "
                  + tree.id()
                  + " twice; number its trees once");
        }
      }
      return trees;
    }

    private static String key(Tree tree) {
      return tree.plot() + '\u0000' + tree.id();
    }

    InventoryChange change() {
      before.forEach((key, tree) -> fate(key, tree));
      after.forEach((key, tree) -> recruit(key, tree));
      return new InventoryChange(
          first.spec().site(),
          plots.size(),
          years,
          fromCm,
          Rate.of(sums[BEFORE]),
          Rate.of(sums[AFTER]),
          perYear(GROWTH),
          perYear(DEAD),
          perYear(RECRUITS),
          perYear(NOT_FOUND),
          new Trees(survivors, dead, recruits, notFound, implausible));
    }

    private Rate perYear(int row) {
      return Rate.of(Arrays.stream(sums[row]).map(sum -> sum / years).toArray());
    }

    private void fate(String key, Tree tree) {
      if (tree.diameterCm() < fromCm) {
        return;
      }
      double mass = tonnesPerHa(tree, tree.diameterCm());
      add(BEFORE, tree, mass);
      Tree later = after.get(key);
      if (later != null) {
        boolean plausible = plausible(tree.diameterCm(), later.diameterCm());
        double laterMass = plausible ? tonnesPerHa(tree, later.diameterCm()) : mass;
        add(GROWTH, tree, laterMass - mass);
        add(AFTER, tree, laterMass);
        survivors++;
        implausible += plausible ? 0 : 1;
      } else if (alive.contains(key)) {
        add(NOT_FOUND, tree, mass);
        notFound++;
      } else {
        add(DEAD, tree, mass);
        dead++;
      }
    }

    private void recruit(String key, Tree tree) {
      Tree earlier = before.get(key);
      boolean counted = earlier != null && earlier.diameterCm() >= fromCm;
      if (counted || tree.diameterCm() < fromCm) {
        return;
      }
      double mass = tonnesPerHa(tree, tree.diameterCm());
      add(RECRUITS, tree, mass);
      add(AFTER, tree, mass);
      recruits++;
    }

    private boolean plausible(double firstCm, double secondCm) {
      double shrinkCm = 4 * (0.0062 * firstCm + 0.0904);
      return secondCm - firstCm <= MAX_GROWTH_CM_PER_YEAR * years && secondCm >= firstCm - shrinkCm;
    }

    private void add(int row, Tree tree, double tonnesPerHa) {
      sums[row][Objects.requireNonNull(plots.get(tree.plot()))] += tonnesPerHa;
    }

    private double tonnesPerHa(Tree tree, double diameterCm) {
      double wood = densities.of(tree.species(), tree.family()).meanGPerCm3();
      return ChaveAllometry.massKg(wood, curve.meanHeightM(diameterCm), diameterCm)
          / 1000
          / first.spec().design().plotAreaHa();
    }
  }
}
