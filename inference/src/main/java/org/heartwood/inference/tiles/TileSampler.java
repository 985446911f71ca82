package org.heartwood.inference.tiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.heartwood.inference.landscape.Split;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.segment.ChannelStack;
import org.heartwood.inference.train.Batch;
import org.heartwood.inference.train.Orientation;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/**
 * Draws crops from a member's training tiles, every tile with the same chance, disturbs them, and
 * turns and mirrors them. A label counts where there is one, the input has data, the pixel is not
 * held out and the crop's edge is not too near.
 */
final class TileSampler {
  private final TileSpec spec;
  private final List<ForestTile> tiles;
  private final List<ModelCard.InputBand> inputs;
  private final TileDisturber disturber;

  TileSampler(TileSpec spec, List<ForestTile> tiles, List<ModelCard.InputBand> inputs) {
    this.spec = spec;
    this.tiles = List.copyOf(tiles);
    this.inputs = List.copyOf(inputs);
    this.disturber = new TileDisturber(spec.disturbance(), spec.imagery());
    int side = spec.optimisation().cropPx();
    for (ForestTile tile : tiles) {
      if (side > Math.min(tile.width(), tile.height())) {
        throw new InputException(
            "optimisation.cropPx must fit into "
                + tile.name()
                + " of "
                + tile.width()
                + " × "
                + tile.height()
                + " px, was "
                + side);
      }
    }
  }

  /** The next batch; it holds at least one label that counts. */
  Batch next(Random random) {
    Batch batch =
        new Batch(
            spec.optimisation().cropsPerStep(),
            spec.optimisation().cropPx(),
            inputs.size() + 1,
            spec.network().heads().size());
    do {
      for (int crop = 0; crop < batch.crops(); crop++) {
        draw(batch, crop, random);
      }
    } while (!batch.learnable());
    return batch;
  }

  private void draw(Batch batch, int crop, Random random) {
    int side = batch.sidePx();
    ForestTile tile = tiles.get(random.nextInt(tiles.size()));
    PixelWindow window =
        new PixelWindow(
            random.nextInt(tile.width() - side + 1),
            random.nextInt(tile.height() - side + 1),
            side,
            side);
    List<float[]> values = new ArrayList<>();
    tile.bands().forEach(band -> values.add(band.crop(window).data()));
    disturber.disturb(values, side, random);
    Orientation orientation = Orientation.draw(random);
    List<FloatRaster> turned = new ArrayList<>();
    values.forEach(band -> turned.add(FloatRaster.empty(new PixelWindow(0, 0, side, side))));
    int offset = crop * side * side;
    for (int row = 0; row < side; row++) {
      for (int col = 0; col < side; col++) {
        int to = orientation.index(row, col, side);
        boolean counts =
            inside(row, col, side)
                && !Split.heldOut(
                    window.col() + col, window.row() + row, spec.randomHoldoutFraction());
        for (int i = 0; i < values.size(); i++) {
          float value = values.get(i)[row * side + col];
          turned.get(i).data()[to] = value;
          counts &= ChannelStack.hasData(value, inputs.get(i));
        }
        float forest = tile.forest().at(window.col() + col, window.row() + row);
        counts &= !Float.isNaN(forest);
        batch.target(0).labels()[offset + to] = counts ? forest : 0;
        batch.target(0).weights()[offset + to] = counts ? 1 : 0;
      }
    }
    ChannelStack.write(turned, inputs, batch.inputs(), offset * (inputs.size() + 1));
  }

  private boolean inside(int row, int col, int side) {
    int border = spec.optimisation().cropBorderPx();
    return row >= border && col >= border && row < side - border && col < side - border;
  }
}
