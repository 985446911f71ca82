package org.heartwood.verification.event;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What adds up over the pixels of an event: whole numbers and extremes, so that no order of adding
 * and no tiling changes anything.
 */
final class EventSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final double MICRO = 1e6;
  private static final int NUMBERS = 26;

  long pixels;
  long mm2;
  long firstPixel = Long.MAX_VALUE;
  int firstDay = Integer.MAX_VALUE;
  int lastDay = Integer.MIN_VALUE;
  int lastConfirmed = Integer.MIN_VALUE;
  long rows;
  long cols;
  long rowRows;
  long colCols;
  long rowCols;
  long magnitude;
  long level;
  long probability;
  long recovered;
  long recoveryDays;
  long stillForest;
  long sure;
  long days;
  long dayDays;

  /** Pixels whose burn ratio is known before and after, and its sums over them. */
  long burnPixels;

  long burnFall;
  long burnAfter;

  /** Pixels whose water index is known before and after, and its sums over them. */
  long waterPixels;

  long waterBefore;
  long waterAfter;

  /** Runs of pixels: row, first column, column after the last. */
  private final List<int[]> runs = new ArrayList<>();

  /** Adds one pixel; pixels of a tile come row by row. */
  void add(
      int row,
      int col,
      int gridWidth,
      long pixelMm2,
      int day,
      int confirmedDay,
      double pixelMagnitude,
      double pixelLevel,
      double pixelProbability) {
    pixels++;
    mm2 += pixelMm2;
    firstPixel = Math.min(firstPixel, (long) row * gridWidth + col);
    firstDay = Math.min(firstDay, day);
    lastDay = Math.max(lastDay, day);
    lastConfirmed = Math.max(lastConfirmed, confirmedDay);
    days += day;
    dayDays += (long) day * day;
    rows += row;
    cols += col;
    rowRows += (long) row * row;
    colCols += (long) col * col;
    rowCols += (long) row * col;
    magnitude += Math.round(pixelMagnitude * MICRO);
    level += Math.round(pixelLevel * MICRO);
    probability += Math.round(pixelProbability * MICRO);
    int[] last = runs.isEmpty() ? new int[] {-1, -1, -1} : runs.get(runs.size() - 1);
    if (last[0] == row && last[2] == col) {
      last[2] = col + 1;
    } else {
      runs.add(new int[] {row, col, col + 1});
    }
  }

  /**
   * Adds a pixel's burn ratio.
   *
   * @param fall before minus after; NaN = not known
   */
  void addBurn(float fall, float after) {
    if (!Float.isNaN(fall)) {
      burnPixels++;
      burnFall += Math.round((double) fall * MICRO);
      burnAfter += Math.round((double) after * MICRO);
    }
  }

  /** Adds a pixel's water index; NaN = not known. */
  void addWater(float before, float after) {
    if (!Float.isNaN(before) && !Float.isNaN(after)) {
      waterPixels++;
      waterBefore += Math.round((double) before * MICRO);
      waterAfter += Math.round((double) after * MICRO);
    }
  }

  /** The burn ratio's means; empty if it is known on less than half of the pixels. */
  Optional<Evidence.Burn> burn() {
    return 2 * burnPixels < pixels
        ? Optional.empty()
        : Optional.of(
            new Evidence.Burn(
                burnFall / MICRO / burnPixels,
                burnAfter / MICRO / burnPixels,
                burnPixels / (double) pixels));
  }

  /** The water index's means; empty if it is known on less than half of the pixels. */
  Optional<Evidence.Water> water() {
    return 2 * waterPixels < pixels
        ? Optional.empty()
        : Optional.of(
            new Evidence.Water(
                waterBefore / MICRO / waterPixels,
                waterAfter / MICRO / waterPixels,
                waterPixels / (double) pixels));
  }

  /** Adds a part of the same event. */
  void merge(EventSums part) {
    pixels += part.pixels;
    mm2 += part.mm2;
    firstPixel = Math.min(firstPixel, part.firstPixel);
    firstDay = Math.min(firstDay, part.firstDay);
    lastDay = Math.max(lastDay, part.lastDay);
    lastConfirmed = Math.max(lastConfirmed, part.lastConfirmed);
    rows += part.rows;
    cols += part.cols;
    rowRows += part.rowRows;
    colCols += part.colCols;
    rowCols += part.rowCols;
    magnitude += part.magnitude;
    level += part.level;
    probability += part.probability;
    recovered += part.recovered;
    recoveryDays += part.recoveryDays;
    stillForest += part.stillForest;
    sure += part.sure;
    days += part.days;
    dayDays += part.dayDays;
    burnPixels += part.burnPixels;
    burnFall += part.burnFall;
    burnAfter += part.burnAfter;
    waterPixels += part.waterPixels;
    waterBefore += part.waterBefore;
    waterAfter += part.waterAfter;
    part.runs.forEach(run -> runs.add(run.clone()));
  }

  /** The runs row by row from west to east, those that touch joined. */
  List<int[]> joinedRuns() {
    List<int[]> sorted = new ArrayList<>(runs);
    sorted.sort(Comparator.<int[]>comparingInt(run -> run[0]).thenComparingInt(run -> run[1]));
    List<int[]> joined = new ArrayList<>();
    for (int[] run : sorted) {
      int[] last = joined.isEmpty() ? new int[] {-1, -1, -1} : joined.get(joined.size() - 1);
      if (last[0] == run[0] && last[2] == run[1]) {
        last[2] = run[2];
      } else {
        joined.add(run.clone());
      }
    }
    return joined;
  }

  /** Mean first day of the pixels. */
  double meanDay() {
    return days / (double) pixels;
  }

  /** Standard deviation of the first days of the pixels, days. */
  double dayDeviation() {
    // Exact up to the division: n·Σd² and (Σd)² are whole numbers far below 2^63 for 10^6 pixels.
    double n = pixels;
    return Math.sqrt(Math.max(0, (dayDays - days / n * days) / n));
  }

  double meanMagnitude() {
    return magnitude / MICRO / pixels;
  }

  double meanLevel() {
    return level / MICRO / pixels;
  }

  double meanProbability() {
    return probability / MICRO / pixels;
  }

  /** Ratio of the axes of the ellipse with the same second moments, 1 for a disc or a square. */
  double elongation() {
    double n = pixels;
    double meanRow = rows / n;
    double meanCol = cols / n;
    // A pixel is a square, whose own moment about its centre is a twelfth.
    double rr = rowRows / n - meanRow * meanRow + 1.0 / 12;
    double cc = colCols / n - meanCol * meanCol + 1.0 / 12;
    double rc = rowCols / n - meanRow * meanCol;
    double middle = (rr + cc) / 2;
    double spread = Math.sqrt((rr - cc) * (rr - cc) / 4 + rc * rc);
    return Math.sqrt((middle + spread) / Math.max(middle - spread, 1.0 / 12));
  }

  byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(NUMBERS * Long.BYTES + runs.size() * 3 * Integer.BYTES);
    long[] numbers = {
      pixels,
      mm2,
      firstPixel,
      firstDay,
      lastDay,
      lastConfirmed,
      rows,
      cols,
      rowRows,
      colCols,
      rowCols,
      magnitude,
      level,
      probability,
      recovered,
      recoveryDays,
      stillForest,
      sure,
      days,
      dayDays,
      burnPixels,
      burnFall,
      burnAfter,
      waterPixels,
      waterBefore,
      waterAfter
    };
    for (long number : numbers) {
      out.putLong(number);
    }
    for (int[] run : runs) {
      out.putInt(run[0]).putInt(run[1]).putInt(run[2]);
    }
    return out.array();
  }

  static EventSums fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    EventSums sums = new EventSums();
    sums.pixels = in.getLong();
    sums.mm2 = in.getLong();
    sums.firstPixel = in.getLong();
    sums.firstDay = (int) in.getLong();
    sums.lastDay = (int) in.getLong();
    sums.lastConfirmed = (int) in.getLong();
    sums.rows = in.getLong();
    sums.cols = in.getLong();
    sums.rowRows = in.getLong();
    sums.colCols = in.getLong();
    sums.rowCols = in.getLong();
    sums.magnitude = in.getLong();
    sums.level = in.getLong();
    sums.probability = in.getLong();
    sums.recovered = in.getLong();
    sums.recoveryDays = in.getLong();
    sums.stillForest = in.getLong();
    sums.sure = in.getLong();
    sums.days = in.getLong();
    sums.dayDays = in.getLong();
    sums.burnPixels = in.getLong();
    sums.burnFall = in.getLong();
    sums.burnAfter = in.getLong();
    sums.waterPixels = in.getLong();
    sums.waterBefore = in.getLong();
    sums.waterAfter = in.getLong();
    while (in.hasRemaining()) {
      sums.runs.add(new int[] {in.getInt(), in.getInt(), in.getInt()});
    }
    return sums;
  }
}
