package org.heartwood.ingest.tiff;

import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/** Where an image lies on the ground, by its GeoTIFF fields (OGC 19-008r4). */
final class GeoReference {
  private static final int RASTER_TYPE_KEY = 1025;
  private static final int GEOGRAPHIC_CRS_KEY = 2048;
  private static final int PROJECTED_CRS_KEY = 3072;
  private static final int PIXEL_IS_POINT = 2;
  private static final int USER_DEFINED = 32767;
  private static final int KEY_SHORTS = 4;
  private static final int MAX_KEYS = 1024;

  /** Pixel sizes that went through text or a division may differ in their last digits. */
  private static final double SQUARE_TOLERANCE = 1e-9;

  private GeoReference() {}

  /**
   * The grid of an image.
   *
   * @throws InputException if it has no EPSG code or is not north-up with square pixels
   */
  static Grid grid(TiffBytes bytes, Directory directory, int width, int height) {
    if (!directory.has(Tag.GEO_KEY_DIRECTORY)) {
      throw refused(
          bytes,
          Reason.NO_CRS,
          "has no coordinate reference system; set one with gdal_edit.py -a_srs EPSG:…");
    }
    long[] keys = keys(bytes, directory);
    int code = key(keys, PROJECTED_CRS_KEY);
    if (code == 0) {
      code = key(keys, GEOGRAPHIC_CRS_KEY);
    }
    if (code == 0 || code >= USER_DEFINED) {
      throw refused(
          bytes,
          Reason.NO_CRS,
          "its coordinate reference system has no EPSG code; warp it to one with gdalwarp -t_srs"
              + " EPSG:…");
    }
    double[] placed = placed(bytes, directory);
    double sizeX = placed[2];
    double sizeY = placed[3];
    if (Math.abs(sizeX - sizeY) > SQUARE_TOLERANCE * sizeX) {
      throw refused(
          bytes,
          Reason.UNSUPPORTED,
          "pixels must be square, were " + sizeX + " × " + sizeY + "; warp it with gdalwarp -tr");
    }
    // The tie point of a pixel that is a point is its centre, of one that is an area its corner.
    double corner = key(keys, RASTER_TYPE_KEY) == PIXEL_IS_POINT ? 0.5 : 0;
    return new Grid(
        "EPSG:" + code,
        placed[0] - corner * sizeX,
        placed[1] + corner * sizeX,
        sizeX,
        width,
        height);
  }

  /** X and Y of the raster point (0, 0), and the pixel's width and height. */
  private static double[] placed(TiffBytes bytes, Directory directory) {
    double[] scale = directory.doubles(Tag.MODEL_PIXEL_SCALE, 2);
    double[] tie = directory.doubles(Tag.MODEL_TIE_POINT, 6);
    double[] matrix = directory.doubles(Tag.MODEL_TRANSFORMATION, 16);
    double[] placed = new double[4];
    if (scale != null && tie != null) {
      placed =
          new double[] {tie[3] - tie[0] * scale[0], tie[4] + tie[1] * scale[0], scale[0], scale[1]};
    } else if (matrix != null && matrix[1] == 0 && matrix[4] == 0) {
      placed = new double[] {matrix[3], matrix[7], matrix[0], -matrix[5]};
    }
    boolean finite = Double.isFinite(placed[0] + placed[1] + placed[2] + placed[3]);
    if (!(finite && placed[2] > 0 && placed[3] > 0)) {
      throw refused(
          bytes,
          Reason.UNSUPPORTED,
          "is not placed on the ground by one tie point and a pixel scale; warp it to a north-up"
              + " grid with gdalwarp");
    }
    return placed;
  }

  private static long[] keys(TiffBytes bytes, Directory directory) {
    long count = directory.count(Tag.GEO_KEY_DIRECTORY);
    if (count < KEY_SHORTS || count > (MAX_KEYS + 1) * KEY_SHORTS) {
      throw bytes.inconsistent(
          Tag.GEO_KEY_DIRECTORY.toString(),
          "to have 4 to " + (MAX_KEYS + 1) * KEY_SHORTS + " values",
          count);
    }
    long[] keys = directory.integers(Tag.GEO_KEY_DIRECTORY, (int) count);
    if (keys[3] * KEY_SHORTS > count - KEY_SHORTS) {
      throw bytes.inconsistent(
          Tag.GEO_KEY_DIRECTORY.toString(), "to hold its " + keys[3] + " keys", count + " values");
    }
    return keys;
  }

  /** The value of a key that is kept in the directory itself; 0 if there is none. */
  private static int key(long[] keys, int wanted) {
    for (int at = KEY_SHORTS; at <= keys[3] * KEY_SHORTS; at += KEY_SHORTS) {
      if (keys[at] == wanted && keys[at + 1] == 0) {
        return (int) keys[at + 3];
      }
    }
    return 0;
  }

  private static InputException refused(TiffBytes bytes, Reason reason, String found) {
    return new InputException(reason, bytes.name() + ": " + found);
  }
}
