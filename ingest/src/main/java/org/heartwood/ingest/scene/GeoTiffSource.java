package org.heartwood.ingest.scene;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.heartwood.ingest.access.ByteSource;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.access.LocalBytes;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.tiff.DecodedBlocks;
import org.heartwood.ingest.tiff.TiffFile;
import org.heartwood.ingest.tiff.TiffMetadata;

/**
 * One open GeoTIFF, read by window: only the strips or tiles under a window are inflated, never the
 * whole file. North-up rasters with square pixels and an EPSG code in their geokeys; anything else
 * is refused with an {@link InputException} that names the file. Not safe for use by several
 * threads; open one per task and close it.
 */
public final class GeoTiffSource implements Closeable {
  private final TiffFile tiff;

  private GeoTiffSource(TiffFile tiff) {
    this.tiff = tiff;
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws InputException if it is missing, not a GeoTIFF, or not on a north-up grid of square
   *     pixels with an EPSG code
   */
  public static GeoTiffSource open(Path file) {
    return open(LocalBytes.open(file));
  }

  /** As {@link #open(Path)}, with room where decoded blocks are kept for the next window. */
  public static GeoTiffSource open(Path file, DecodedBlocks kept) {
    ByteSource bytes = LocalBytes.open(file);
    return new GeoTiffSource(TiffFile.open(bytes, kept.of(file)));
  }

  /** As {@link #open(Path)}; the bytes are closed with this source, or at once if refused. */
  public static GeoTiffSource open(ByteSource bytes) {
    return new GeoTiffSource(TiffFile.open(bytes));
  }

  /** As {@link #open(Path)}, for any location that may be read. */
  public static GeoTiffSource open(DataAccess access, String location) {
    return open(access.open(location));
  }

  /** Where the file lies, as shown in messages. */
  public String file() {
    return tiff.name();
  }

  public Grid grid() {
    return tiff.grid();
  }

  /** What the file says about itself. */
  public TiffMetadata metadata() {
    return tiff.metadata();
  }

  /** Number of bands. */
  public int bands() {
    return tiff.bands();
  }

  /** The bands' descriptions as GDAL keeps them, empty where a band has none. */
  public List<String> bandNames() {
    return tiff.bandNames();
  }

  /**
   * The coarsest of this file's levels whose pixels are not larger than wanted; this one if none
   * is. It shares this file: closing either closes both. Overviews hold what their writer
   * resampled, mean or nearest; do not count classes in them.
   *
   * @param pixelSize largest pixel size, CRS units
   */
  public GeoTiffSource forPixelSize(double pixelSize) {
    List<Grid> overviews = tiff.overviews();
    int best = -1;
    double coarsest = grid().pixelSize();
    for (int i = 0; i < overviews.size(); i++) {
      double size = overviews.get(i).pixelSize();
      if (size > coarsest && size <= pixelSize) {
        best = i;
        coarsest = size;
      }
    }
    return best < 0 ? this : new GeoTiffSource(tiff.overview(best));
  }

  /**
   * Reads bands over a window. What lies outside the file, and what equals its no-data value, is
   * NaN.
   *
   * @param bandIndices bands to read, 0-based, each once, in the order wanted
   * @param window pixels on this file's grid; may reach outside it
   * @return one raster a band, in the order asked, in the file's own units
   * @throws InputException if the pixels cannot be decoded
   */
  public List<FloatRaster> read(int[] bandIndices, PixelWindow window) {
    List<FloatRaster> out =
        IntStream.range(0, bandIndices.length).mapToObj(i -> FloatRaster.empty(window)).toList();
    if (bandIndices.length == 0 || !window.intersects(grid().window())) {
      return out;
    }
    List<BlockRaster> bands = Arrays.stream(bandIndices).mapToObj(tiff::band).toList();
    PixelWindow inside = window.intersection(grid().window());
    int blockWidth = bands.get(0).blockWidth();
    int blockHeight = bands.get(0).blockHeight();
    float[] block = new float[blockWidth * Math.min(blockHeight, inside.endRow())];
    // Column by column: the window east of this one begins with the blocks read last.
    for (int col = inside.col() / blockWidth; col * blockWidth < inside.endCol(); col++) {
      for (int row = inside.row() / blockHeight; row * blockHeight < inside.endRow(); row++) {
        PixelWindow held =
            new PixelWindow(col * blockWidth, row * blockHeight, blockWidth, blockHeight);
        PixelWindow part = inside.intersection(held);
        int rows = part.endRow() - held.row();
        for (int i = 0; i < bandIndices.length; i++) {
          if (bands.get(i).read(col, row, rows, block)) {
            copy(block, held, part, out.get(i));
          }
        }
      }
    }
    return out;
  }

  private static void copy(float[] block, PixelWindow held, PixelWindow part, FloatRaster target) {
    for (int row = part.row(); row < part.endRow(); row++) {
      int from = (row - held.row()) * held.width() + part.col() - held.col();
      System.arraycopy(block, from, target.data(), target.index(part.col(), row), part.width());
    }
  }

  /**
   * Reads one band with every {@code step}-th pixel of every {@code step}-th row: a small picture
   * of a large raster, whose memory depends on the picture and one block alone.
   *
   * @return row-major on a grid of {@code ⌈width / step⌉ × ⌈height / step⌉} pixels, NaN = no data
   */
  public FloatRaster thinned(int bandIndex, int step) {
    BlockRaster band = tiff.band(bandIndex);
    Grid grid = grid();
    FloatRaster out =
        FloatRaster.empty(
            new PixelWindow(0, 0, ceilDiv(grid.width(), step), ceilDiv(grid.height(), step)));
    int width = band.blockWidth();
    int height = band.blockHeight();
    float[] block = new float[width * height];
    for (int top = 0; top < grid.height(); top += height) {
      int firstRow = ceilDiv(top, step) * step;
      int lastRow = (Math.min(top + height, grid.height()) - 1) / step * step;
      for (int left = 0; left < grid.width() && firstRow <= lastRow; left += width) {
        if (band.read(left / width, top / height, lastRow - top + 1, block)) {
          int end = Math.min(left + width, grid.width());
          for (int row = firstRow; row <= lastRow; row += step) {
            for (int col = ceilDiv(left, step) * step; col < end; col += step) {
              out.data()[out.index(col / step, row / step)] =
                  block[(row - top) * width + col - left];
            }
          }
        }
      }
    }
    return out;
  }

  private static int ceilDiv(int number, int divisor) {
    return -Math.floorDiv(-number, divisor);
  }

  @Override
  public void close() throws IOException {
    tiff.close();
  }
}
