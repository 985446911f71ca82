package org.heartwood.inference.tiles;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.InputException;

/**
 * A picture of a tile for a reviewer, side by side: the image (brightened), the mask (green
 * forest), the probability (white 1) and where they disagree (red: forest that was missed, blue:
 * forest that the mask does not know).
 */
final class TilePictures {
  private static final int PANELS = 4;
  private static final int GAP_PX = 4;
  private static final double DARKEST = 15;
  private static final double BRIGHTEST = 110;
  private static final double GAMMA = 0.7;
  private static final int FOREST = 0x1B7837;
  private static final int OTHER = 0xEFE3C2;
  private static final int MISSED = 0xC51B1B;
  private static final int FALSE_FOREST = 0x2166AC;
  private static final int NOTHING = 0x808080;

  private TilePictures() {}

  /**
   * Writes {@code TILE.png} into a folder, which is made if it is absent.
   *
   * @throws InputException if it cannot be written
   */
  static Path write(ForestTile tile, FloatRaster probability, Path folder) {
    int width = tile.width();
    BufferedImage picture =
        new BufferedImage(
            PANELS * width + (PANELS - 1) * GAP_PX, tile.height(), BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < tile.height(); row++) {
      for (int col = 0; col < width; col++) {
        int pixel = row * width + col;
        List<Integer> colours =
            List.of(
                image(tile, pixel),
                mask(tile.forest().data()[pixel]),
                grey(probability.data()[pixel]),
                difference(tile.forest().data()[pixel], probability.data()[pixel]));
        for (int panel = 0; panel < PANELS; panel++) {
          picture.setRGB(panel * (width + GAP_PX) + col, row, colours.get(panel));
        }
      }
    }
    Path file = folder.resolve(tile.name() + ".png");
    try {
      Files.createDirectories(folder);
      if (!ImageIO.write(picture, "png", file.toFile())) {
        throw new IllegalStateException("PNG can always be written");
      }
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written (" + e.getMessage() + ")", e);
    }
    return file;
  }

  private static int image(ForestTile tile, int pixel) {
    double[] values = tile.values(pixel);
    int colour = 0;
    for (int channel = 0; channel < 3; channel++) {
      double value = values[Math.min(channel, values.length - 1)];
      double share = Math.max(0, Math.min(1, (value - DARKEST) / (BRIGHTEST - DARKEST)));
      colour = colour << 8 | (int) Math.round(255 * StrictMath.pow(share, GAMMA));
    }
    return colour;
  }

  private static int mask(float forest) {
    return Float.isNaN(forest) ? NOTHING : forest == 1 ? FOREST : OTHER;
  }

  private static int grey(float probability) {
    int level = (int) Math.round(255 * (Float.isNaN(probability) ? 0.5 : probability));
    return level << 16 | level << 8 | level;
  }

  private static int difference(float forest, float probability) {
    if (Float.isNaN(forest) || Float.isNaN(probability)) {
      return NOTHING;
    }
    boolean said = probability >= TileValidation.FOREST_PROBABILITY;
    if (said == (forest == 1)) {
      return 0xFFFFFF;
    }
    return said ? FALSE_FOREST : MISSED;
  }
}
