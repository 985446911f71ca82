package org.heartwood.verification.reference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.heartwood.verification.area.AreaEstimate;
import org.heartwood.verification.area.Outcome;
import org.heartwood.verification.area.StratifiedEstimator;
import org.heartwood.verification.area.StratifiedSample;
import org.heartwood.verification.area.Stratum;
import org.heartwood.verification.area.Tally;
import org.heartwood.verification.carbon.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What a filled-in sample says.
 *
 * <p>Points that the interpreter could not tell are left out of the values. Of the intervals of
 * areas one end is that of a sample in which none of them, the other that of one in which all of
 * them belong to the class, so that they cannot make an area look surer (Manski 2003, Partial
 * Identification of Probability Distributions, §1). Accuracies are those of the points that could
 * be told.
 *
 * @param design the design
 * @param classes areas and accuracies, in the order of the legend
 * @param overallAccuracy share of the area where map and reference agree, 0–1
 * @param points points of the design
 * @param unknown points that could not be told
 * @param lowConfidence points labelled with low confidence
 */
public record SampleResult(
    SampleDesign design,
    List<SampleResult.OfClass> classes,
    Outcome<Estimate> overallAccuracy,
    int points,
    int unknown,
    int lowConfidence) {
  public SampleResult {
    classes = List.copyOf(classes);
  }

  /**
   * What it says of one class.
   *
   * @param name the class
   * @param area its area, beside the count of pixels
   * @param usersAccuracy of what is mapped so, the share that is so
   * @param producersAccuracy of what is so, the share that is mapped so
   */
  public record OfClass(
      String name,
      Outcome<AreaEstimate> area,
      Outcome<Estimate> usersAccuracy,
      Outcome<Estimate> producersAccuracy) {}

  /**
   * Reads a filled-in sample and estimates.
   *
   * @param sample {@code sample.csv} with labels
   * @param design its {@code design.json}
   * @throws org.heartwood.ingest.issue.InputException if one of them is not as it should be
   */
  public static SampleResult of(Path sample, Path design) throws IOException {
    SampleFiles.Stored stored = SampleFiles.read(design);
    return of(stored.design(), FilledSample.read(sample, stored));
  }

  /** The design's file beside a sample's. */
  public static Path designBeside(Path sample) {
    return sample.resolveSibling(SampleFiles.DESIGN);
  }

  static SampleResult of(SampleDesign design, FilledSample.Labels filled) {
    StratifiedSample known = sample(design, filled.labels(), null);
    StratifiedEstimator estimator = new StratifiedEstimator(known);
    List<OfClass> classes = new ArrayList<>();
    for (String name : design.classes()) {
      classes.add(
          new OfClass(
              name,
              area(design, filled.labels(), name, estimator.area(name)),
              estimator.usersAccuracy(name),
              estimator.producersAccuracy(name)));
    }
    int unknown =
        (int) filled.labels().values().stream().filter(FilledSample.UNKNOWN::equals).count();
    return new SampleResult(
        design,
        classes,
        estimator.overallAccuracy(),
        design.points().size(),
        unknown,
        filled.lowConfidence());
  }

  /** Widens an area's interval by what the unknown points could be. */
  private static Outcome<AreaEstimate> area(
      SampleDesign design, Map<String, String> labels, String name, Outcome<AreaEstimate> told) {
    if (!(told instanceof Outcome.Known<AreaEstimate> known)
        || !labels.containsValue(FilledSample.UNKNOWN)
        || design.classes().size() < 2) {
      return told;
    }
    String other = design.classes().stream().filter(c -> !c.equals(name)).findFirst().orElseThrow();
    Estimate least = filled(design, labels, name, other);
    Estimate most = filled(design, labels, name, name);
    AreaEstimate area = known.value();
    List<String> cautions = new ArrayList<>(known.cautions());
    cautions.add("points that could not be told may all be " + name + ", or none");
    return new Outcome.Known<>(
        new AreaEstimate(
            area.estimator(),
            name,
            new Estimate(
                area.areaHa().mean(),
                area.areaHa().standardError(),
                Math.min(area.areaHa().ci90Low(), least.ci90Low()),
                Math.max(area.areaHa().ci90High(), most.ci90High())),
            area.mappedHa(),
            area.points()),
        cautions);
  }

  private static Estimate filled(
      SampleDesign design, Map<String, String> labels, String name, String unknownAs) {
    return new StratifiedEstimator(sample(design, labels, unknownAs))
        .area(name)
        .found()
        .orElseThrow()
        .areaHa();
  }

  /**
   * @param unknownAs class that stands in for unknown labels; null leaves these points out
   */
  private static StratifiedSample sample(
      SampleDesign design, Map<String, String> labels, @Nullable String unknownAs) {
    Map<String, String> mapClass = new TreeMap<>();
    Map<String, Double> mappedHa = new TreeMap<>();
    List<Stratum> strata = new ArrayList<>();
    for (SampleDesign.Part part : design.strata()) {
      mapClass.put(part.name(), part.mapClass());
      mappedHa.merge(part.mapClass(), part.areaHa(), Double::sum);
      strata.add(
          new Stratum(part.name(), part.areaHa(), Set.of(part.mapClass()), OptionalLong.empty()));
    }
    List<Tally> tallies = new ArrayList<>();
    for (SampleDesign.Point point : design.points()) {
      String label = labels.getOrDefault(point.id(), FilledSample.UNKNOWN);
      String reference = label.equals(FilledSample.UNKNOWN) ? unknownAs : label;
      if (reference != null) {
        tallies.add(
            new Tally(
                point.stratum(),
                mapClass.getOrDefault(point.stratum(), point.stratum()),
                reference,
                1));
      }
    }
    return new StratifiedSample(design.classes(), strata, mappedHa, tallies);
  }
}
