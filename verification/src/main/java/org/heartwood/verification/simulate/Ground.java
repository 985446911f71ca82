package org.heartwood.verification.simulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.scene.GeoTiffSource;

/**
 * The landscape before anything is planted. Arrays are row-major over the grid.
 *
 * <p>Values are NDVI as a Landsat image of the dry season shows them. Generated forest has the mean
 * and spread of pixels with 60 % cover and more in the Kafa image of 2001-02-05, generated open
 * land that of pixels below 30 %.
 */
final class Ground {
  private static final double FOREST_NDVI = 0.774;
  private static final double FOREST_NDVI_DEVIATION = 0.035;
  private static final double OPEN_NDVI = 0.523;
  private static final double OPEN_NDVI_DEVIATION = 0.091;

  /** Cover from which a pixel of the real image is taken as forest, and below which as open. */
  private static final float FOREST_PCT = 45;

  private static final float OPEN_PCT = 30;
  private static final int MAX_COVER_PCT = 100;
  private static final int TRIES = 200;

  private final Grid grid;
  private final float[] ndvi;
  private final boolean[] forest;
  private final boolean[] open;
  private final double[] elevationM;
  private final double[] access;

  private Ground(
      Grid grid,
      float[] ndvi,
      boolean[] forest,
      boolean[] open,
      double[] elevationM,
      double[] access) {
    this.grid = grid;
    this.ndvi = ndvi;
    this.forest = forest;
    this.open = open;
    this.elevationM = elevationM;
    this.access = access;
  }

  Grid grid() {
    return grid;
  }

  /** NDVI, −1 to 1; NaN = no data. */
  float[] ndvi() {
    return ndvi;
  }

  /** What is forest at the start. */
  boolean[] forest() {
    return forest;
  }

  /** What is surely open land at the start: where cleared pixels take their values from. */
  boolean[] open() {
    return open;
  }

  /** Generated terrain, metres; it shapes access, not the image. */
  double[] elevationM() {
    return elevationM;
  }

  /** Ease of access: mean 0, standard deviation 1; in no image. */
  double[] access() {
    return access;
  }

  /**
   * Makes the ground of a scenario.
   *
   * @param samples folder of the samples; a generated ground does not read it
   * @throws InputException if the scene to plant in is not there
   */
  static Ground of(Scenario scenario, Path samples, SplittableRandom random) {
    int side = scenario.window().sidePx();
    double[] elevation =
        SmoothField.of(side, side, new int[] {64, 24, 8}, new double[] {6, 2, 1}, random);
    double[] elevationM = Arrays.stream(elevation).map(z -> 1800 + 200 * z).toArray();
    double[] access = access(elevation, side, random);
    return switch (scenario.kind()) {
      case GENERATED -> generated(side, elevationM, access, random);
      case PLANTED -> planted(side, samples.resolve("kafa"), elevationM, access, random);
    };
  }

  /**
   * Near to roads and low lying is easy; the rest is chance. Roads follow one another a landscape's
   * width apart, so that no place of it, and not the project in its middle, is nearer to one than
   * another place before chance is drawn.
   */
  private static double[] access(double[] elevation, int side, SplittableRandom random) {
    double[] rest = SmoothField.of(side, side, new int[] {48, 16}, new double[] {2, 1}, random);
    double roadCol = random.nextDouble() * side;
    double bend = 0.3 * side * (random.nextDouble() - 0.5);
    double[] access = new double[side * side];
    double mean = 0;
    for (int i = 0; i < access.length; i++) {
      int row = i / side;
      double road = roadCol + bend * StrictMath.sin(2 * Math.PI * row / side);
      double widths = (i % side - road) / side;
      double distance = Math.abs(widths - Math.rint(widths));
      access[i] = StrictMath.exp(-4 * distance) - 0.2 * elevation[i] + 0.3 * rest[i];
      mean += access[i] / access.length;
    }
    double variance = 0;
    for (double value : access) {
      variance += (value - mean) * (value - mean) / access.length;
    }
    double deviation = StrictMath.sqrt(variance);
    double centre = mean;
    return Arrays.stream(access).map(value -> (value - centre) / deviation).toArray();
  }

