package org.heartwood.inference.challenge;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.inference.accuracy.WindowedPrediction;
import org.heartwood.inference.challenge.Submission.GroupRule;
import org.heartwood.inference.challenge.Submission.ProposedModel;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.ingest.grid.Coverage;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.zonal.ZoneFeatures;
import org.heartwood.ingest.zonal.ZonePolygon;

/**
 * A submission ready to run: its condition and formula parsed, its polygons read, its model open.
 * What it does to a pixel depends on that pixel's layers, the deployed prediction there and, for a
 * model, on the layers around it; nothing else.
 */
final class CompiledSubmission implements AutoCloseable {
  /** Share of a pixel that polygons must cover for it to belong to their group. */
  private static final double INSIDE_FRACTION = 0.5;

  private final Submission submission;
  private final Optional<Formula> where;
  private final List<ZonePolygon> polygons;
  private final Optional<Formula> formula;
  private final Optional<Segmenter> model;
  private final Grid grid;
  private final LayerStack layers;
  private final double minimum;
  private final double maximum;

  /**
   * @param submission what was handed in
   * @param folder what its files are relative to
   * @param variables names that expressions may use; {@code prediction} last
   * @param layers the layers, in that order
   * @param output the target; a formula's values are clipped to its range
   * @param opener opens a folder's model
   * @throws InputException naming the field and what is wrong with it
   */
  CompiledSubmission(
      Submission submission,
      Path folder,
      List<String> variables,
      LayerStack layers,
      ModelCard.Output output,
      ModelOpener opener) {
    this.submission = submission;
    this.layers = layers;
    this.grid = layers.grid();
    this.minimum = output.minimum();
    this.maximum = output.maximum();
    GroupRule group = submission.group();
    this.where =
        group.form() == GroupRule.Form.WHERE
            ? Optional.of(
                Formula.condition(group.text(), submission.name() + ": group.where", variables))
            : Optional.empty();
    this.polygons =
        group.form() == GroupRule.Form.POLYGONS
            ? ZoneFeatures.read(folder.resolve(group.text()), MapProjection.of(grid.crs()), null)
            : List.of();
    ProposedModel proposed = submission.model();
    this.formula =
        proposed.source() == ProposedModel.Source.FORMULA
            ? Optional.of(
                Formula.number(proposed.text(), submission.name() + ": model.formula", variables))
            : Optional.empty();
    this.model =
        proposed.source() == ProposedModel.Source.FOLDER
            ? Optional.of(opener.open(proposed.text(), folder))
            : Optional.empty();
    try {
      model.ifPresent(segmenter -> requireFit(segmenter, output, variables));
    } catch (InputException e) {
      close();
      throw e;
    }
  }

  private void requireFit(Segmenter segmenter, ModelCard.Output output, List<String> variables) {
    ModelCard.Output own = segmenter.contract().output();
    if (!own.target().equals(output.target()) || !own.unit().equals(output.unit())) {
      throw new InputException(
          submission.name()
              + ": model.folder predicts "
              + own.target()
              + " in "
              + own.unit()
              + ", the challenge is about "
              + output.target()
              + " in "
              + output.unit());
    }
    for (String input : inputs(segmenter)) {
      if (!variables.contains(input)) {
        throw new InputException(
            submission.name()
                + ": model.folder needs the layer "
                + input
                + "; there are "
                + variables);
      }
    }
  }

  private static List<String> inputs(Segmenter segmenter) {
    return segmenter.contract().inputs().stream()
        .map(input -> input.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** The submission itself. */
  Submission submission() {
    return submission;
  }

  /**
   * Which pixels of a window belong to the group.
   *
   * @param values the layers of the window
   * @param prediction the deployed prediction, one value a pixel
   */
  boolean[] members(PixelWindow window, List<FloatRaster> values, double[] prediction) {
    boolean[] members = new boolean[prediction.length];
    if (where.isPresent()) {
      PixelValues pixel = new PixelValues(values, prediction);
      for (int i = 0; i < members.length; i++) {
        members[i] = where.get().holds(pixel.at(i));
      }
    }
    for (ZonePolygon zone : polygons) {
      if (grid.envelope(window).intersects(zone.polygons().getEnvelopeInternal())) {
        double[] covered = Coverage.fractions(zone.polygons(), grid, window);
        for (int i = 0; i < members.length; i++) {
          members[i] |= covered[i] >= INSIDE_FRACTION;
        }
      }
    }
    return members;
  }

  /**
   * What the submission predicts, target's unit, within the target's range. Where its formula or
   * model gives no number, the deployed prediction stays.
   */
  double[] proposed(PixelWindow window, List<FloatRaster> values, double[] prediction) {
    double[] out = prediction.clone();
    if (formula.isPresent()) {
      PixelValues pixel = new PixelValues(values, prediction);
      for (int i = 0; i < out.length; i++) {
        out[i] = kept(formula.get().value(pixel.at(i)), prediction[i]);
      }
    }
    if (model.isPresent()) {
      Segmenter segmenter = model.get();
      List<String> inputs = inputs(segmenter);
      float[] mean =
          WindowedPrediction.of(
                  segmenter, window, part -> layers.read(part, inputs, submission.name()))
              .mean()
              .data();
      for (int i = 0; i < out.length; i++) {
        out[i] = kept(mean[i], prediction[i]);
      }
    }
    return out;
  }

  private double kept(double value, double otherwise) {
    return Double.isFinite(value) ? Math.max(minimum, Math.min(maximum, value)) : otherwise;
  }

  @Override
  public void close() {
    model.ifPresent(Segmenter::close);
  }

  /** The variables of one pixel after another, in one array. */
  private static final class PixelValues {
    private final List<FloatRaster> layers;
    private final double[] prediction;
    private final double[] values;

    PixelValues(List<FloatRaster> layers, double[] prediction) {
      this.layers = layers;
      this.prediction = prediction;
      this.values = new double[layers.size() + 1];
    }

    double[] at(int pixel) {
      for (int layer = 0; layer < layers.size(); layer++) {
        values[layer] = layers.get(layer).data()[pixel];
      }
      values[layers.size()] = prediction[pixel];
      return values;
    }
  }
}
