package org.heartwood.infra.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.heartwood.inference.applicability.DissimilarityIndex;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.segment.ChannelStack;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.verification.layer.CogBand;
import org.heartwood.verification.layer.CogLayout;
import org.heartwood.verification.layer.CogPixels;
import org.heartwood.verification.layer.CogTile;
import org.heartwood.verification.layer.CogWriter;
import org.heartwood.verification.layer.PredictionLayer;
import org.heartwood.verification.layer.Srs;

/**
 * Prints how many pixels a second the whole of {@code heartwood predict} does, from GeoTIFF to
 * GeoTIFF, beside the networks alone on windows of the same size. All run in processes of their own
 * that take turns, so that other load on the machine meets all alike. The network's pixels count
 * with their halo, those of the whole without.
 */
public final class PredictBenchmark {
  private static final String WORKER = "--worker";
  private static final int BLOCK_PX = 512;
  private static final int BARE_WINDOWS = 2;
  private static final double DIGITAL_NUMBERS_PER_BYTE = 8;

  private PredictBenchmark() {}

  /** What is timed. */
  private enum Side {
    NETWORKS_ALONE,
    WHOLE_WITHOUT_APPLICABILITY,
    WHOLE
  }

  /** A model and its input. */
  private enum Case {
    ENSEMBLE("canopy-sr-landsat", 1e-4),
    STUDENT("canopy-sr-landsat-student", 1e-4),
    FOREST("forest-s2-rgb-amazon", 1);

    private final String model;
    private final double scale;

    Case(String model, double scale) {
      this.model = model;
      this.scale = scale;
    }

    Path input(Path folder, int sidePx) {
      return folder.resolve((this == FOREST ? "rgb-" : "reflectance-") + sidePx + ".tif");
    }
  }

