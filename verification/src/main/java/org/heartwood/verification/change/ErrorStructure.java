package org.heartwood.verification.change;

import java.io.Serializable;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * How a canopy map's error is shared between pixels and between years (METHOD.md §4.3). The
 * variance at a pixel is the square of its standard error; the shares say which part of it is
 * common to the whole area, which to blocks of 8 × 8 pixels, and which is the pixel's own; and
 * which part of each is new every year. The three area shares add up to 1.
 *
 * @param commonFraction common to the whole area
 * @param blockFraction common to a block
 * @param pixelFraction the pixel's own
 * @param transientFraction new in every year; the rest stays the same over the years
 */
public record ErrorStructure(
    double commonFraction, double blockFraction, double pixelFraction, double transientFraction)
    implements Serializable {
  /** Edge of a block within which errors are correlated, pixels. */
  public static final int BLOCK_PX = 8;

  private static final int COMMON = 1;
  private static final int BLOCK = 2;
  private static final int PIXEL = 3;

  /** Stands for the part of the error that stays the same over the years. */
  static final int EVERY_YEAR = -1;

  public ErrorStructure {
    double sum = commonFraction + blockFraction + pixelFraction;
    if (!(Math.abs(sum - 1) < 1e-9)) {
      throw new IllegalArgumentException("the area shares must add up to 1, were " + sum);
    }
    if (!(transientFraction >= 0 && transientFraction <= 1)) {
      throw new IllegalArgumentException(
          "transientFraction must lie between 0 and 1, was " + transientFraction);
    }
  }

  /**
   * Variance of the mean error of many pixels that lie together, as a share of that of one.
   *
   * @param pixels how many; fewer than one count as one
   */
  double meanVariance(double pixels) {
    double blocks = pixels / (BLOCK_PX * BLOCK_PX);
    return commonFraction
        + blockFraction / Math.max(1, blocks)
        + pixelFraction / Math.max(1, pixels);
  }

  /**
   * A draw of the error over a window, in standard errors.
   *
   * @param year year of the part that is new every year, or {@link #EVERY_YEAR} for the lasting
   *     part
   * @return row-major; the share that is transient or lasting is already applied
   */
  double[] draw(long seed, int draw, int year, PixelWindow window) {
    double share = year == EVERY_YEAR ? 1 - transientFraction : transientFraction;
    long yearSeed = seed + 1_000_003L * year;
    double common =
        StrictMath.sqrt(share * commonFraction) * Noise.gaussian(yearSeed, COMMON, draw, 0, 0);
    double blockScale = StrictMath.sqrt(share * blockFraction);
    double pixelScale = StrictMath.sqrt(share * pixelFraction);
    double[] field = new double[window.width() * window.height()];
    double block = 0;
    for (int row = 0; row < window.height(); row++) {
      for (int col = 0; col < window.width(); col++) {
        int gridRow = window.row() + row;
        int gridCol = window.col() + col;
        if (col == 0 || gridCol % BLOCK_PX == 0) {
          block =
              blockScale
                  * Noise.gaussian(
                      yearSeed,
                      BLOCK,
                      draw,
                      Math.floorDiv(gridRow, BLOCK_PX),
                      Math.floorDiv(gridCol, BLOCK_PX));
        }
        field[row * window.width() + col] =
            common + block + pixelScale * Noise.gaussian(yearSeed, PIXEL, draw, gridRow, gridCol);
      }
    }
    return field;
  }
}
