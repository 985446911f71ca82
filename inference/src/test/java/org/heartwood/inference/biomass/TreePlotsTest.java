package org.heartwood.inference.biomass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.heartwood.inference.biomass.TreePlots.PlotBiomass;
import org.heartwood.inference.biomass.WoodDensity.Level;
import org.heartwood.inference.model.StrictJson;
import org.junit.jupiter.api.Test;

class TreePlotsTest {
  private static final PlotDesign WHOLE = new PlotDesign(0.25, 5, 5, 1, 1, "made up");

  private static Tree tree(String plot, double diameterCm, double heightM, double density) {
    return new Tree(
        plot,
        "1",
        Optional.of("Inga alba"),
        Optional.of("Fabaceae"),
        diameterCm,
        heightM > 0 ? OptionalDouble.of(heightM) : OptionalDouble.empty(),
        density > 0 ? OptionalDouble.of(density) : OptionalDouble.empty(),
        Optional.empty());
  }

  private static TreePlots plots(
      List<Tree> trees, SortedMap<String, PlotDesign> designs, double stress) {
    HeightCurve curve = TreePlots.curve(trees, OptionalDouble.of(stress)).orElseThrow();
    return TreePlots.of(trees, designs, curve, 7, 500);
  }

  @Test
  void aPlotIsTheSumOfItsTreesByChavesEquation() {
    List<Tree> trees = List.of(tree("a", 40, 25, 0.6), tree("a", 20, 15, 0.7));
    TreePlots found = plots(trees, new TreeMap<>(Map.of("a", WHOLE, "empty", WHOLE)), 0);
    double kg = ChaveAllometry.massKg(0.6, 25, 40) + ChaveAllometry.massKg(0.7, 15, 20);
    assertThat(found.plots()).hasSize(2);
    assertThat(found.plots().get(0).tonnesPerHa()).isCloseTo(kg / 1000 / 0.25, within(1e-9));
    assertThat(found.plots().get(0).trees()).isEqualTo(2);
    assertThat(found.plots().get(1)).isEqualTo(new PlotBiomass("empty", 0, 0, 0, 0));
    assertThat(found.measuredHeightShare()).isEqualTo(1);
    assertThat(found.basalAreaShares()).containsOnly(Map.entry(Level.SPECIES, 1.0));
  }

  @Test
  void aSubplotCountsSmallTreesForTheWholePlot() {
    List<Tree> trees = List.of(tree("a", 40, 25, 0.6), tree("a", 20, 15, 0.7));
    PlotDesign tenth = new PlotDesign(0.25, 5, 35, 0.1, 1, "made up");
    TreePlots found = plots(trees, new TreeMap<>(Map.of("a", tenth)), 0);
    double kg = ChaveAllometry.massKg(0.6, 25, 40) + 10 * ChaveAllometry.massKg(0.7, 15, 20);
    assertThat(found.plots().get(0).tonnesPerHa()).isCloseTo(kg / 1000 / 0.25, within(1e-9));
  }

  @Test
  void withoutHeightsTheMassIsThatOfEquation7() {
    // Equation 7 is equation 4 with equation 6a in it, but for what was rounded and refitted.
    for (double stress : new double[] {-0.1, 0, 0.3, 0.8}) {
      for (double diameter : new double[] {10, 30, 90}) {
        TreePlots found =
            plots(List.of(tree("a", diameter, 0, 0.6)), new TreeMap<>(Map.of("a", WHOLE)), stress);
        double kg = ChaveAllometry.massWithoutHeightKg(0.6, stress, diameter);
        assertThat(found.plots().get(0).tonnesPerHa() * 0.25 * 1000)
            .isCloseTo(kg, within(0.04 * kg));
      }
    }
  }

