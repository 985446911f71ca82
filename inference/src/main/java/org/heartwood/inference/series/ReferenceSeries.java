package org.heartwood.inference.series;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.heartwood.inference.model.TrainingFile;

/**
 * The labelled series of a training file in its spatial folds, and what simple rules say of them,
 * for detectors that are not networks and want to be scored on the same ground.
 */
public final class ReferenceSeries {
  private final SeriesSpec spec;
  private final List<Sample> samples;

  private ReferenceSeries(SeriesSpec spec, List<Sample> samples) {
    this.spec = spec;
    this.samples = samples;
  }

  /**
   * One labelled series.
   *
   * @param event whether it was disturbed
   * @param date day of the disturbance, if it was dated
   * @param fold the spatial fold that it lies in, counted from 0
   */
  public record Sample(PixelSeries series, boolean event, Optional<LocalDate> date, int fold) {}

  /**
   * What a rule says of every series.
   *
   * @param scores rise with the evidence for a disturbance
   * @param dates when it began, where the rule tells dates
   */
  public record RuleResult(String title, List<Double> scores, List<Optional<LocalDate>> dates) {}

  /**
   * Reads the labelled series.
   *
   * @throws org.heartwood.ingest.issue.InputException if the training file or its data cannot be
   *     used
   */
  public static ReferenceSeries read(Path trainingFile) {
    SeriesSpec spec = SeriesSpec.read(trainingFile);
    return new ReferenceSeries(
        spec,
        SampleReader.read(TrainingFile.of(trainingFile).folder(), spec).labelled().stream()
            .map(one -> new Sample(one.series(), one.event(), one.date(), one.fold()))
            .toList());
  }

  /** The series. */
  public List<Sample> samples() {
    return samples;
  }

  /** How many spatial folds there are. */
  public int folds() {
    return spec.folds();
  }

  /** What the rules that belong to this kind of data say. */
  public List<RuleResult> rules() {
    List<StepSeries> steps =
        samples.stream()
            .map(one -> StepSeries.of(one.series(), spec.network(), spec.inputs()))
            .toList();
    return SimpleRule.of(spec.data()).stream()
        .map(
            rule -> {
              List<SimpleRule.Found> found = steps.stream().map(rule::apply).toList();
              return new RuleResult(
                  rule.title(),
                  found.stream().map(SimpleRule.Found::score).toList(),
                  found.stream().map(SimpleRule.Found::date).toList());
            })
        .toList();
  }
}
