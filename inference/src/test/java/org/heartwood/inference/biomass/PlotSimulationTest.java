package org.heartwood.inference.biomass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.heartwood.inference.biomass.WoodDensity.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlotSimulationTest {
  private static final PlotSimulation.Settings SETTINGS =
      new PlotSimulation.Settings(11, 4000, 0.1, 0.1);
  private static final HeightCurve CURVE =
      new HeightCurve(
          HeightCurve.Form.LOG_QUADRATIC,
          List.of(0.5, 1.0, -0.05),
          List.of(List.of(0.0, 0.0, 0.0), List.of(0.0, 0.0, 0.0), List.of(0.0, 0.0, 0.0)),
          0.25,
          0.25,
          100,
          0,
          0.1,
          HeightCurve.Origin.POOLED);

  private static Plot.Stem stem(String species, double diameterCm, OptionalDouble heightM) {
    return new Plot.Stem(
        new Tree(
            "1",
            "1",
            Optional.of(species),
            Optional.empty(),
            diameterCm,
            heightM,
            OptionalDouble.empty(),
            Optional.empty()),
        new WoodDensity(0.6, 0.06, Level.SPECIES, species));
  }

  private static Plot plot(int trees, double diameterCm, OptionalDouble heightM, double stripM) {
    List<Plot.Stem> stems = new ArrayList<>();
    for (int i = 0; i < trees; i++) {
      stems.add(stem("species " + i, diameterCm, heightM));
    }
    return plot(stems, stripM);
  }

  private static Plot plot(List<Plot.Stem> stems, double stripM) {
    return new Plot("SITE", "1", new PlotDesign(0.25, 10, 35, stripM, 50, "made up"), CURVE, stems);
  }

  private static double relativeError(Plot plot, Set<ErrorSource> sources) {
    PlotDraws draws = PlotSimulation.of(List.of(plot), SETTINGS, sources).get(0);
    return draws.deviationTonnesPerHa() / draws.meanTonnesPerHa();
  }

  @Test
  void withoutErrorsAPlotIsTheSumOfItsTreesOverItsArea() {
    Plot plot = plot(4, 50, OptionalDouble.of(30), 50);
    PlotDraws draws = PlotSimulation.of(List.of(plot), SETTINGS, Set.of()).get(0);

    assertThat(draws.meanTonnesPerHa())
        .isCloseTo(4 * ChaveAllometry.massKg(0.6, 30, 50) / 1000 / 0.25, within(1e-9));
    assertThat(draws.deviationTonnesPerHa()).isLessThan(1e-9);
    assertThat(draws.meanHeightM()).isCloseTo(30, within(1e-9));
  }

  @Test
  void treesOfAStripStandForTheWholePlot() {
    PlotDraws whole =
        PlotSimulation.of(List.of(plot(4, 20, OptionalDouble.of(18), 50)), SETTINGS, Set.of())
            .get(0);
    PlotDraws strip =
        PlotSimulation.of(List.of(plot(4, 20, OptionalDouble.of(18), 10)), SETTINGS, Set.of())
            .get(0);

    assertThat(strip.meanTonnesPerHa()).isCloseTo(5 * whole.meanTonnesPerHa(), within(1e-9));
  }

  @Test
  void independentErrorsAverageOutAndSharedOnesDoNot() {
    double lognormal = Math.sqrt(StrictMath.expm1(0.357 * 0.357));
    assertThat(
            relativeError(
                plot(25, 50, OptionalDouble.of(30), 50), EnumSet.of(ErrorSource.TREE_MASS)))
        .as("analytic: the lognormal's deviation over the root of 25 trees")
        .isCloseTo(lognormal / 5, within(0.04 * lognormal / 5));
    double equation = 0.357 / Math.sqrt(58);
    assertThat(
            relativeError(
                plot(25, 50, OptionalDouble.of(30), 50), EnumSet.of(ErrorSource.ALLOMETRY)))
        .isCloseTo(equation, within(0.04 * equation));
  }

  @Test
  void woodDensityIsSharedByTreesOfOneSpecies() {
    List<Plot.Stem> oneSpecies = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      oneSpecies.add(stem("Inga alba", 50, OptionalDouble.of(30)));
    }
    double one = relativeError(plot(oneSpecies, 50), EnumSet.of(ErrorSource.WOOD_DENSITY));
    double many =
        relativeError(
            plot(16, 50, OptionalDouble.of(30), 50), EnumSet.of(ErrorSource.WOOD_DENSITY));

    assertThat(one).isCloseTo(0.976 * 0.1, within(0.005));
    assertThat(many).isCloseTo(one / 4, within(0.002));
  }

  @Test
  void theErrorOfAStripIsThatOfFindingItsTrees() {
    double expected = Math.sqrt(0.8 / 40);
    assertThat(
            relativeError(plot(40, 20, OptionalDouble.of(18), 10), EnumSet.of(ErrorSource.SUBPLOT)))
        .as("n trees found with probability 0.2: variance (1 − 0.2)/n of the estimate squared")
        .isCloseTo(expected, within(0.05 * expected));
  }

  @ParameterizedTest
  @EnumSource(ErrorSource.class)
  void everySourceAddsErrorWhereItAppliesAndNoneElsewhere(ErrorSource source) {
    Plot measured = plot(10, 50, OptionalDouble.of(30), 50);
    Plot modelledOnStrip = plot(10, 20, OptionalDouble.empty(), 10);
    Set<ErrorSource> needsCurve =
        EnumSet.of(ErrorSource.HEIGHT_ABOUT_CURVE, ErrorSource.HEIGHT_CURVE);
    Set<ErrorSource> needsStrip = EnumSet.of(ErrorSource.SUBPLOT, ErrorSource.STRIP_WIDTH);
    double onMeasured = relativeError(measured, EnumSet.of(source));
    double onModelled = relativeError(modelledOnStrip, EnumSet.of(source));

    if (needsCurve.contains(source) || needsStrip.contains(source)) {
      assertThat(onMeasured).isLessThan(1e-9);
      assertThat(onModelled).isGreaterThan(0.01);
    } else if (source == ErrorSource.HEIGHT_MEASUREMENT) {
      assertThat(onMeasured).isGreaterThan(0.01);
      assertThat(onModelled).isLessThan(1e-9);
    } else {
      assertThat(onMeasured).isGreaterThan(0.005);
      assertThat(onModelled).isGreaterThan(0.005);
    }
  }

  @Test
  void modelledHeightsKeepTheirMeanUnderTheirScatter() {
    Plot plot = plot(50, 40, OptionalDouble.empty(), 50);
    PlotDraws still = PlotSimulation.of(List.of(plot), SETTINGS, Set.of()).get(0);
    PlotDraws scattered =
        PlotSimulation.of(List.of(plot), SETTINGS, EnumSet.of(ErrorSource.HEIGHT_ABOUT_CURVE))
            .get(0);

    assertThat(scattered.meanHeightM())
        .isCloseTo(still.meanHeightM(), within(0.005 * still.meanHeightM()));
  }

  @Test
  void theSameSeedGivesTheSameDrawsAndLeavingASourceOutChangesNoOther() {
    Plot plot = plot(10, 30, OptionalDouble.empty(), 10);
    Set<ErrorSource> all = EnumSet.allOf(ErrorSource.class);
    PlotDraws once = PlotSimulation.of(List.of(plot), SETTINGS, all).get(0);
    PlotDraws again = PlotSimulation.of(List.of(plot), SETTINGS, all).get(0);
    PlotDraws equation =
        PlotSimulation.of(List.of(plot), SETTINGS, EnumSet.of(ErrorSource.ALLOMETRY)).get(0);
    PlotDraws none = PlotSimulation.of(List.of(plot), SETTINGS, Set.of()).get(0);
    PlotDraws without =
        PlotSimulation.of(
                List.of(plot), SETTINGS, EnumSet.complementOf(EnumSet.of(ErrorSource.ALLOMETRY)))
            .get(0);

    for (int k = 0; k < SETTINGS.draws(); k += 97) {
      assertThat(again.tonnesPerHa(k)).isEqualTo(once.tonnesPerHa(k));
      assertThat(once.tonnesPerHa(k) / without.tonnesPerHa(k))
          .isCloseTo(equation.tonnesPerHa(k) / none.tonnesPerHa(k), within(1e-9));
    }
    assertThat(once.tonnesPerHa(0)).isNotEqualTo(once.tonnesPerHa(1));
  }
}
