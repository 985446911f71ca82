package org.heartwood.ingest.tiff;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.Grid;

/** One band of a level of a GeoTIFF. */
final class TiffBand implements BlockRaster {
  private final TiffFile file;
  private final Grid grid;
  private final ImageLayout layout;
  private final BlockDecoder decoder;
  private final int band;
  private final Samples samples;
  private final int pixelBytes;
  private final int firstByte;

  /** What a pixel of a block is that the file leaves out; NaN = no data. */
  private final double missing;

  /**
   * @param band from 0
   * @param noData no-data value, which may be NaN; empty = none
   */
  TiffBand(
      TiffFile file,
      Grid grid,
      ImageLayout layout,
      BlockDecoder decoder,
      int band,
      OptionalDouble noData) {
    this.file = file;
    this.grid = grid;
    this.layout = layout;
    this.decoder = decoder;
    this.band = band;
    this.samples = Samples.of(layout.type, noData.orElse(Double.NaN));
    this.pixelBytes = layout.blockSamples() * layout.type.bytes();
    this.firstByte = layout.planar ? 0 : band * layout.type.bytes();
    this.missing = missing(layout.type, noData);
  }

  /** As GDAL has it: the no-data value if there is one, clamped to what the type holds, else 0. */
  private static double missing(SampleType type, OptionalDouble noData) {
    if (noData.isEmpty()) {
      return 0;
    }
    double value = noData.getAsDouble();
    if (Double.isNaN(value)) {
      return type.floating() ? Double.NaN : 0;
    }
    return type.holds(value) ? Double.NaN : type.nearest(value);
  }

  @Override
  public Grid grid() {
    return grid;
  }

  @Override
  public int blockWidth() {
    return layout.blockWidth;
  }

  @Override
  public int blockHeight() {
    return layout.blockHeight;
  }

  @Override
  public boolean exactInFloat() {
    return layout.type.exactInFloat();
  }

  @Override
  public boolean read(int blockCol, int blockRow, int rows, float[] target) {
    int block = layout.block(blockCol, blockRow, band);
    int count = inGrid(blockRow, rows) * blockWidth();
    if (!layout.missing(block)) {
      byte[] pixels = decoder.decode(block, inGrid(blockRow, rows));
      samples.convert(pixels, firstByte, pixelBytes, count, target);
    } else if (Double.isNaN(missing)) {
      return false;
    } else {
      Arrays.fill(target, 0, count, (float) missing);
    }
    Arrays.fill(target, count, rows * blockWidth(), Float.NaN);
    int valid = validCols(blockCol);
    for (int end = blockWidth(); valid < blockWidth() && end <= count; end += blockWidth()) {
      Arrays.fill(target, end - blockWidth() + valid, end, Float.NaN);
    }
    return true;
  }

  @Override
  public boolean read(int blockCol, int blockRow, int rows, double[] target) {
    int block = layout.block(blockCol, blockRow, band);
    int count = inGrid(blockRow, rows) * blockWidth();
    if (!layout.missing(block)) {
      byte[] pixels = decoder.decode(block, inGrid(blockRow, rows));
      samples.convert(pixels, firstByte, pixelBytes, count, target);
    } else if (Double.isNaN(missing)) {
      return false;
    } else {
      Arrays.fill(target, 0, count, missing);
    }
    Arrays.fill(target, count, rows * blockWidth(), Double.NaN);
    int valid = validCols(blockCol);
    for (int end = blockWidth(); valid < blockWidth() && end <= count; end += blockWidth()) {
      Arrays.fill(target, end - blockWidth() + valid, end, Double.NaN);
    }
    return true;
  }

  /** Rows of those wanted that lie on the grid; the padding below it is not inflated. */
  private int inGrid(int blockRow, int rows) {
    if (!(rows > 0 && rows <= blockHeight())) {
      throw new IllegalArgumentException(
          "rows must be from 1 to " + blockHeight() + ", was " + rows);
    }
    return Math.min(rows, grid.height() - blockRow * blockHeight());
  }

  private int validCols(int blockCol) {
    return Math.min(blockWidth(), grid.width() - blockCol * blockWidth());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
