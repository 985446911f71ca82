package org.heartwood.infra.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.Imagery;
import org.heartwood.verification.detect.BayesChart;
import org.heartwood.verification.detect.ChangeDetector;
import org.heartwood.verification.detect.DetectionJob;
import org.heartwood.verification.detect.DetectionSettings;
import org.heartwood.verification.detect.Direction;
import org.heartwood.verification.detect.MosumChart;
import org.heartwood.verification.detect.ObservationDays;
import org.heartwood.verification.detect.Outcome;
import org.heartwood.verification.detect.TileDetection;

/**
 * Prints how many observations a second one core takes through BFAST Monitor and through Bayesian
 * updating, beside numba and NumPy doing the same to the same series in the same run, and how far
 * their results differ. Series are synthetic: 200 dates, a fifth of them missing, a break in half.
 */
public final class DetectBenchmark {
  private static final int DATES = 200;
  private static final int HISTORY = 100;
  private static final int ROUNDS = 7;
  private static final int AT_ONCE = 1024;
  private static final double LEAST = 0.005;
  private static final double SHIFT = 0.25;
  private static final double SPREAD = 0.06;
  private static final double CHI = 0.975;
  private static final double STEP_DAYS = 16;
  private static final double MISSING = 0.2;
  private static final int STREAM_TILE = 256;

  private DetectBenchmark() {}

