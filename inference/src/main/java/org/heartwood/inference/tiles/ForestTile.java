package org.heartwood.inference.tiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.scene.GeoTiffSource;

/**
 * A labelled tile in memory.
 *
 * @param name its name
 * @param bands the image's bands, digital numbers, NaN = no data
 * @param forest 1 forest, 0 other, NaN no label; on the bands' window
 */
record ForestTile(String name, List<FloatRaster> bands, FloatRaster forest) {
  ForestTile {
    bands = List.copyOf(bands);
  }

  /**
   * Reads image and mask of a tile.
   *
   * @throws InputException if a file is missing or unreadable, their grids differ, the image has
   *     other bands, or a side is no multiple of {@code stridePx}
   */
  static ForestTile read(Path folder, TileSpec.Imagery imagery, String name, int stridePx) {
    try (GeoTiffSource image = GeoTiffSource.open(imageFile(folder, imagery, name));
        GeoTiffSource mask = GeoTiffSource.open(maskFile(folder, imagery, name))) {
      if (image.bands() != imagery.bands().size() || mask.bands() != 1) {
        throw new InputException(
            image.file()
                + ": must have "
                + imagery.bands().size()
                + " bands and its mask one, had "
                + image.bands()
                + " and "
                + mask.bands());
      }
      if (!mask.grid().equals(image.grid())) {
        throw new InputException(
            mask.file() + ": must lie on " + image.grid() + ", was on " + mask.grid());
      }
      if (image.grid().width() % stridePx != 0 || image.grid().height() % stridePx != 0) {
        throw new InputException(
            image.file()
                + ": its sides must be multiples of "
                + stridePx
                + " px, were "
                + image.grid().width()
                + " × "
                + image.grid().height());
      }
      int[] indices = IntStream.range(0, image.bands()).toArray();
      FloatRaster forest = mask.read(new int[] {0}, mask.grid().window()).get(0);
      for (int i = 0; i < forest.data().length; i++) {
        float code = forest.data()[i];
        forest.data()[i] =
            code == imagery.forestCode() ? 1 : code == imagery.otherCode() ? 0 : Float.NaN;
      }
      return new ForestTile(name, image.read(indices, image.grid().window()), forest);
    } catch (IOException e) {
      throw new InputException(name + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  static Path imageFile(Path folder, TileSpec.Imagery imagery, String name) {
    return folder.resolve(imagery.images()).resolve(name + ".tif");
  }

  static Path maskFile(Path folder, TileSpec.Imagery imagery, String name) {
    return folder.resolve(imagery.masks()).resolve(name + ".tif");
  }

  /** Whether a pixel has both an image and a label. */
  boolean counts(int pixel) {
    boolean counts = !Float.isNaN(forest.data()[pixel]);
    for (FloatRaster band : bands) {
      counts &= !Float.isNaN(band.data()[pixel]);
    }
    return counts;
  }

  /** Pixels between a pixel and the nearest edge of the tile. */
  int edgeDistance(int pixel) {
    int row = pixel / width();
    int col = pixel % width();
    return Math.min(Math.min(row, height() - 1 - row), Math.min(col, width() - 1 - col));
  }

  /** The bands of a pixel, digital numbers. */
  double[] values(int pixel) {
    return bands.stream().mapToDouble(band -> band.data()[pixel]).toArray();
  }

  int width() {
    return forest.window().width();
  }

  int height() {
    return forest.window().height();
  }
}