  @Test
  void manyTreesAverageTheirOwnErrorsAndNotThoseTheyShare() {
    List<Tree> few = new ArrayList<>();
    List<Tree> many = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 400; i++) {
      Tree tree = tree("a", 15 + 30 * random.nextDouble(), 0, 0.6);
      many.add(tree);
      if (i < 10) {
        few.add(tree);
      }
    }
    SortedMap<String, PlotDesign> design = new TreeMap<>(Map.of("a", WHOLE));
    PlotBiomass ten = plots(few, design, 0.1).plots().get(0);
    PlotBiomass all = plots(many, design, 0.1).plots().get(0);
    assertThat(all.ownDeviationTonnesPerHa() / all.tonnesPerHa())
        .isLessThan(0.3 * ten.ownDeviationTonnesPerHa() / ten.tonnesPerHa());
    // Allometry 0.357 / √58, curve 0.976 · 0.098, wood 0.976 · 0.05 / 0.6.
    assertThat(all.sharedDeviationTonnesPerHa() / all.tonnesPerHa())
        .isCloseTo(Math.sqrt(0.047 * 0.047 + 0.096 * 0.096 + 0.081 * 0.081), within(0.02));
  }

  @Test
  void heightsThatDoNotSpanTheDiametersCarryNoCurve() {
    List<Tree> large =
        IntStream.range(0, 80).mapToObj(i -> tree("a", 40 + i, 25 + i / 10.0, 0.6)).toList();
    List<Tree> unmeasured = new ArrayList<>(large);
    unmeasured.add(tree("a", 12, 0, 0.6));
    assertThat(TreePlots.curve(unmeasured, OptionalDouble.empty())).isEmpty();
    HeightCurve moved = TreePlots.curve(unmeasured, OptionalDouble.of(0)).orElseThrow();
    assertThat(moved.origin()).isEqualTo(HeightCurve.Origin.SHIFTED);
    assertThat(TreePlots.curve(large, OptionalDouble.empty()).orElseThrow().origin())
        .isEqualTo(HeightCurve.Origin.SITE);
  }

  @Test
  void someTreeMustHaveWoodDensity() {
    List<Tree> trees = List.of(tree("a", 40, 25, 0));
    HeightCurve curve = TreePlots.curve(trees, OptionalDouble.of(0)).orElseThrow();
    assertThatThrownBy(() -> TreePlots.of(trees, new TreeMap<>(Map.of("a", WHOLE)), curve, 1, 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no tree has a wood density");
  }

  /** The lists of the Amazonian inventories, by the way that a model was trained on them. */
  @Test
  void anapuComesOutAsInTheTrainingOfTheHeightModel() {
    Path folder = Path.of("../data-samples/amazon-inventories");
    HeightPlotsSpec spec = StrictJson.read(folder.resolve("training.json"), HeightPlotsSpec.class);
    PlotAssembly assembly =
        PlotAssembly.of(
            spec.inventories().stream().map(each -> TreeListReader.read(folder, each)).toList());
    List<Plot> anapu =
        assembly.plots().stream().filter(plot -> plot.site().equals("ANA_A01")).toList();
    List<PlotDraws> trained =
        PlotSimulation.of(anapu, new PlotSimulation.Settings(1, 20, 0.1, 0), Set.of());
    SortedMap<String, PlotDesign> designs = new TreeMap<>();
    List<Tree> trees = new ArrayList<>();
    for (Plot plot : anapu) {
      designs.put(plot.name(), plot.design());
      plot.trees().forEach(stem -> trees.add(withDensity(stem)));
    }
    TreePlots found = plots(trees, designs, 0);
    assertThat(found.plots()).hasSize(32);
    double mean = 0;
    double expected = 0;
    for (int i = 0; i < anapu.size(); i++) {
      String name = anapu.get(i).name();
      PlotBiomass plot =
          found.plots().stream().filter(each -> each.plot().equals(name)).findFirst().orElseThrow();
      mean += plot.tonnesPerHa() / 32;
      expected += trained.get(i).meanTonnesPerHa() / 32;
    }
    // They differ in the curve of trees without a height alone: 388 and 377 Mg/ha.
    assertThat(mean).isCloseTo(expected, within(0.04 * expected));
  }

  private static Tree withDensity(Plot.Stem stem) {
    Tree tree = stem.tree();
    return new Tree(
        tree.plot(),
        tree.id(),
        tree.species(),
        tree.family(),
        tree.diameterCm(),
        tree.heightM(),
        OptionalDouble.of(stem.density().meanGPerCm3()),
        tree.place());
  }
}
