package org.heartwood.inference.biomass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.heartwood.inference.accuracy.Conformal;
import org.heartwood.inference.model.HeightPowerLaw;

/** Predictions of plots that the fit did not see, by site or at random, and their calibration. */
final class HeightValidation {
  private final List<PlotEstimate> plots;
  private final double referenceHeightM;

  HeightValidation(List<PlotEstimate> plots, double referenceHeightM) {
    this.plots = List.copyOf(plots);
    this.referenceHeightM = referenceHeightM;
  }

  /**
   * A plot predicted without it.
   *
   * @param plot what was measured
   * @param meanTonnesPerHa what was predicted, Mg/ha
   * @param score absolute error of ln B in standard deviations, those of model and measurement
   * @param factor standard deviations either side of the calibrated 90 % interval; NaN if there is
   *     none
   */
  record Held(PlotEstimate plot, double meanTonnesPerHa, double score, double factor) {
    double errorTonnesPerHa() {
      return meanTonnesPerHa - plot.tonnesPerHa();
    }
  }

  /**
   * Each site predicted from the others. The calibrated interval of a site uses only the other
   * sites: they in turn are left out of each other.
   */
  List<Held> bySite() {
    List<Held> held = new ArrayList<>();
    for (String site : sites(plots)) {
      List<PlotEstimate> others = without(plots, site);
      held.addAll(held(fit(others), only(plots, site), intervalFactor(scores(others))));
    }
    return held;
  }

  /** Ten random tenths, each predicted from the other nine. */
  List<Held> atRandom(long seed) {
    List<PlotEstimate> shuffled = new ArrayList<>(plots);
    Collections.shuffle(shuffled, new Random(seed));
    List<Held> held = new ArrayList<>();
    int folds = 10;
    for (int fold = 0; fold < folds; fold++) {
      List<PlotEstimate> training = new ArrayList<>();
      List<PlotEstimate> testing = new ArrayList<>();
      for (int i = 0; i < shuffled.size(); i++) {
        (i % folds == fold ? testing : training).add(shuffled.get(i));
      }
      held.addAll(held(fit(training), testing, Double.NaN));
    }
    return held;
  }

  /** The factor of a 90 % interval at a new site, from all sites left out in turn. */
  double intervalFactor() {
    return intervalFactor(scores(plots));
  }

  /** A score that nine tenths of plots do not pass, each site having the same say. */
  private static double intervalFactor(SortedMap<String, List<Double>> scores) {
    return Conformal.quantileByGroup(
        scores.values().stream()
            .map(site -> site.stream().mapToDouble(Double::doubleValue).toArray())
            .toList(),
        0.9);
  }

  private SortedMap<String, List<Double>> scores(List<PlotEstimate> of) {
    SortedMap<String, List<Double>> scores = new TreeMap<>();
    for (String site : sites(of)) {
      HeightPowerLaw model = fit(without(of, site));
      scores.put(site, only(of, site).stream().map(plot -> score(model, plot)).toList());
    }
    return scores;
  }

  private static List<Held> held(HeightPowerLaw model, List<PlotEstimate> testing, double factor) {
    return testing.stream()
        .map(
            plot ->
                new Held(plot, model.meanTonnesPerHa(plot.heightM()), score(model, plot), factor))
        .toList();
  }

  private static double score(HeightPowerLaw model, PlotEstimate plot) {
    double measurement = plot.ownLogDeviation();
    double deviation = model.logDeviation(plot.heightM());
    return Math.abs(StrictMath.log(plot.tonnesPerHa()) - model.medianLog(plot.heightM()))
        / Math.sqrt(deviation * deviation + measurement * measurement);
  }

  private HeightPowerLaw fit(List<PlotEstimate> of) {
    return HeightPowerLawFit.fit(of, referenceHeightM);
  }

  private static SortedSet<String> sites(List<PlotEstimate> of) {
    return of.stream().map(PlotEstimate::site).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<PlotEstimate> only(List<PlotEstimate> of, String site) {
    return of.stream().filter(plot -> plot.site().equals(site)).toList();
  }

  private static List<PlotEstimate> without(List<PlotEstimate> of, String site) {
    return of.stream().filter(plot -> !plot.site().equals(site)).toList();
  }
}