  /**
   * Runs the benchmark.
   *
   * @param args the script with the peers, pixels and a folder; or {@code --stream}, side in pixels
   *     and dates
   */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("--stream")) {
      stream(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
      return;
    }
    Path folder = Files.createDirectories(Path.of(args[2]));
    int pixels = Integer.parseInt(args[1]);
    double[] days = IntStream.range(0, DATES).mapToDouble(i -> i * STEP_DAYS).toArray();
    float[] series = series(pixels, days);
    double watchFrom = HISTORY * STEP_DAYS;
    ChangeDetector mosum = ChangeDetector.bfastMonitor(Direction.FALL, LEAST, watchFrom);
    ChangeDetector bayes =
        ChangeDetector.harmonic(
            new BayesChart(0, SHIFT, SPREAD, CHI), 1, Direction.FALL, LEAST, watchFrom);
    Result first = run(mosum, days, series, pixels);
    Result second = run(bayes, days, series, pixels);
    write(folder, series, pixels, days, mosum, bayes);
    Process process =
        new ProcessBuilder("python3", args[0], folder.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      print("the peers need python3 with numpy and numba, and failed: %s%n", said.strip());
    }
    long observed = 0;
    for (float value : series) {
      observed += Float.isNaN(value) ? 0 : 1;
    }
    print(
        "%,d pixels, %d dates, %d of them history, %.0f %% missing; one core, median of %d"
            + " (best)%n",
        pixels, DATES, HISTORY, 100 * (1 - observed / (double) series.length), ROUNDS);
    compare("BFAST Monitor", "mosum", first, folder, pixels);
    compare("Bayesian updating", "bayes", second, folder, pixels);
  }

  /**
   * What a detector found.
   *
   * @param seconds of each round, sorted
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Result(double[] found, double[] sigma, double[] seconds) {}

  private static Result run(ChangeDetector detector, double[] days, float[] series, int pixels) {
    ChangeDetector.Dates dates = detector.dates(days);
    ChangeDetector.Workspace workspace = new ChangeDetector.Workspace(dates);
    int size = detector.stateSize(dates);
    double[] states = new double[size * AT_ONCE];
    double[] seconds = new double[ROUNDS];
    for (int round = -2; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      for (int pixel = 0; pixel < pixels; pixel += AT_ONCE) {
        int some = Math.min(AT_ONCE, pixels - pixel);
        detector.runAll(dates, series, pixel, some, states, workspace);
      }
      if (round >= 0) {
        seconds[round] = (System.nanoTime() - begin) / 1e9;
      }
    }
    double[] found = new double[pixels];
    double[] sigma = new double[pixels];
    for (int pixel = 0; pixel < pixels; pixel++) {
      detector.runAll(dates, series, pixel, 1, states, workspace);
      Outcome outcome = detector.outcome(states, 0);
      found[pixel] =
          outcome
              .change()
              .flatMap(Outcome.Change::confirmed)
              .map(date -> date.toEpochDay() / STEP_DAYS)
              .orElse(-1.0);
      sigma[pixel] = detector.sigma(states, 0);
    }
    Arrays.sort(seconds);
    return new Result(found, sigma, seconds);
  }

  private static void compare(String title, String file, Result ours, Path folder, int pixels)
      throws IOException {
    double cells = (double) pixels * DATES;
    double own = ours.seconds()[ROUNDS / 2];
    print("%n%-18s %14s %10s %s%n", title, "pixel-dates/s", "vs ours", "results");
    print(
        "  %-16s %,14.0f %10s (best %,.0f)%n",
        "Heartwood", cells / own, "", cells / ours.seconds()[0]);
    for (String peer : List.of("numba", "numpy")) {
      Path path = folder.resolve(file + "-" + peer + ".f64");
      if (!Files.exists(path)) {
        print("  %-16s not run%n", peer);
        continue;
      }
      double[] theirs = read(path);
      int same = 0;
      int confirmed = 0;
      double sigma = 0;
      for (int pixel = 0; pixel < pixels; pixel++) {
        same += theirs[pixel] == ours.found()[pixel] ? 1 : 0;
        confirmed += ours.found()[pixel] >= 0 ? 1 : 0;
        sigma = Math.max(sigma, Math.abs(theirs[pixels + pixel] - ours.sigma()[pixel]));
      }
      double seconds = theirs[3 * pixels];
      print(
          "  %-16s %,14.0f %9.2fx same date or none in %,d of %,d (%,d confirmed), sigma differs by"
              + " at most %.1e%n",
          peer, cells / seconds, seconds / own, same, pixels, confirmed, sigma);
    }
  }

  private static double[] read(Path path) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return values;
  }

  private static float[] series(int pixels, double[] days) {
    float[] series = new float[pixels * DATES];
    for (int pixel = 0; pixel < pixels; pixel++) {
      SplittableRandom random = new SplittableRandom(pixel);
      int breakAt = random.nextBoolean() ? HISTORY + random.nextInt(HISTORY) : DATES;
      double fall = 0.1 + 0.3 * random.nextDouble();
      for (int i = 0; i < DATES; i++) {
        double season = 0.75 + 0.08 * Math.cos(2 * Math.PI * days[i] / 365.25);
        double noise =
            0.03
                * Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
                * Math.cos(2 * Math.PI * random.nextDouble());
        boolean missing = random.nextDouble() < MISSING;
        series[pixel * DATES + i] =
            missing ? Float.NaN : (float) (season + noise - (i >= breakAt ? fall : 0));
      }
    }
    return series;
  }

  private static void write(
      Path folder,
      float[] series,
      int pixels,
      double[] days,
      ChangeDetector mosum,
      ChangeDetector bayes)
      throws IOException {
    for (String peer : List.of("mosum-numba", "mosum-numpy", "bayes-numba", "bayes-numpy")) {
      Files.deleteIfExists(folder.resolve(peer + ".f64"));
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(series.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(series);
    Files.write(folder.resolve("series.f32"), bytes.array());
    rows(folder.resolve("rows-mosum.f64"), mosum.dates(days).model().rows(days));
    rows(folder.resolve("rows-bayes.f64"), bayes.dates(days).model().rows(days));
    Files.writeString(
        folder.resolve("case.txt"),
        String.format(
            Locale.ROOT,
            "pixels=%d%ndates=%d%nhistory=%d%nrounds=%d%nlimit=%s%nchi=%s%nshift=%s%nspread=%s%n"
                + "least=%s%nfewest-mosum=%d%nfewest-bayes=%d%n",
            pixels,
            DATES,
            HISTORY,
            ROUNDS,
            new MosumChart(0.25, 0.05).limit(),
            CHI,
            SHIFT,
            SPREAD,
            LEAST,
            mosum.history().minObservations(),
            bayes.history().minObservations()));
  }

  private static void rows(Path file, double[] rows) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(rows);
    Files.write(file, bytes.array());
  }

  /**
   * Detects over a stack that is larger than the heap, tile by tile, as the Spark job's tasks do.
   */
  private static void stream(int side, int dates) throws IOException {
    long first = LocalDate.of(2010, 1, 1).toEpochDay();
    List<DatedImage> images = new ArrayList<>();
    for (int i = 0; i < dates; i++) {
      images.add(new DatedImage(i, LocalDate.ofEpochDay(first + 16L * i), "scene " + i));
    }
    ObservationDays days = ObservationDays.of(images, "BENCHMARK", new ArrayList<>());
    DetectionSettings settings = DetectionSettings.ndvi(first + 8.0 * dates);
    double[] ofImages = IntStream.range(0, dates).mapToDouble(i -> first + 16.0 * i).toArray();
    Imagery imagery = (wanted, window) -> made(wanted, window, ofImages);
    long heap = Runtime.getRuntime().maxMemory();
    long stack = 4L * side * side * dates;
    print(
        "stack of %,d x %,d x %d float32 = %.1f GiB, heap %.2f GiB%n",
        side, side, dates, stack / (double) (1L << 30), heap / (double) (1L << 30));
    long confirmed = 0;
    long most = 0;
    long begin = System.nanoTime();
    for (int row = 0; row < side; row += STREAM_TILE) {
      for (int col = 0; col < side; col += STREAM_TILE) {
        PixelWindow window =
            new PixelWindow(
                col, row, Math.min(STREAM_TILE, side - col), Math.min(STREAM_TILE, side - row));
        TileDetection tile = DetectionJob.tile(window, imagery, days, settings);
        for (int pixel = 0; pixel < window.width() * window.height(); pixel++) {
          confirmed += tile.standing(pixel).confirmed() ? 1 : 0;
        }
        Runtime runtime = Runtime.getRuntime();
        most = Math.max(most, runtime.totalMemory() - runtime.freeMemory());
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    print(
        "%,d pixels confirmed, %.0f s, %,.0f pixel-dates/s with the making of the data; heap in use"
            + " at most %.2f GiB%n",
        confirmed, seconds, (double) side * side * dates / seconds, most / (double) (1L << 30));
  }

  private static Imagery.View made(int[] wanted, PixelWindow window, double[] days) {
    return new Imagery.View(
        Arrays.stream(wanted)
            .mapToObj(
                image -> {
                  float[] values = new float[window.width() * window.height()];
                  double season = 0.75 + 0.08 * Math.cos(2 * Math.PI * days[image] / 365.25);
                  long seed = image * 0x9E3779B97F4A7C15L;
                  for (int i = 0; i < values.length; i++) {
                    long col = (long) window.col() + i % window.width();
                    long row = (long) window.row() + i / window.width();
                    long hash = (seed ^ (row << 32 | col)) * 0xBF58476D1CE4E5B9L;
                    hash = (hash ^ (hash >>> 29)) * 0x94D049BB133111EBL;
                    double noise = ((hash >>> 11) * 0x1.0p-53 - 0.5) * 0.1;
                    boolean lost = ((row >> 5) + (col >> 5)) % 7 == 0 && image > 150;
                    values[i] = (float) (season + noise - (lost ? 0.3 : 0));
                  }
                  return new FloatRaster(window, values);
                })
            .toList(),
        List.of());
  }

  private static void print(String format, Object... values) {
    PrintStream out = System.out;
    out.printf(Locale.ROOT, format, values);
    out.flush();
  }
}
