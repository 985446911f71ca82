package org.heartwood.inference.series;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.TemporalConvNet;
import org.heartwood.inference.model.TrainedModel;

/**
 * Finds disturbances in series of pixels with a trained model: the mean of what its members say.
 * Open one per JVM and let all tasks use it at once; closing frees the weights. Results are the
 * same on every call, and a series' result does not depend on the others beyond float rounding.
 */
public final class SeriesDetector implements AutoCloseable {
  /** Steps with data that a series must have at least; below, the answer is "unknown". */
  public static final int MIN_VALID_STEPS = 8;

  private final ModelCard card;
  private final TemporalConvNet net;
  private final List<SeriesNetwork> members;

  private SeriesDetector(ModelCard card, TemporalConvNet net, List<SeriesNetwork> members) {
    this.card = card;
    this.net = net;
    this.members = members;
  }

  /**
   * Copies a model's weights into native memory.
   *
   * @throws IllegalArgumentException if the model does not read series
   */
  public static SeriesDetector open(TrainedModel model) {
    if (!(model.card().architecture() instanceof TemporalConvNet net)) {
      throw new IllegalArgumentException(model.card().name() + " does not read series of pixels");
    }
    List<SeriesNetwork> members =
        model.members().stream()
            .map(weights -> new SeriesNetwork(net, model.card().inputs(), weights))
            .toList();
    return new SeriesDetector(model.card(), net, members);
  }

  /** The card of the model: the bands of a series, their units, and what not to use it for. */
  public ModelCard card() {
    return card;
  }

  /**
   * Looks through series.
   *
   * @param series each with the card's inputs as bands; NaN and values outside an input's limits
   *     are no data
   * @return one answer a series, in their order
   * @throws IllegalArgumentException if a series has no date, other bands, or spans too many steps
   */
  public List<Detection> detect(List<PixelSeries> series) {
    List<StepSeries> steps =
        series.stream().map(one -> StepSeries.of(one, net, card.inputs())).toList();
    List<StepSeries> told =
        steps.stream().filter(one -> one.validSteps() >= MIN_VALID_STEPS).toList();
    List<StepProbabilities> sums =
        told.stream().map(one -> new StepProbabilities(new double[one.steps()])).toList();
    for (SeriesNetwork member : members) {
      List<float[]> logits = member.logits(told);
      for (int i = 0; i < logits.size(); i++) {
        sums.get(i).add(StepProbabilities.of(logits.get(i), 1, 0), 1.0 / members.size());
      }
    }
    List<Detection> out = new ArrayList<>();
    int next = 0;
    for (StepSeries one : steps) {
      out.add(
          one.validSteps() >= MIN_VALID_STEPS
              ? detection(sums.get(next++), one, card)
              : Detection.UNKNOWN);
    }
    return out;
  }

  /**
   * What probabilities of steps say; dates are told if the card lists them as its second output.
   */
  static Detection detection(StepProbabilities steps, StepSeries series, ModelCard card) {
    double median = steps.medianStep();
    if (card.outputs().size() < 2 || Double.isNaN(median)) {
      return new Detection(steps.total(), Optional.empty(), Double.NaN);
    }
    double factor =
        card.calibration().isEmpty() ? 1 : card.calibration().get(0).standardErrorFactor();
    return new Detection(
        steps.total(),
        Optional.of(day(series, median)),
        factor * series.days(steps.deviationFrom(median)));
  }

  private static LocalDate day(StepSeries series, double step) {
    return series.date(0).plusDays(Math.round(series.days(step)));
  }

  @Override
  public void close() {
    members.forEach(SeriesNetwork::close);
  }
}
