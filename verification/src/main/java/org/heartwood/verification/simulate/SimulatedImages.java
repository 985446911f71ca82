package org.heartwood.verification.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.verification.layer.CogBand;
import org.heartwood.verification.layer.CogLayout;
import org.heartwood.verification.layer.CogPixels;
import org.heartwood.verification.layer.CogTile;
import org.heartwood.verification.layer.CogWriter;
import org.heartwood.verification.layer.Srs;

/**
 * NDVI images of every dry season. An image is the state of the land, stretched and shifted as a
 * whole, with noise, and with holes where clouds were.
 *
 * <p>The figures are those of the 40 dry-season images of 1999–2013 in the Kafa stack, against the
 * one of 2001-02-05: gain 0.55 to 2.1 about 1.15, mean 0.62 to 0.85, residual 0.033 between two
 * images (half of its variance for each), which correlates 0.72, 0.50, 0.24 and 0.06 over 1, 3, 8
 * and 20 pixels. Images of the first season, to whose radiometry all others are brought, have that
 * of the model's own scene, as the model asks of imagery.
 */
final class SimulatedImages {
  private static final double GAIN_LOG_DEVIATION = 0.3;
  private static final double OFFSET_DEVIATION = 0.05;
  private static final double NOISE_DEVIATION = 0.033 / 1.4142135623730951;
  private static final int[] NOISE_SPACINGS_PX = {1, 3, 8, 20};
  private static final double[] NOISE_VARIANCES = {0.15, 0.3, 0.35, 0.2};

  /** Part of the way from forest to open land that thinned forest has gone. */
  private static final double THINNED = 0.35;

  /** Days after 1 December; images of January to March belong to the same season. */
  private static final int SEASON_DAYS = 105;

  /** Open pixels within this distance lend their values to what is cleared. */
  private static final int DONOR_REACH_PX = 60;

  private static final int DONOR_TRIES = 200;

  private final Scenario scenario;
  private final Ground ground;
  private final History history;
  private final SplittableRandom random;
  private final int side;

  private SimulatedImages(
      Scenario scenario, Ground ground, History history, SplittableRandom random) {
    this.scenario = scenario;
    this.ground = ground;
    this.history = history;
    this.random = random;
    this.side = ground.grid().width();
  }

  /**
   * Writes {@code ndvi.tif}, one band a date in order, and {@code bands.csv}.
   *
   * @param folder must exist
   */
  static void write(
      Path folder, Scenario scenario, Ground ground, History history, SplittableRandom random)
      throws IOException {
    new SimulatedImages(scenario, ground, history, random).write(folder);
  }

  private void write(Path folder) throws IOException {
    float[] openNdvi = openNdvi();
    List<LocalDate> dates = dates();
    List<FloatRaster> bands = new ArrayList<>();
    StringBuilder index = new StringBuilder("band,date,scene\n");
    for (LocalDate date : dates) {
      bands.add(image(date, openNdvi));
      index
          .append(bands.size())
          .append(',')
          .append(date)
          .append(",SYNTHETIC-")
          .append(date)
          .append('\n');
    }
    CogLayout layout =
        new CogLayout(
            ground.grid(),
            Srs.of(ground.grid().crs()),
            256,
            new CogPixels.Measured(),
            dates.stream().map(date -> new CogBand("SYNTHETIC NDVI " + date, "")).toList(),
            Map.of("SYNTHETIC", "simulated imagery: not an observation"));
    CogWriter.write(folder.resolve("ndvi.tif"), layout, CogTile.cut(layout, bands));
    Files.writeString(folder.resolve("bands.csv"), index);
  }

  private List<LocalDate> dates() {
    List<LocalDate> dates = new ArrayList<>();
    for (int year = scenario.window().firstYear(); year <= scenario.window().lastYear(); year++) {
      LocalDate start = LocalDate.of(year - 1, 12, 1);
      int step = SEASON_DAYS / scenario.window().imagesPerYear();
      IntStream.range(0, scenario.window().imagesPerYear())
          .mapToObj(i -> start.plusDays((long) i * step + random.nextInt(step)))
          .forEach(dates::add);
    }
    return dates;
  }

  /** What each forest pixel looks like once it is cleared: an open pixel nearby. */
  private float[] openNdvi() {
    float[] values = ground.ndvi().clone();
    int[] open = IntStream.range(0, values.length).filter(i -> ground.open()[i]).toArray();
    for (int i = 0; i < values.length; i++) {
      if (ground.forest()[i] && (history.lossYearWith()[i] != 0 || history.degraded()[i])) {
        values[i] = ground.ndvi()[donor(i, open)];
      }
    }
    return values;
  }

  /** An open pixel nearby, or any if chance finds none. */
  private int donor(int pixel, int[] open) {
    for (int i = 0; i < DONOR_TRIES; i++) {
      int col = pixel % side + random.nextInt(-DONOR_REACH_PX, DONOR_REACH_PX + 1);
      int row = pixel / side + random.nextInt(-DONOR_REACH_PX, DONOR_REACH_PX + 1);
      if (col >= 0 && col < side && row >= 0 && row < side && ground.open()[row * side + col]) {
        return row * side + col;
      }
    }
    return open[random.nextInt(open.length)];
  }

  private FloatRaster image(LocalDate date, float[] openNdvi) {
    double foreign = date.isBefore(LocalDate.of(scenario.window().firstYear(), 12, 1)) ? 0 : 1;
    double gain = StrictMath.exp(foreign * GAIN_LOG_DEVIATION * random.nextGaussian());
    double offset = foreign * OFFSET_DEVIATION * random.nextGaussian();
    double[] noise = SmoothField.of(side, side, NOISE_SPACINGS_PX, NOISE_VARIANCES, random);
    double[] cloud = SmoothField.of(side, side, new int[] {30, 10}, new double[] {3, 1}, random);
    double mean = 0;
    for (int i = 0; i < openNdvi.length; i++) {
      mean += Float.isNaN(ground.ndvi()[i]) ? 0 : ground.ndvi()[i] / openNdvi.length;
    }
    double clear = quantile(cloud, 1 - scenario.cloudFraction() * 2 * random.nextDouble());
    FloatRaster image = FloatRaster.empty(ground.grid().window());
    for (int i = 0; i < openNdvi.length; i++) {
      if (cloud[i] <= clear) {
        double land = land(i, date, openNdvi);
        image.data()[i] =
            (float) (mean + offset + gain * (land - mean + NOISE_DEVIATION * noise[i]));
      }
    }
    return image;
  }

  private double land(int pixel, LocalDate date, float[] openNdvi) {
    // Images are taken from December to March, clearings happen from April to November.
    int lossYear = history.lossYearWith()[pixel];
    double before = ground.ndvi()[pixel];
    if (lossYear != 0 && date.isAfter(LocalDate.of(lossYear, 11, 30))) {
      return openNdvi[pixel];
    }
    boolean thinned =
        history.degraded()[pixel]
            && date.isAfter(LocalDate.of(scenario.window().startYear(), 11, 30));
    return thinned ? before + THINNED * (openNdvi[pixel] - before) : before;
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return share >= 1 ? Double.POSITIVE_INFINITY : sorted[(int) (share * (sorted.length - 1))];
  }
}
