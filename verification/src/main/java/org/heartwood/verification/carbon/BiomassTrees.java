package org.heartwood.verification.carbon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.heartwood.inference.biomass.HeightCurve;
import org.heartwood.inference.biomass.PlotDesign;
import org.heartwood.inference.biomass.Tree;
import org.heartwood.inference.biomass.TreePlots;
import org.heartwood.inference.biomass.TreePlots.PlotBiomass;
import org.heartwood.inference.biomass.WoodDensity.Level;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.table.CsvTable;
import org.locationtech.jts.geom.Geometry;

/**
 * A list of living trees on plots inside a project, one row a tree: {@code plot}, {@code lon},
 * {@code lat} (degrees), {@code plot_area_ha}, {@code diameter_cm}, and where known {@code species}
 * (or the genus alone), {@code family}, {@code wood_density_g_per_cm3} and {@code height_m}. Empty
 * or {@code NA} is what was not measured; a row with a plot and no diameter is a plot without a
 * tree. Other columns are not read.
 *
 * @param mean of the plots
 * @param remarks how their biomass was made, for people
 */
public record BiomassTrees(PlotMean mean, List<String> remarks) {
  private static final List<String> COLUMNS =
      List.of("plot", "lon", "lat", "plot_area_ha", "diameter_cm");
  private static final String HEIGHT = "height_m";
  private static final String DENSITY = "wood_density_g_per_cm3";
  private static final long LARGEST_BYTES = 64 << 20;
  private static final int MOST_TREES = 200_000;
  private static final int DRAWS = 500;

  /** Chave's equations hold for trees from here on. */
  private static final double LEAST_DIAMETER_CM = 5;

  private static final double MOST_DIAMETER_CM = 300;

  /** Deviations from the height curve beyond which height and diameter contradict each other. */
  private static final double CONTRADICTION_DEVIATIONS = 5;

  public BiomassTrees {
    remarks = List.copyOf(remarks);
  }

  /**
   * The mean of the plots.
   *
   * @param named what the dossier says of the list
   * @param landLonLat the project's land, degrees: every tree must stand in it
   * @param seed of the error draws
   * @throws InputException naming the first row that is not right, its value and what to do
   */
  public static BiomassTrees read(
      Path file, Dossier.BiomassTrees named, Geometry landLonLat, long seed) {
    return new Listing(file, named, landLonLat).result(seed);
  }

  /** A list as it is read. */
  private static final class Listing {
    private final Path file;
    private final Dossier.BiomassTrees named;
    private final Geometry landLonLat;
    private final SortedMap<String, PlotDesign> designs = new TreeMap<>();
    private final Map<String, CsvTable.Row> firstRows = new HashMap<>();
    private final List<Tree> trees = new ArrayList<>();
    private final List<CsvTable.Row> treeRows = new ArrayList<>();
    private int tooThin;

    Listing(Path file, Dossier.BiomassTrees named, Geometry landLonLat) {
      this.file = file;
      this.named = named;
      this.landLonLat = landLonLat;
    }

    BiomassTrees result(long seed) {
      CsvTable table =
          CsvTable.read(file, "the list of trees", LARGEST_BYTES)
              .require(
                  COLUMNS,
                  "one row a tree, diameters in cm, the plot's area in ha, degrees in lon and lat");
      table.rows().forEach(this::row);
      BiomassPlots.requireEnough(file, designs.size());
      requireTrees();
      HeightCurve curve =
          TreePlots.curve(trees, stress())
              .orElseThrow(
                  () ->
                      new InputException(
                          Reason.MISSING,
                          file
                              + ": heights in "
                              + HEIGHT
                              + " do not carry a height curve: found "
                              + trees.stream().filter(t -> t.heightM().isPresent()).count()
                              + " of "
                              + trees.size()
                              + " trees, needed are all, or 50 of which a twentieth is 15 cm or"
                              + " thinner; measure more, or give"
                              + " method.biomass.trees.environmentalStress"));
      requireConsistent(curve);
      TreePlots plots = TreePlots.of(trees, designs, curve, seed, DRAWS);
      return new BiomassTrees(
          PlotMean.of(
              plots.plots().stream().mapToDouble(PlotBiomass::tonnesPerHa).toArray(),
              plots.plots().stream()
                  .mapToDouble(PlotBiomass::sharedDeviationTonnesPerHa)
                  .toArray()),
          remarks(plots));
    }

    private OptionalDouble stress() {
      Double stress = named.environmentalStress();
      return stress == null ? OptionalDouble.empty() : OptionalDouble.of(stress);
    }

