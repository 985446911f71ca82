package org.heartwood.ingest.product;

import java.util.Arrays;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * Slope and aspect of an elevation model (m), by Horn's weighted differences over 3 × 3 pixels:
 *
 * <pre>
 * a b c     east slope  = ((c + 2f + i) − (a + 2d + g)) / (8 · width of a pixel, m)
 * d e f     north slope = ((a + 2b + c) − (g + 2h + i)) / (8 · height of a pixel, m)
 * g h i     slope       = atan √(east² + north²)
 * </pre>
 *
 * <p>(Horn 1981, Proceedings of the IEEE 69:14–47, doi:10.1109/PROC.1981.11918.) The result covers
 * the window of the model; a pixel is NaN where any of its nine heights is missing, which includes
 * the outermost pixels of the window: read the model with a margin of one pixel. This is what
 * gdaldem does without {@code -compute_edges}.
 *
 * <p>In EPSG:4326 pixels are as wide and high as a degree on the ellipsoid at their latitude, where
 * gdaldem takes one factor for both ({@code -s 111120}), which is right at the equator alone. In
 * any other system coordinates must be metres.
 */
public final class Terrain {
  /**
   * No elevation model of the Earth has pixels smaller than this in metres; in degrees all have.
   */
  private static final double MIN_PIXEL_M = 0.1;

  private Terrain() {}

  private interface Result {
    double of(double east, double north);
  }

  /**
   * Slope in degrees, 0 to 90.
   *
   * @param elevationM heights, m, on the grid
   * @param grid the model's grid
   * @throws InputException if the grid is in degrees of another system than EPSG:4326
   */
  public static FloatRaster slopeDeg(FloatRaster elevationM, Grid grid) {
    return derive(
        elevationM,
        grid,
        (east, north) -> Math.toDegrees(StrictMath.atan(Math.hypot(east, north))));
  }

  /** Slope in percent: rise over run times 100. See {@link #slopeDeg}. */
  public static FloatRaster slopePercent(FloatRaster elevationM, Grid grid) {
    return derive(elevationM, grid, (east, north) -> 100 * Math.hypot(east, north));
  }

  /**
   * The direction that a slope faces (downhill), degrees clockwise from grid north, 0 to below 360.
   * Flat ground faces nowhere and is NaN (gdaldem writes its no-data value). See {@link #slopeDeg}.
   */
  public static FloatRaster aspectDeg(FloatRaster elevationM, Grid grid) {
    return derive(elevationM, grid, Terrain::aspect);
  }

  private static double aspect(double east, double north) {
    if (east == 0 && north == 0) {
      return Double.NaN;
    }
    double degrees = Math.toDegrees(StrictMath.atan2(-east, -north));
    // A tiny negative angle plus 360 rounds to 360 in float, which is north again.
    float positive = (float) (degrees < 0 ? degrees + 360 : degrees);
    return positive == 360f ? 0 : positive;
  }

  private static FloatRaster derive(FloatRaster elevationM, Grid grid, Result result) {
    boolean lonLat = MapProjection.of(grid.crs()).isLonLat();
    if (!lonLat && grid.pixelSize() < MIN_PIXEL_M) {
      throw new InputException(
          Reason.UNSUPPORTED,
          grid.crs()
              + ": slope needs coordinates in metres or EPSG:4326, pixels here are "
              + grid.pixelSize()
              + " units; warp the elevation model with gdalwarp -t_srs EPSG:4326");
    }
    PixelWindow window = elevationM.window();
    float[] out = new float[elevationM.data().length];
    Arrays.fill(out, Float.NaN);
    for (int row = window.row() + 1; row < window.endRow() - 1; row++) {
      double latDeg = grid.y(row + 0.5);
      double widthM = grid.pixelSize() * (lonLat ? MetresPerDegree.ofLongitude(latDeg) : 1);
      double heightM = grid.pixelSize() * (lonLat ? MetresPerDegree.ofLatitude(latDeg) : 1);
      int at = elevationM.index(window.col() + 1, row);
      for (int col = 1; col < window.width() - 1; col++, at++) {
        out[at] = pixel(elevationM.data(), at, window.width(), widthM, heightM, result);
      }
    }
    return new FloatRaster(window, out);
  }

  private static float pixel(
      float[] z, int at, int stride, double widthM, double heightM, Result result) {
    if (Float.isNaN(z[at])) {
      return Float.NaN;
    }
    int up = at - stride;
    int down = at + stride;
    double west = (double) z[up - 1] + 2.0 * z[at - 1] + z[down - 1];
    double east = (double) z[up + 1] + 2.0 * z[at + 1] + z[down + 1];
    double north = (double) z[up - 1] + 2.0 * z[up] + z[up + 1];
    double south = (double) z[down - 1] + 2.0 * z[down] + z[down + 1];
    double eastSlope = (east - west) / (8 * widthM);
    double northSlope = (north - south) / (8 * heightM);
    return Double.isNaN(eastSlope + northSlope)
        ? Float.NaN
        : (float) result.of(eastSlope, northSlope);
  }
}
