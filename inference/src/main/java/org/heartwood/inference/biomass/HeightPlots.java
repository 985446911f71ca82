package org.heartwood.inference.biomass;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heartwood.inference.model.HeightPowerLaw;
import org.heartwood.inference.model.HeightPowerLaw.Covariance;

/**
 * A training file carried through: lists read, plots simulated with all errors and with each alone,
 * the law fitted and calibrated.
 *
 * @param assembly plots with their height curves and wood densities
 * @param estimates the plots, in the order of {@code assembly.plots()}
 * @param alone draws of the plots with one source of error alone
 * @param all draws of the plots with every source
 * @param own draws of the plots with the sources that plots do not share
 * @param sampling covariance of intercept and exponent from the scatter of plots and sites
 * @param shared the covariance that errors shared by many plots add
 * @param law the fitted law; its covariance is the sum of both
 */
record HeightPlots(
    PlotAssembly assembly,
    List<PlotEstimate> estimates,
    Map<ErrorSource, List<PlotDraws>> alone,
    List<PlotDraws> all,
    List<PlotDraws> own,
    Covariance sampling,
    Covariance shared,
    HeightPowerLaw law) {
  /** One source alone only fills a table: a quarter of the draws will do. */
  private static final int SINGLE_SOURCE_FRACTION = 4;

  static HeightPlots of(Path folder, HeightPlotsSpec spec) {
    PlotAssembly assembly =
        PlotAssembly.of(
            spec.inventories().stream()
                .map(inventory -> TreeListReader.read(folder, inventory))
                .toList());
    EnumSet<ErrorSource> sharedSources = EnumSet.noneOf(ErrorSource.class);
    for (ErrorSource source : ErrorSource.values()) {
      if (source.shared()) {
        sharedSources.add(source);
      }
    }
    List<Set<ErrorSource>> sets = new ArrayList<>();
    sets.add(EnumSet.allOf(ErrorSource.class));
    sets.add(EnumSet.complementOf(sharedSources));
    sets.add(sharedSources);
    for (ErrorSource source : ErrorSource.values()) {
      sets.add(EnumSet.of(source));
    }
    PlotSimulation.Settings settings = spec.simulation();
    PlotSimulation.Settings fewer = settings.withDraws(settings.draws() / SINGLE_SOURCE_FRACTION);
    // Each simulation has its own streams, so their order in time does not matter.
    List<List<PlotDraws>> runs =
        sets.parallelStream()
            .map(
                set -> PlotSimulation.of(assembly.plots(), set.size() == 1 ? fewer : settings, set))
            .toList();
    Map<ErrorSource, List<PlotDraws>> alone = new EnumMap<>(ErrorSource.class);
    for (int i = 3; i < sets.size(); i++) {
      alone.put(sets.get(i).iterator().next(), runs.get(i));
    }
    List<PlotEstimate> estimates =
        estimates(
            assembly.plots(),
            PlotSimulation.of(assembly.plots(), settings.withDraws(0), Set.of()),
            runs.get(0),
            runs.get(1));
    HeightPowerLaw fitted = HeightPowerLawFit.fit(estimates, spec.referenceHeightM());
    Covariance shared = shared(estimates, runs.get(2), fitted, settings.draws());
    double factor = new HeightValidation(estimates, spec.referenceHeightM()).intervalFactor();
    return new HeightPlots(
        assembly,
        estimates,
        alone,
        runs.get(0),
        runs.get(1),
        fitted.covariance(),
        shared,
        completed(fitted, shared, factor));
  }

  /**
   * The estimate itself comes without errors: what was measured holds one draw of them already, and
   * drawing them again would add the bias of a second.
   */
  private static List<PlotEstimate> estimates(
      List<Plot> plots, List<PlotDraws> without, List<PlotDraws> all, List<PlotDraws> own) {
    List<PlotEstimate> estimates = new ArrayList<>();
    for (int i = 0; i < plots.size(); i++) {
      Plot plot = plots.get(i);
      estimates.add(
          new PlotEstimate(
              plot.site(),
              plot.name(),
              plot.trees().size(),
              without.get(i).meanHeightM(),
              all.get(i).deviationHeightM(),
              without.get(i).meanTonnesPerHa(),
              all.get(i).deviationTonnesPerHa(),
              own.get(i).deviationTonnesPerHa(),
              plot.measuredHeightShare()));
    }
    return List.copyOf(estimates);
  }

  /** Spread of intercept and exponent over draws of the errors that plots share. */
  private static Covariance shared(
      List<PlotEstimate> estimates, List<PlotDraws> draws, HeightPowerLaw fitted, int count) {
    double[] intercepts = new double[count];
    double[] exponents = new double[count];
    for (int k = 0; k < count; k++) {
      int draw = k;
      List<PlotEstimate> moved = new ArrayList<>();
      for (int i = 0; i < estimates.size(); i++) {
        moved.add(estimates.get(i).drawn(draws.get(i), draw));
      }
      HeightPowerLaw law =
          HeightPowerLawFit.fit(
              moved, fitted.referenceHeightM(), fitted.siteDeviation(), fitted.plotDeviation());
      intercepts[k] = law.logIntercept();
      exponents[k] = law.exponent();
    }
    return new Covariance(
        covariance(intercepts, intercepts),
        covariance(intercepts, exponents),
        covariance(exponents, exponents));
  }

  private static double covariance(double[] a, double[] b) {
    double meanA = 0;
    double meanB = 0;
    for (int i = 0; i < a.length; i++) {
      meanA += a[i] / a.length;
      meanB += b[i] / a.length;
    }
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return sum / (a.length - 1);
  }

  private static HeightPowerLaw completed(
      HeightPowerLaw fitted, Covariance shared, double intervalFactor) {
    Covariance sampling = fitted.covariance();
    return new HeightPowerLaw(
        fitted.referenceHeightM(),
        fitted.logIntercept(),
        fitted.exponent(),
        new Covariance(
            sampling.intercept() + shared.intercept(),
            sampling.both() + shared.both(),
            sampling.exponent() + shared.exponent()),
        fitted.siteDeviation(),
        fitted.plotDeviation(),
        intervalFactor,
        fitted.minimumHeightM(),
        fitted.maximumHeightM());
  }

  /** Plots of one site. */
  List<PlotEstimate> of(String site) {
    return estimates.stream().filter(plot -> plot.site().equals(site)).toList();
  }
}
