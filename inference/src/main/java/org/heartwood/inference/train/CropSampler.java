package org.heartwood.inference.train;

import java.util.List;
import java.util.Random;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.segment.ChannelStack;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/**
 * Draws crops from the training columns, disturbs them, and turns and mirrors them in one of eight
 * ways. A label counts where it is valid and learnable, the input has data and the crop's edge is
 * not too near.
 */
final class CropSampler {
  private static final int ORIENTATIONS = 8;

  /** NDVI and its validity. */
  private static final int CHANNELS = 2;

  private final TrainingSpec.Optimisation settings;
  private final FloatRaster ndvi;
  private final FloatRaster coverPct;
  private final boolean[] learnable;
  private final InputDisturber disturber;
  private final ModelCard.InputBand input;
  private final ModelCard.Output output;

  CropSampler(
      TrainingSpec.Optimisation settings,
      TrainingPixels pixels,
      InputDisturber disturber,
      ModelCard.InputBand input,
      ModelCard.Output output) {
    this.settings = settings;
    this.ndvi = pixels.ndvi();
    this.coverPct = pixels.coverPct();
    this.learnable = pixels.learnable();
    this.disturber = disturber;
    this.input = input;
    this.output = output;
    PixelWindow window = ndvi.window();
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
  CropBatch next(Random random) {
    CropBatch batch = new CropBatch(settings.cropsPerStep(), settings.cropPx(), CHANNELS);
    do {
      for (int crop = 0; crop < batch.crops(); crop++) {
        draw(batch, crop, random);
      }
    } while (!batch.learnable());
    return batch;
  }

  private void draw(CropBatch batch, int crop, Random random) {
    int side = batch.sidePx();
    PixelWindow all = ndvi.window();
    PixelWindow window =
        new PixelWindow(
            all.col() + random.nextInt(all.width() - side + 1),
            all.row() + random.nextInt(all.height() - side + 1),
            side,
            side);
    float[] values = ndvi.crop(window).data();
    disturber.disturb(values, side, random);
    int orientation = random.nextInt(ORIENTATIONS);
    float[] turned = new float[values.length];
    int offset = crop * values.length;
    for (int row = 0; row < side; row++) {
      for (int col = 0; col < side; col++) {
        int to = turn(row, col, side, orientation);
        float value = values[row * side + col];
        turned[to] = value;
        int source = ndvi.index(window.col() + col, window.row() + row);
        float label = coverPct.data()[source];
        boolean counts =
            inside(row, col, side)
                && learnable[source]
                && !Float.isNaN(label)
                && ChannelStack.hasData(value, input);
        batch.labels()[offset + to] =
            counts ? (float) ((label - output.offset()) / output.scale()) : 0;
        batch.mask()[offset + to] = counts ? 1 : 0;
      }
    }
    FloatRaster raster = new FloatRaster(new PixelWindow(0, 0, side, side), turned);
    ChannelStack.write(List.of(raster), List.of(input), batch.inputs(), offset * CHANNELS);
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