  /**
   * How a run is set.
   *
   * @param sidePx edge of the input, pixels
   * @param threads of the networks
   * @param tilePx edge of a tile, pixels
   * @param batch tiles that go through the network together
   */
  private record Setting(int sidePx, int threads, int tilePx, int batch) {
    static Setting of(List<String> words) {
      int[] numbers = words.stream().mapToInt(Integer::parseInt).toArray();
      return new Setting(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    List<String> words() {
      return IntStream.of(sidePx, threads, tilePx, batch).mapToObj(Integer::toString).toList();
    }
  }

  /**
   * Runs the benchmark.
   *
   * @param args a folder for inputs and outputs, the scene to lay side by side, the number of
   *     rounds, edge of the input, threads, edge of a tile and tiles in a batch; then the names of
   *     models, all if none
   */
  public static void main(String[] args) throws Exception {
    if (args[0].equals(WORKER)) {
      Case each = Case.valueOf(args[2]);
      Setting setting = Setting.of(List.of(args).subList(4, args.length));
      work(Path.of(args[1]), each, Side.valueOf(args[3]), setting);
      return;
    }
    Path folder = Path.of(args[0]);
    int rounds = Integer.parseInt(args[2]);
    Setting setting = Setting.of(List.of(args).subList(3, 7));
    List<String> asked = List.of(args).subList(7, args.length);
    Files.createDirectories(folder);
    print(
        "%d x %d px, %d thread(s) of the networks, tiles of %d px, %d in a batch%n",
        setting.sidePx(), setting.sidePx(), setting.threads(), setting.tilePx(), setting.batch());
    for (Case each : Case.values()) {
      if (asked.isEmpty() || asked.contains(each.model)) {
        make(each.input(folder, setting.sidePx()), Path.of(args[1]), each, setting.sidePx());
        compare(folder, each, setting, rounds);
      }
    }
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  /** Lays the scene side by side, every other copy the same. */
  private static void make(Path input, Path scene, Case each, int sidePx) throws IOException {
    if (Files.exists(input)) {
      return;
    }
    boolean bytes = each == Case.FOREST;
    try (GeoTiffSource source = GeoTiffSource.open(scene)) {
      int[] bands = bytes ? new int[] {2, 1, 0} : IntStream.range(0, source.bands()).toArray();
      List<FloatRaster> pixels = source.read(bands, source.grid().window());
      Grid from = source.grid();
      Grid grid =
          new Grid(from.crs(), from.originX(), from.originY(), bytes ? 10 : 30, sidePx, sidePx);
      CogLayout layout =
          new CogLayout(
              grid,
              Srs.of(grid.crs()),
              BLOCK_PX,
              bytes ? new CogPixels.Counted(0) : new CogPixels.Measured(),
              Arrays.stream(bands)
                  .mapToObj(band -> new CogBand(bytes ? RGB.get(2 - band) : NAMES.get(band), "1"))
                  .toList(),
              Map.of("SOURCE", "a scene laid side by side: synthetic"));
      CogWriter.write(input, layout, tiles(layout, pixels, bytes));
    }
  }

  private static final List<String> RGB = List.of("red", "green", "blue");
  private static final List<String> NAMES =
      List.of("blue", "green", "red", "nir", "swir1", "swir2");

  private static Iterator<CogTile> tiles(
      CogLayout layout, List<FloatRaster> pixels, boolean bytes) {
    int across = layout.tileCols();
    return IntStream.range(0, layout.tileRows() * across)
        .mapToObj(
            tile -> {
              PixelWindow window = layout.window(tile / across, tile % across);
              return new CogTile(
                  tile / across,
                  tile % across,
                  pixels.stream().map(band -> repeated(band, window, bytes)).toList());
            })
        .iterator();
  }

  private static FloatRaster repeated(FloatRaster band, PixelWindow window, boolean bytes) {
    FloatRaster out = FloatRaster.empty(window);
    for (int row = window.row(); row < window.endRow(); row++) {
      for (int col = window.col(); col < window.endCol(); col++) {
        float value = band.at(col % band.window().width(), row % band.window().height());
        out.data()[out.index(col, row)] =
            bytes && !Float.isNaN(value)
                ? (float) Math.max(1, Math.min(255, Math.floor(value / DIGITAL_NUMBERS_PER_BYTE)))
                : value;
      }
    }
    return out;
  }

  private static void compare(Path folder, Case each, Setting setting, int rounds)
      throws Exception {
    List<Turn> turns = new ArrayList<>();
    for (Side side : Side.values()) {
      if (side != Side.WHOLE || ModelReader.load(each.model).reference().isPresent()) {
        turns.add(new Turn(side, start(folder, each, side, setting)));
      }
    }
    try {
      for (int round = 0; round < rounds; round++) {
        for (Turn turn : turns) {
          turn.take();
        }
      }
      for (Turn turn : turns) {
        print(
            "  %-26s %-28s %9.0f px/s  %5.2f x  %6.2f us of CPU a px  %5d MB%n",
            each.model,
            turn.side.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            median(turn.rates(1)),
            median(turn.ratios(turns.get(0))),
            1e6 / median(turn.rates(2)),
            turn.peakMb);
      }
    } finally {
      turns.forEach(turn -> turn.process.destroy());
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static Process start(Path folder, Case each, Side side, Setting setting)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx3g",
                "-XX:+UseParallelGC",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                PredictBenchmark.class.getName(),
                WORKER,
                folder.toString(),
                each.name(),
                side.name()));
    command.addAll(setting.words());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** A process that does its part whenever it is asked to. */
  private static final class Turn {
    private final Side side;
    private final Process process;
    private final BufferedReader said;
    private final List<double[]> taken = new ArrayList<>();
    private long peakMb;

    Turn(Side side, Process process) {
      this.side = side;
      this.process = process;
      this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** The answer is pixels, seconds, seconds of CPU and MB. */
    void take() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      String line = said.readLine();
      if (line == null) {
        throw new IOException("a side of the benchmark ended; see above");
      }
      String[] answer = line.split(" ", 4);
      taken.add(Arrays.stream(answer).mapToDouble(Double::parseDouble).toArray());
      peakMb = Math.round(Double.parseDouble(answer[3]));
    }

    /** Pixels for each second, of time (1) or of CPU (2). */
    double[] rates(int place) {
      return taken.stream().mapToDouble(answer -> answer[0] / answer[place]).toArray();
    }

    double[] ratios(Turn alone) {
      double[] own = rates(1);
      double[] theirs = alone.rates(1);
      return IntStream.range(0, own.length).mapToDouble(i -> own[i] / theirs[i]).toArray();
    }
  }

  private static void work(Path folder, Case each, Side side, Setting setting) throws Exception {
    TrainedModel model = ModelReader.load(each.model);
    BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (TorchSegmenter segmenter = TorchSegmenter.open(model);
        GeoTiffSource image = GeoTiffSource.open(each.input(folder, setting.sidePx()))) {
      float[] window =
          side == Side.NETWORKS_ALONE ? window(segmenter, image, each, setting) : new float[0];
      // The first pass loads and compiles.
      alone(segmenter, new float[(model.card().inputs().size() + 1) * 64 * 64], 64, 1, 1);
      while (asked.readLine() != null) {
        long cpu = ProcessUse.cpuNanos();
        long start = System.nanoTime();
        long pixels;
        if (side == Side.NETWORKS_ALONE) {
          int edge = setting.tilePx() + 2 * segmenter.contract().haloPx();
          pixels = alone(segmenter, window, edge, setting.threads(), BARE_WINDOWS);
        } else {
          whole(folder, model, segmenter, each, side, setting);
          pixels = (long) setting.sidePx() * setting.sidePx();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (ProcessUse.cpuNanos() - cpu) / 1e9;
        print("%d %.6f %.6f %d%n", pixels, seconds, cpuSeconds, ProcessUse.peakKb() / 1024);
        System.out.flush();
      }
    }
  }

  /** The channels of one window with its halo. */
  private static float[] window(
      TorchSegmenter segmenter, GeoTiffSource image, Case each, Setting setting) {
    int halo = segmenter.contract().haloPx();
    PixelWindow window =
        new PixelWindow(setting.tilePx(), setting.tilePx(), setting.tilePx(), setting.tilePx())
            .grow(halo);
    List<FloatRaster> bands = image.read(IntStream.range(0, image.bands()).toArray(), window);
    for (FloatRaster band : bands) {
      for (int i = 0; i < band.data().length; i++) {
        band.data()[i] *= (float) each.scale;
      }
    }
    float[] channels = new float[(bands.size() + 1) * window.width() * window.height()];
    ChannelStack.write(bands, segmenter.contract().inputs(), channels, 0);
    return channels;
  }

  /** Every thread runs some windows; returns their pixels. */
  private static long alone(
      TorchSegmenter segmenter, float[] window, int edge, int threads, int windows)
      throws Exception {
    List<Integer> shape = List.of(1, window.length / (edge * edge), edge, edge);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Callable<Integer> some =
          () -> {
            for (int i = 0; i < windows; i++) {
              segmenter.forward(window, shape);
            }
            return windows;
          };
      long done = 0;
      for (Future<Integer> each :
          pool.invokeAll(IntStream.range(0, threads).mapToObj(i -> some).toList())) {
        done += (long) each.get() * edge * edge;
      }
      return done;
    } finally {
      pool.shutdown();
    }
  }

  private static void whole(
      Path folder,
      TrainedModel model,
      TorchSegmenter segmenter,
      Case each,
      Side side,
      Setting setting)
      throws IOException {
    Optional<DissimilarityIndex> index =
        side == Side.WHOLE ? DissimilarityIndex.of(model) : Optional.empty();
    PredictionLayer.write(
        segmenter,
        index,
        new PredictionLayer.Request(
            each.input(folder, setting.sidePx()),
            List.of(),
            each.scale,
            0,
            folder.resolve("predicted-" + side + ".tif"),
            Map.of(),
            new PredictionLayer.Work(setting.tilePx(), setting.batch(), setting.threads())),
        PredictionLayer.Progress.SILENT);
  }
}
