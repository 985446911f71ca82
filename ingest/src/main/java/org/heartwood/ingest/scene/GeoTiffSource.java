package org.heartwood.ingest.scene;

import it.geosolutions.imageioimpl.plugins.tiff.TIFFImageReader;
import it.geosolutions.imageioimpl.plugins.tiff.TIFFImageReaderSpi;
import java.awt.Rectangle;
import java.awt.image.Raster;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import org.geotools.coverage.grid.io.imageio.geotiff.GeoTiffIIOMetadataDecoder;
import org.geotools.coverage.grid.io.imageio.geotiff.PixelScale;
import org.geotools.coverage.grid.io.imageio.geotiff.TiePoint;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/**
 * One open GeoTIFF, read by window: only the strips or tiles under a window are inflated, never the
 * whole file. North-up rasters with square pixels and an EPSG code in their geokeys; anything else
 * is refused with an {@link InputException} that names the file. Not safe for use by several
 * threads; open one per task and close it.
 */
public final class GeoTiffSource implements Closeable {
  private static final int PROJECTED_CRS_KEY = 3072;
  private static final int GEOGRAPHIC_CRS_KEY = 2048;
  private static final int RASTER_TYPE_KEY = 1025;
  private static final int USER_DEFINED = 32767;
  private static final String PIXEL_IS_POINT = "2";

  private final Path file;
  private final FileImageInputStream stream;
  private final TIFFImageReader reader;
  private final Grid grid;
  private final int bands;
  private final double noData;

  private GeoTiffSource(Path file, FileImageInputStream stream, TIFFImageReader reader)
      throws IOException {
    this.file = file;
    this.stream = stream;
    this.reader = reader;
    GeoTiffIIOMetadataDecoder metadata = new GeoTiffIIOMetadataDecoder(reader.getImageMetadata(0));
    this.grid = grid(file, metadata, reader.getWidth(0), reader.getHeight(0));
    this.noData = metadata.hasNoData() ? metadata.getNoData() : Double.NaN;
    this.bands = reader.getImageTypes(0).next().getNumBands();
    reader.addIIOReadWarningListener(GeoTiffSource::refuseWarning);
  }

