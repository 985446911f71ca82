package org.heartwood.ingest.grid;

import java.io.Closeable;

/**
 * One band of a raster as it is stored: in blocks (tiles or strips) that are inflated one at a
 * time. Reading by block inflates each block once, whoever needs it. Not safe for several threads.
 */
public interface BlockRaster extends Closeable {

  Grid grid();

  /** Width of a block in pixels; the last block of a row may reach beyond the grid. */
  int blockWidth();

  /** Height of a block in pixels; the last block of a column may reach beyond the grid. */
  int blockHeight();

  /**
   * Whether float32 holds every value exactly; if not, {@link #read(int, int, int, double[])} keeps
   * the digits that {@link #read(int, int, int, float[])} rounds away.
   */
  boolean exactInFloat();

  /**
   * Reads the first rows of a block. A block that the file leaves out (a sparse file) costs no
   * decoding; it is all no-data, or 0 where the file names no no-data value. What lies beyond the
   * grid is NaN.
   *
   * @param blockCol column of the block, from 0
   * @param blockRow row of the block, from 0
   * @param rows rows wanted, counted from the top of the block; what lies below is not inflated
   *     where the compression allows that
   * @param target receives {@code rows × blockWidth()} values, row-major, NaN = no data
   * @return false if the file leaves the block out and every value is no-data; {@code target} is
   *     then left as it was
   * @throws org.heartwood.ingest.issue.InputException if the block cannot be decoded
   */
  boolean read(int blockCol, int blockRow, int rows, float[] target);

  /** As {@link #read(int, int, int, float[])}, in double precision. */
  boolean read(int blockCol, int blockRow, int rows, double[] target);
}