  private static Ground generated(
      int side, double[] elevationM, double[] access, SplittableRandom random) {
    double[] cover =
        SmoothField.of(side, side, new int[] {40, 16, 6}, new double[] {5, 2, 1}, random);
    double[] texture =
        SmoothField.of(side, side, new int[] {12, 4, 1}, new double[] {1, 1, 1}, random);
    boolean[] forest = new boolean[side * side];
    boolean[] open = new boolean[side * side];
    float[] ndvi = new float[side * side];
    for (int i = 0; i < forest.length; i++) {
      // A fifth of the land is open, more of it where access is easy.
      forest[i] = cover[i] - 0.5 * access[i] > -0.95;
      open[i] = !forest[i];
      double value =
          forest[i]
              ? FOREST_NDVI + FOREST_NDVI_DEVIATION * texture[i]
              : Math.min(0.72, OPEN_NDVI + OPEN_NDVI_DEVIATION * texture[i]);
      ndvi[i] = (float) value;
    }
    // The zone of the real image, so that seasons and model are those of the samples.
    Grid grid = new Grid("EPSG:32636", 800_010, 829_920, 30, side, side);
    return new Ground(grid, ndvi, forest, open, elevationM, access);
  }

  private static Ground planted(
      int side, Path kafa, double[] elevationM, double[] access, SplittableRandom random) {
    Path image = kafa.resolve("etm_2001_sr_x10000.tif");
    Path cover = kafa.resolve("vcf2000_treecover_pct.tif");
    try (GeoTiffSource bands = GeoTiffSource.open(image);
        GeoTiffSource label = GeoTiffSource.open(cover)) {
      if (bands.grid().width() < side || bands.grid().height() < side) {
        throw new InputException(
            image + ": a window of " + side + " px does not fit; simulate a smaller one");
      }
      for (int i = 0; i < TRIES; i++) {
        PixelWindow window =
            new PixelWindow(
                random.nextInt(bands.grid().width() - side + 1),
                random.nextInt(bands.grid().height() - side + 1),
                side,
                side);
        float[] pct = label.read(new int[] {0}, window).get(0).data();
        if (usable(pct)) {
          return planted(bands, window, pct, elevationM, access);
        }
      }
      throw new InputException(
          cover
              + ": no window of "
              + side
              + " px with 40 % forest and 5 % open land was found; simulate a"
              + " smaller one");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Ground planted(
      GeoTiffSource bands, PixelWindow window, float[] pct, double[] elevationM, double[] access) {
    FloatRaster red = bands.read(new int[] {2}, window).get(0);
    FloatRaster nir = bands.read(new int[] {3}, window).get(0);
    float[] ndvi = new float[pct.length];
    boolean[] forest = new boolean[pct.length];
    boolean[] open = new boolean[pct.length];
    for (int i = 0; i < pct.length; i++) {
      ndvi[i] = (nir.data()[i] - red.data()[i]) / (nir.data()[i] + red.data()[i]);
      boolean seen = pct[i] <= MAX_COVER_PCT && !Float.isNaN(ndvi[i]);
      forest[i] = seen && pct[i] >= FOREST_PCT;
      open[i] = seen && pct[i] < OPEN_PCT;
    }
    return new Ground(bands.grid().crop(window), ndvi, forest, open, elevationM, access);
  }

  private static boolean usable(float[] pct) {
    int known = 0;
    int forest = 0;
    int open = 0;
    for (float value : pct) {
      open += value < OPEN_PCT ? 1 : 0;
      known += value <= MAX_COVER_PCT ? 1 : 0;
      forest += value >= FOREST_PCT && value <= MAX_COVER_PCT ? 1 : 0;
    }
    return known > 0.95 * pct.length && forest > 0.4 * pct.length && open > 0.05 * pct.length;
  }
}
