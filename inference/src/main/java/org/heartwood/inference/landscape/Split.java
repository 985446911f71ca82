package org.heartwood.inference.landscape;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/**
 * Which pixels of a scene training, validation and testing may see: strips of columns, one window
 * kept out altogether, and square validation blocks. Between them lie guards wider than the
 * network's receptive field, so that no pixel of one part enters a prediction for another.
 *
 * @param trainingColumnsBelow training uses columns left of this one
 * @param testColumnsFrom testing uses this column and those right of it
 * @param excluded a window inside the training columns that training never sees; tested on its own
 * @param excludedMarginPx pixels around {@code excluded} that training does not see either
 * @param validationBlockPx side of a validation block, pixels
 * @param validationBlocks number of validation blocks, drawn by seed
 * @param guardPx pixels around each validation block that training does not learn from
 * @param randomHoldoutFraction share of single pixels whose labels training never sees although it
 *     sees their neighbours'; the score on them, beside the spatial scores, tells how much a random
 *     split would flatter the model
 */
public record Split(
    int trainingColumnsBelow,
    int testColumnsFrom,
    PixelWindow excluded,
    int excludedMarginPx,
    int validationBlockPx,
    int validationBlocks,
    int guardPx,
    double randomHoldoutFraction)
    implements Serializable {
  public Split {
    if (trainingColumnsBelow <= 0 || testColumnsFrom < trainingColumnsBelow + guardPx) {
      throw new IllegalArgumentException(
          "testColumnsFrom must be >= trainingColumnsBelow + guardPx, was "
              + testColumnsFrom
              + " with "
              + trainingColumnsBelow
              + " and "
              + guardPx);
    }
    if (validationBlockPx <= 0 || validationBlocks <= 0 || guardPx < 0 || excludedMarginPx < 0) {
      throw new IllegalArgumentException(
          "validationBlockPx and validationBlocks must be > 0, guardPx and excludedMarginPx >= 0,"
              + " were "
              + List.of(validationBlockPx, validationBlocks, guardPx, excludedMarginPx));
    }
    if (!(randomHoldoutFraction >= 0 && randomHoldoutFraction < 1)) {
      throw new IllegalArgumentException(
          "randomHoldoutFraction must be in [0, 1), was " + randomHoldoutFraction);
    }
  }

  /** The columns training draws from, over all rows. */
  public PixelWindow trainingWindow(Grid grid) {
    return new PixelWindow(0, 0, trainingColumnsBelow, grid.height());
  }

  /** The columns kept for testing, over all rows. */
  public PixelWindow testWindow(Grid grid) {
    if (testColumnsFrom >= grid.width()) {
      throw new InputException(
          "testColumnsFrom must be inside the scene of "
              + grid.width()
              + " columns, was "
              + testColumnsFrom);
    }
    return new PixelWindow(testColumnsFrom, 0, grid.width() - testColumnsFrom, grid.height());
  }

  /**
   * Validation blocks: whole cells of a regular raster of {@code validationBlockPx} in the training
   * columns that keep {@code guardPx} from the excluded window and its margin, shuffled by seed.
   *
   * @throws InputException if the scene holds too few such cells
   */
  public List<PixelWindow> validationWindows(Grid grid, long seed) {
    PixelWindow keptOut = excluded.grow(excludedMarginPx + guardPx);
    List<PixelWindow> cells = new ArrayList<>();
    for (int row = 0; row + validationBlockPx <= grid.height(); row += validationBlockPx) {
      for (int col = 0; col + validationBlockPx <= trainingColumnsBelow; col += validationBlockPx) {
        PixelWindow cell = new PixelWindow(col, row, validationBlockPx, validationBlockPx);
        if (!cell.intersects(keptOut)) {
          cells.add(cell);
        }
      }
    }
    if (cells.size() <= validationBlocks) {
      throw new InputException(
          "validationBlocks must leave training at least one of the "
              + cells.size()
              + " blocks of "
              + validationBlockPx
              + " px in the training columns, was "
              + validationBlocks);
    }
    Collections.shuffle(cells, new Random(seed));
    return List.copyOf(cells.subList(0, validationBlocks));
  }

  /**
   * Which pixels of the training columns may carry a label in training, row-major over {@link
   * #trainingWindow}: outside the excluded window with its margin and outside every validation
   * block with its guard, and no pixel of the random holdout.
   */
  public boolean[] learnable(Grid grid, List<PixelWindow> validationWindows) {
    PixelWindow training = trainingWindow(grid);
    boolean[] learnable = apartFrom(grid, validationWindows);
    for (int i = 0; i < learnable.length; i++) {
      learnable[i] &=
          !heldOut(training.col() + i % training.width(), training.row() + i / training.width());
    }
    return learnable;
  }

  /** {@link #learnable} with the pixels of the random holdout among them. */
  public boolean[] apartFrom(Grid grid, List<PixelWindow> validationWindows) {
    PixelWindow training = trainingWindow(grid);
    boolean[] learnable = new boolean[training.width() * training.height()];
    Arrays.fill(learnable, true);
    clear(learnable, training, excluded.grow(excludedMarginPx));
    for (PixelWindow block : validationWindows) {
      clear(learnable, training, block.grow(guardPx));
    }
    return learnable;
  }

  /** Whether a pixel belongs to the random holdout; depends on its place alone. */
  public boolean heldOut(int col, int row) {
    return heldOut(col, row, randomHoldoutFraction);
  }

  /** Whether a pixel belongs to a random holdout of a share of all pixels. */
  public static boolean heldOut(int col, int row, double fraction) {
    SplittableRandom random = new SplittableRandom(col * 0x9E3779B97F4A7C15L + row);
    return random.nextDouble() < fraction;
  }

  private static void clear(boolean[] mask, PixelWindow training, PixelWindow part) {
    if (!part.intersects(training)) {
      return;
    }
    PixelWindow inside = part.intersection(training);
    for (int row = inside.row(); row < inside.endRow(); row++) {
      int start = row * training.width();
      Arrays.fill(mask, start + inside.col(), start + inside.endCol(), false);
    }
  }
}