  /** Of pixels that a file lacks the decoder only warns, and takes them for zeros. */
  private static void refuseWarning(ImageReader reader, String warning) {
    throw new IllegalStateException(warning);
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws InputException if it is missing, not a GeoTIFF, or not on a north-up grid of square
   *     pixels with an EPSG code
   */
  public static GeoTiffSource open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file; check the path in the dossier's sources");
    }
    FileImageInputStream stream = null;
    try {
      stream = new FileImageInputStream(file.toFile());
      TIFFImageReader reader = (TIFFImageReader) new TIFFImageReaderSpi().createReaderInstance();
      reader.setInput(stream, false, false);
      return new GeoTiffSource(file, stream, reader);
    } catch (InputException e) {
      closeQuietly(stream);
      throw e;
    } catch (IOException | RuntimeException e) {
      closeQuietly(stream);
      throw new InputException(
          file + ": cannot be read as a GeoTIFF (" + e.getMessage() + "); check it with gdalinfo",
          e);
    }
  }

  private static void closeQuietly(java.io.@org.jspecify.annotations.Nullable Closeable stream) {
    if (stream != null) {
      try {
        stream.close();
      } catch (IOException e) {
        // The file could not be opened; its stream has nothing to lose.
      }
    }
  }

  private static Grid grid(Path file, GeoTiffIIOMetadataDecoder metadata, int width, int height) {
    if (!metadata.hasGeoKey()) {
      throw new InputException(
          file + ": has no coordinate reference system; set one with gdal_edit.py -a_srs EPSG:…");
    }
    String code = metadata.getGeoKey(PROJECTED_CRS_KEY);
    if (code == null) {
      code = metadata.getGeoKey(GEOGRAPHIC_CRS_KEY);
    }
    if (code == null || Integer.parseInt(code) == USER_DEFINED) {
      throw new InputException(
          file
              + ": its coordinate reference system has no EPSG code; warp it to one with gdalwarp"
              + " -t_srs EPSG:…");
    }
    if (!metadata.hasPixelScales() || !metadata.hasTiePoints()) {
      throw new InputException(
          file
              + ": is not placed on the ground by one tie point and a pixel scale; warp it to a"
              + " north-up grid with gdalwarp");
    }
    PixelScale scale = metadata.getModelPixelScales();
    if (Math.abs(scale.getScaleX() - scale.getScaleY()) > 1e-9 * scale.getScaleX()) {
      throw new InputException(
          file
              + ": pixels must be square, were "
              + scale.getScaleX()
              + " × "
              + scale.getScaleY()
              + "; warp it with gdalwarp -tr");
    }
    TiePoint tie = metadata.getModelTiePoints()[0];
    double size = scale.getScaleX();
    // The tie point of a pixel that is a point is its centre, of one that is an area its corner.
    double corner = PIXEL_IS_POINT.equals(metadata.getGeoKey(RASTER_TYPE_KEY)) ? 0.5 : 0;
    return new Grid(
        "EPSG:" + code,
        tie.getValueAt(3) - (tie.getValueAt(0) + corner) * size,
        tie.getValueAt(4) + (tie.getValueAt(1) + corner) * size,
        size,
        width,
        height);
  }

  public Path file() {
    return file;
  }

  public Grid grid() {
    return grid;
  }

  /** Number of bands. */
  public int bands() {
    return bands;
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
    if (!window.intersects(grid.window())) {
      return out;
    }
    PixelWindow inside = window.intersection(grid.window());
    Raster pixels = decode(bandIndices, inside);
    float[] line = new float[inside.width()];
    for (int i = 0; i < bandIndices.length; i++) {
      FloatRaster target = out.get(i);
      for (int row = 0; row < inside.height(); row++) {
        pixels.getSamples(pixels.getMinX(), pixels.getMinY() + row, inside.width(), 1, i, line);
        int start = target.index(inside.col(), inside.row() + row);
        for (int col = 0; col < line.length; col++) {
          target.data()[start + col] = line[col] == (float) noData ? Float.NaN : line[col];
        }
      }
    }
    return out;
  }

  /**
   * Reads one band with every {@code step}-th pixel of every {@code step}-th row: a small picture
   * of a large raster, whose memory depends on the picture alone.
   *
   * @return row-major on a grid of {@code ⌈width / step⌉ × ⌈height / step⌉} pixels, NaN = no data
   */
  public FloatRaster thinned(int bandIndex, int step) {
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(step, step, 0, 0);
    if (bands > 1) {
      param.setSourceBands(new int[] {bandIndex});
      param.setDestinationBands(new int[] {0});
    }
    Raster pixels = decode(param);
    PixelWindow window = new PixelWindow(0, 0, pixels.getWidth(), pixels.getHeight());
    float[] values =
        pixels.getSamples(
            pixels.getMinX(), pixels.getMinY(), window.width(), window.height(), 0, (float[]) null);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] == (float) noData ? Float.NaN : values[i];
    }
    return new FloatRaster(window, values);
  }

  private Raster decode(int[] bandIndices, PixelWindow inside) {
    for (int band : bandIndices) {
      if (band < 0 || band >= bands) {
        throw new InputException(
            file
                + ": has "
                + bands
                + " bands, band index "
                + band
                + " (counted from 0) was asked for");
      }
    }
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceRegion(
        new Rectangle(inside.col(), inside.row(), inside.width(), inside.height()));
    if (bands > 1) {
      param.setSourceBands(bandIndices);
      param.setDestinationBands(IntStream.range(0, bandIndices.length).toArray());
    }
    return decode(param);
  }

  private Raster decode(ImageReadParam param) {
    try {
      return reader.read(0, param).getRaster();
    } catch (IOException | RuntimeException e) {
      throw new InputException(
          file + ": its pixels cannot be decoded (" + e.getMessage() + "); check it with gdalinfo",
          e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.dispose();
    stream.close();
  }
}