    private void row(CsvTable.Row row) {
      BiomassPlots.requireInside(row, landLonLat);
      String plot = row.text("plot");
      if (plot.isEmpty()) {
        throw row.refused("has no plot; say on which plot the tree stands");
      }
      PlotDesign design = design(row.number("plot_area_ha", 0.001, 100));
      CsvTable.Row first = firstRows.putIfAbsent(plot, row);
      PlotDesign before = designs.putIfAbsent(plot, design);
      if (before != null && first != null && before.plotAreaHa() != design.plotAreaHa()) {
        throw row.refused(
            "plot_area_ha of plot "
                + JsonFault.quoted(plot)
                + " is "
                + design.plotAreaHa()
                + ", in "
                + first.place()
                + " it is "
                + before.plotAreaHa()
                + "; give the whole plot's area, and where small trees were measured as"
                + " method.biomass.trees.subplot");
      }
      OptionalDouble diameter = measured(row, "diameter_cm", 0, MOST_DIAMETER_CM);
      if (diameter.isEmpty()) {
        return;
      }
      if (diameter.getAsDouble() < LEAST_DIAMETER_CM) {
        tooThin++;
        return;
      }
      if (trees.size() == MOST_TREES) {
        throw row.refused("expected at most " + MOST_TREES + " trees; give a part of the plots");
      }
      treeRows.add(row);
      trees.add(
          new Tree(
              plot,
              row.place(),
              word(row, "species"),
              word(row, "family"),
              diameter.getAsDouble(),
              measured(row, HEIGHT, 1.3, 100),
              measured(row, DENSITY, 0.05, 1.4),
              Optional.empty()));
    }

    private PlotDesign design(double plotAreaHa) {
      Dossier.Subplot subplot = named.subplot();
      return subplot == null
          ? new PlotDesign(plotAreaHa, LEAST_DIAMETER_CM, LEAST_DIAMETER_CM, 1, 1, named.source())
          : new PlotDesign(
              plotAreaHa,
              LEAST_DIAMETER_CM,
              Math.max(LEAST_DIAMETER_CM, subplot.belowDiameterCm()),
              subplot.areaFraction(),
              1,
              named.source());
    }

    private static Optional<String> word(CsvTable.Row row, String column) {
      return row.optional(column).filter(text -> !text.equals("NA"));
    }

    private static OptionalDouble measured(
        CsvTable.Row row, String column, double low, double high) {
      return word(row, column).isEmpty()
          ? OptionalDouble.empty()
          : OptionalDouble.of(row.number(column, low, high));
    }

    private void requireTrees() {
      if (trees.isEmpty()) {
        throw new InputException(
            Reason.EMPTY,
            file + ": has no tree of " + LEAST_DIAMETER_CM + " cm or more; give the list of trees");
      }
      if (trees.stream().allMatch(tree -> tree.woodDensityGPerCm3().isEmpty())) {
        throw new InputException(
            Reason.MISSING,
            file
                + ": no tree has a "
                + DENSITY
                + "; look up at least the commonest species, such as in the Global Wood Density"
                + " Database");
      }
    }

    /** A slip of the pen in a large tree is tonnes of carbon. */
    private void requireConsistent(HeightCurve curve) {
      for (int i = 0; i < trees.size(); i++) {
        Tree tree = trees.get(i);
        if (tree.heightM().isPresent()) {
          double height = tree.heightM().getAsDouble();
          double away = StrictMath.log(height) - curve.logHeight(tree.diameterCm());
          if (!(Math.abs(away) <= CONTRADICTION_DEVIATIONS * curve.logDeviation())) {
            throw treeRows
                .get(i)
                .refused(
                    String.format(
                        Locale.ROOT,
                        "%s %.1f contradicts diameter_cm %.1f: such trees are %.0f m high here, and"
                            + " %.0f standard deviations may lie between; correct the one that is"
                            + " a slip, or empty the height",
                        HEIGHT,
                        height,
                        tree.diameterCm(),
                        curve.meanHeightM(tree.diameterCm()),
                        CONTRADICTION_DEVIATIONS));
          }
        }
      }
    }

    private List<String> remarks(TreePlots plots) {
      double own = plots.basalAreaShares().getOrDefault(Level.SPECIES, 0.0);
      double genus = plots.basalAreaShares().getOrDefault(Level.GENUS, 0.0);
      double family = plots.basalAreaShares().getOrDefault(Level.FAMILY, 0.0);
      List<String> remarks = new ArrayList<>();
      remarks.add(
          String.format(
              Locale.ROOT,
              "%d trees on %d plots by equation 4 of Chave et al. 2014; wood density is the tree's"
                  + " or its species' for %.0f %% of basal area, its genus' for %.0f %%, its"
                  + " family's for %.0f %%, the mean of all for %.0f %%; height was measured for"
                  + " %.0f %%, else by %s",
              trees.size(),
              designs.size(),
              100 * own,
              100 * genus,
              100 * family,
              100 * Math.max(0, 1 - own - genus - family),
              100 * plots.measuredHeightShare(),
              words(plots.curve())));
      if (tooThin > 0) {
        remarks.add(
            String.format(
                Locale.ROOT,
                "%d trees thinner than %.0f cm are not counted: the equation does not hold for"
                    + " them",
                tooThin,
                LEAST_DIAMETER_CM));
      }
      return remarks;
    }

    private static String words(HeightCurve curve) {
      return switch (curve.origin()) {
        case SITE -> "a curve of " + curve.trees() + " heights of the list";
        case SHIFTED -> "equation 6a of Chave et al. 2014, moved to the heights of the list";
        case PUBLISHED -> "equation 6a of Chave et al. 2014";
        case POOLED -> "a curve of several sites";
      };
    }
  }
}
