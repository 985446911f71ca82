package org.heartwood.inference.canopy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.segment.ChannelStack;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.train.Batch;
import org.heartwood.inference.train.Optimisation;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/**
 * Draws crops from the training columns, disturbs them, and turns and mirrors them in one of eight
 * ways. A label counts where it is valid and learnable, the input has data and the crop's edge is
 * not too near. With a teacher its prediction of the undisturbed input takes the place of the
 * label.
 */
final class CropSampler {
  private static final int ORIENTATIONS = 8;

  private final Optimisation settings;
  private final TrainingPixels pixels;
  private final List<Prediction.Target> taught;
  private final InputDisturber disturber;
  private final ModelCard card;
  private final double forestThresholdPct;
  private final double[] binWeights;

  /**
   * @param taught the teacher's prediction over the training columns, empty without a teacher
   * @param binWeights weight of a label by its bin, see {@link TrainingPixels#binWeights}
   */
  CropSampler(
      CanopySpec spec,
      TrainingPixels pixels,
      List<Prediction.Target> taught,
      InputDisturber disturber,
      ModelCard card,
      double[] binWeights) {
    this.settings = spec.optimisation();
    this.pixels = pixels;
    this.taught = taught;
    this.disturber = disturber;
    this.card = card;
    this.forestThresholdPct = spec.evaluation().forestThresholdPct();
    this.binWeights = binWeights.clone();
    PixelWindow window = pixels.window();
    if (settings.cropPx() > Math.min(window.width(), window.height())) {
      throw new InputException(
          "optimisation.cropPx must fit into the training columns of "
              + window.width()
              + " × "
              + window.height()
              + " px, was "
              + settings.cropPx());
    }
  }

  /** The next batch; it holds at least one label that counts. */
  Batch next(Random random) {
    Batch batch =
        new Batch(
            settings.cropsPerStep(),
            settings.cropPx(),
            card.inputs().size() + 1,
            card.outputs().size());
    do {
      for (int crop = 0; crop < batch.crops(); crop++) {
        draw(batch, crop, random);
      }
    } while (!batch.learnable());
    return batch;
  }

  private void draw(Batch batch, int crop, Random random) {
    int side = batch.sidePx();
    PixelWindow all = pixels.window();
    PixelWindow window =
        new PixelWindow(
            all.col() + random.nextInt(all.width() - side + 1),
            all.row() + random.nextInt(all.height() - side + 1),
            side,
            side);
    List<float[]> values = new ArrayList<>();
    pixels.inputs().forEach(input -> values.add(input.crop(window).data()));
    disturber.disturb(values, side, random);
    int orientation = random.nextInt(ORIENTATIONS);
    PixelWindow plain = new PixelWindow(0, 0, side, side);
    List<FloatRaster> turned = new ArrayList<>();
    values.forEach(input -> turned.add(FloatRaster.empty(plain)));
    int offset = crop * side * side;
    for (int row = 0; row < side; row++) {
      for (int col = 0; col < side; col++) {
        int to = turn(row, col, side, orientation);
        boolean data = inside(row, col, side);
        for (int i = 0; i < values.size(); i++) {
          float value = values.get(i)[row * side + col];
          turned.get(i).data()[to] = value;
          data &= ChannelStack.hasData(value, card.inputs().get(i));
        }
        int source = pixels.inputs().get(0).index(window.col() + col, window.row() + row);
        label(batch, offset + to, source, data && pixels.learnable()[source]);
      }
    }
    ChannelStack.write(turned, card.inputs(), batch.inputs(), offset * (values.size() + 1));
  }

  private void label(Batch batch, int at, int source, boolean counts) {
    for (int head = 0; head < card.outputs().size(); head++) {
      Batch.Target target = batch.target(head);
      ModelCard.Output output = card.outputs().get(head);
      target.labels()[at] = 0;
      target.variances()[at] = 0;
      target.weights()[at] = 0;
      if (counts) {
        target.weights()[at] = (float) binWeights[pixels.bin(source)];
        if (!taught.isEmpty()) {
          double error = taught.get(head).standardError().data()[source] / output.scale();
          target.labels()[at] =
              (float) ((taught.get(head).mean().data()[source] - output.offset()) / output.scale());
          target.variances()[at] = (float) (error * error);
        } else if (head < pixels.labels().size()) {
          double label = pixels.labels().get(head).data()[source];
          target.labels()[at] = (float) ((label - output.offset()) / output.scale());
        } else {
          float cover = pixels.labels().get(0).data()[source];
          target.labels()[at] = cover >= forestThresholdPct ? 1 : 0;
        }
      }
    }
  }

  private boolean inside(int row, int col, int side) {
    int border = settings.cropBorderPx();
    return row >= border && col >= border && row < side - border && col < side - border;
  }

  /** Where a pixel lands: bit 0 mirrors columns, bit 1 mirrors rows, bit 2 swaps both. */
  private static int turn(int row, int col, int side, int orientation) {
    int newRow = (orientation & 2) == 0 ? row : side - 1 - row;
    int newCol = (orientation & 1) == 0 ? col : side - 1 - col;
    return (orientation & 4) == 0 ? newRow * side + newCol : newCol * side + newRow;
  }
}
