package org.heartwood.verification.detect;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.Imagery;

/**
 * A landscape with two clearings, the second one 300 days later, whose images can be read by
 * window. A pixel's value is addressed by its place and day, so that no tiling changes it.
 *
 * @param days day of each image, in the order in which they were delivered
 */
@SuppressWarnings("ArrayRecordComponent") // rides in closures, never compared
public record MadeUpImagery(long[] days) implements Imagery {
  private static final long FIRST = LocalDate.of(2010, 1, 1).toEpochDay();

  /** Day on which watching begins. */
  public static final double WATCH_FROM = FIRST + 1500;

  private static final long CLEARED = FIRST + 1700;
  private static final double CLOUDS = 0.25;

  /** Images every 16 days, delivered in a shuffled order if the seed is not 0. */
  public static MadeUpImagery of(int count, long seed) {
    List<Long> order =
        new ArrayList<>(IntStream.range(0, count).mapToObj(i -> FIRST + 16L * i).toList());
    if (seed != 0) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = count - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        Long held = order.get(i);
        order.set(i, order.get(j));
        order.set(j, held);
      }
    }
    return new MadeUpImagery(order.stream().mapToLong(Long::longValue).toArray());
  }

  /** The images with their dates. */
  public List<DatedImage> images() {
    return IntStream.range(0, days.length)
        .mapToObj(i -> new DatedImage(i, LocalDate.ofEpochDay(days[i]), "scene of " + days[i]))
        .toList();
  }

  /** Whether a pixel is cleared for good on a day. */
  static boolean cleared(int col, int row, long day) {
    boolean first = Math.hypot(col - 33, row - 31) < 9;
    boolean second = col >= 50 && col < 62 && row >= 10 && row < 16;
    return (first && day >= CLEARED) || (second && day >= CLEARED + 300);
  }

  @Override
  public View read(int[] images, PixelWindow window) {
    return new View(
        Arrays.stream(images)
            .mapToObj(
                image -> {
                  FloatRaster raster = FloatRaster.empty(window);
                  for (int row = window.row(); row < window.endRow(); row++) {
                    for (int col = window.col(); col < window.endCol(); col++) {
                      raster.data()[raster.index(col, row)] = value(col, row, days[image]);
                    }
                  }
                  return raster;
                })
            .toList(),
        List.of());
  }

  private static float value(int col, int row, long day) {
    SplittableRandom random = new SplittableRandom(day * 1_000_003L + row * 1009L + col);
    random.nextLong();
    if (random.nextDouble() < CLOUDS) {
      return Float.NaN;
    }
    double season = 0.75 + 0.06 * Math.cos(2 * Math.PI * day / 365.25);
    double fall = cleared(col, row, day) ? 0.35 : 0;
    return (float) (season - fall + 0.03 * MadeUpPixels.gaussian(random));
  }
}
