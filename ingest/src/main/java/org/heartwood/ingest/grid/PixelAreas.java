package org.heartwood.ingest.grid;

import java.util.Arrays;

/**
 * Area of any pixel of a grid, m² on the WGS 84 ellipsoid (METHOD.md §2.2). Where the area depends
 * on the row only (longitude and latitude, Mercator) it is {@link PixelArea}'s own. Elsewhere it is
 * interpolated by cubics from a lattice of at most 10 km that spans the grid, so that a pixel's
 * area does not depend on the block that asks, within 1e-9, and rounded to a 2⁻⁴⁰th of the middle
 * pixel's: areas of a few thousand pixels then add up exactly, in any order.
 *
 * <p>Safe for several threads.
 */
public final class PixelAreas {
  private static final double LATTICE_M = 10_000;
  private static final int STENCIL = 4;

  /** Edge of the square by which the map's scale is measured: smaller ones drown in rounding. */
  private static final double SQUARE_M = 100;

  /** Relative difference along a row that is passed over. */
  private static final double SAME = 3e-10;

  private final Grid grid;
  private final MapProjection projection;
  private final double squarePx;
  private final boolean dependOnRowOnly;
  private final double unitM2;
  private final Axis cols;
  private final Axis rows;

  /** Areas at the lattice's points, one row of it after another. */
  private final double[] lattice;

  /**
   * @throws org.heartwood.ingest.issue.InputException if the grid's CRS is unknown
   */
  public PixelAreas(Grid grid) {
    this.grid = grid;
    this.projection = MapProjection.of(grid.crs());
    double edgeM =
        Math.sqrt(PixelArea.pixelM2(grid, projection, grid.width() / 2.0, grid.height() / 2.0));
    this.unitM2 = Math.scalb(1.0, Math.getExponent(edgeM * edgeM) - 40);
    this.squarePx = projection.isLonLat() ? 1 : Math.max(1, SQUARE_M / edgeM);
    this.dependOnRowOnly = projection.isLonLat() || (isSameAlong(0) && isSameAlong(grid.height()));
    this.cols = new Axis(dependOnRowOnly ? 1 : grid.width(), LATTICE_M / edgeM);
    this.rows = new Axis(dependOnRowOnly ? 1 : grid.height(), LATTICE_M / edgeM);
    this.lattice = new double[Math.multiplyExact(cols.nodes, rows.nodes)];
    for (int row = 0; row < rows.nodes; row++) {
      for (int col = 0; col < cols.nodes; col++) {
        lattice[row * cols.nodes + col] = pixelM2(col * cols.spacingPx, row * rows.spacingPx);
      }
    }
  }

  private boolean isSameAlong(int row) {
    double west = pixelM2(0, row);
    return Math.abs(pixelM2(grid.width() / 2.0, row) / west - 1) < SAME
        && Math.abs(pixelM2(grid.width(), row) / west - 1) < SAME;
  }

  /** The area of the square around a pixel, divided by the pixels in it. */
  private double pixelM2(double col, double row) {
    double margin = (squarePx - 1) / 2;
    Grid square =
        new Grid(
            grid.crs(),
            grid.x(col - margin),
            grid.y(row - margin),
            grid.pixelSize() * squarePx,
            1,
            1);
    return PixelArea.pixelM2(square, projection, 0, 0) / (squarePx * squarePx);
  }

  /** Whether all pixels of a row have one area. */
  public boolean dependOnRowOnly() {
    return dependOnRowOnly;
  }

  /** Area of a pixel of a row where the area depends on the row only. */
  public double rowM2(int row) {
    return pixelM2(0, row);
  }

  /**
   * Areas of some pixels of a row, in any grid.
   *
   * @param toCol column after the last
   * @param target receives them from {@code offset} on
   */
  public void fill(int row, int fromCol, int toCol, double[] target, int offset) {
    if (dependOnRowOnly) {
      Arrays.fill(target, offset, offset + toCol - fromCol, rowM2(row));
      return;
    }
    double[] line = new double[Math.max(STENCIL, cols.nodes)];
    for (int i = 0; i < STENCIL && i < rows.nodes; i++) {
      double weight = rows.weights[row * STENCIL + i];
      for (int node = 0; node < cols.nodes; node++) {
        line[node] += weight * lattice[(rows.first[row] + i) * cols.nodes + node];
      }
    }
    for (int col = fromCol; col < toCol; col++) {
      int node = cols.first[col];
      int at = col * STENCIL;
      double sum =
          cols.weights[at] * line[node]
              + cols.weights[at + 1] * line[node + 1]
              + cols.weights[at + 2] * line[node + 2]
              + cols.weights[at + 3] * line[node + 3];
      target[offset + col - fromCol] = Math.rint(sum / unitM2) * unitM2;
    }
  }

  /** Evenly spaced points along one side of the grid, and the cubics between them. */
  private static final class Axis {
    private final int nodes;
    private final double spacingPx;

    /** For each pixel the first of the points that it is interpolated from. */
    private final int[] first;

    /** For each pixel the weights of those points, 0 where there are fewer. */
    private final double[] weights;

    Axis(int pixels, double mostSpacingPx) {
      int wanted = (int) Math.ceil((pixels - 1) / mostSpacingPx) + 1;
      this.nodes = Math.min(pixels, Math.max(STENCIL, wanted));
      this.spacingPx = nodes == 1 ? 1 : (pixels - 1) / (double) (nodes - 1);
      this.first = new int[pixels];
      this.weights = new double[pixels * STENCIL];
      int points = Math.min(STENCIL, nodes);
      for (int pixel = 0; pixel < pixels; pixel++) {
        double at = pixel / spacingPx;
        first[pixel] = Math.max(0, Math.min(nodes - points, (int) at - 1));
        for (int i = 0; i < points; i++) {
          weights[pixel * STENCIL + i] = lagrange(i, points, at - first[pixel]);
        }
      }
    }

    private static double lagrange(int i, int points, double at) {
      double weight = 1;
      for (int j = 0; j < points; j++) {
        if (j != i) {
          weight *= (at - j) / (i - j);
        }
      }
      return weight;
    }
  }
}
