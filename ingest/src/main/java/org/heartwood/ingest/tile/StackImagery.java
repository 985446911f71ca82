package org.heartwood.ingest.tile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.tiff.DecodedBlocks;

/**
 * The bands of one GeoTIFF, each of them a date, on the file's own pixels.
 *
 * @param file path that every executor can open
 * @param scale factor from the file's numbers to the quantity
 * @param offsetCol column of the file at the analysis grid's column 0
 * @param offsetRow row of the file at the analysis grid's row 0
 */
public record StackImagery(String file, double scale, int offsetCol, int offsetRow)
    implements Imagery {

  @Override
  public View read(int[] images, PixelWindow window) throws IOException {
    PixelWindow inFile =
        new PixelWindow(
            window.col() + offsetCol, window.row() + offsetRow, window.width(), window.height());
    try (GeoTiffSource tiff = GeoTiffSource.open(Path.of(file), DecodedBlocks.ofProcess())) {
      return new View(
          tiff.read(images, inFile).stream()
              .map(raster -> new FloatRaster(window, scaled(raster.data())))
              .toList(),
          List.of());
    }
  }

  private float[] scaled(float[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = (float) (values[i] * scale);
    }
    return out;
  }
}
