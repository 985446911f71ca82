package org.heartwood.infra.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.heartwood.inference.external.AllowedModels;
import org.heartwood.inference.external.ExternalModels;
import org.heartwood.inference.external.ExternalSegmenter;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.run.Sha256;

/**
 * Prints how many pixels a second networks predict here and in Python's PyTorch. All run in
 * processes of their own that take turns, so that other load on the machine meets all alike; ratios
 * are medians of the ratios of a round. Heartwood's time is that of {@link Segmenter#predict}: from
 * rasters to rasters, with scaling, masks and copies; Python's is that of the network alone.
 */
public final class InferenceBenchmark {
  private static final String WORKER = "--worker";
  private static final String SOAK = "--soak";
  private static final String BUILT_IN = "canopy-ndvi-landsat";
  private static final int WINDOWS = 4;
  private static final int SIDE_PX = 256;
  private static final int WARM_UP = 3;

  private static final List<InferenceSide> SOAKED =
      List.of(
          InferenceSide.HEARTWOOD_TORCHSCRIPT,
          InferenceSide.HEARTWOOD_ONNX,
          InferenceSide.HEARTWOOD_BUILT_IN);

  private InferenceBenchmark() {}

  /**
   * Runs the benchmark.
   *
   * @param args a folder for the networks, which are made there, and the number of rounds; or
   *     {@code --soak}, the folder, the number of batches, a side in px and, if only one is wanted,
   *     the name of an {@link InferenceSide}
   */
  public static void main(String[] args) throws Exception {
    if (args[0].equals(WORKER)) {
      work(Path.of(args[1]), InferenceSide.valueOf(args[2]));
      return;
    }
    if (args[0].equals(SOAK)) {
      List<InferenceSide> sides =
          args.length > 4 ? List.of(InferenceSide.valueOf(args[4])) : SOAKED;
      soak(Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]), sides);
      return;
    }
    Path folder = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    make(folder);
    for (int threads = 1; threads <= 2; threads++) {
      print("%n%d thread%s, batches of 4 x 256 x 256 px%n", threads, threads == 1 ? "" : "s");
      compare(folder, threads, rounds, InferenceSide.BROUGHT);
      compare(folder, threads, rounds, InferenceSide.OWN);
    }
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  /**
   * Runs the sides in turns and prints a line for each; the first is what others are measured by.
   */
  private static void compare(Path folder, int threads, int rounds, List<InferenceSide> sides)
      throws Exception {
    List<Turn> turns = new ArrayList<>();
    for (InferenceSide side : sides) {
      turns.add(new Turn(side.start(folder, threads)));
    }
    try {
      for (int round = -WARM_UP; round < rounds; round++) {
        for (Turn turn : turns) {
          turn.take(round >= 0);
        }
      }
      Turn peer = turns.get(0);
      for (int i = 0; i < sides.size(); i++) {
        Turn turn = turns.get(i);
        print(
            "  %-46s %9.0f px/s  %5.2f x, by CPU time %5.2f x  %5d MB  differs by %.1e%n",
            sides.get(i),
            median(turn.pxPerSecond()),
            median(turn.ratios(peer, Measure.WALL)),
            median(turn.ratios(peer, Measure.CPU)),
            turn.residentMb,
            turn.difference(peer));
      }
    } finally {
      turns.forEach(Turn::end);
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private enum Measure {
    WALL(0),
    CPU(1);

    /** Place of its seconds in an answer. */
    private final int place;

    Measure(int place) {
      this.place = place;
    }
  }

  /** A process that predicts a batch whenever it is asked to. */
  private static final class Turn {
    private final Process process;
    private final BufferedReader said;
    private final List<double[]> taken = new ArrayList<>();
    private float[] output = {};
    private long residentMb;

    Turn(Process process) throws IOException {
      this.process = process;
      this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      next();
    }

    private String next() throws IOException {
      String line = said.readLine();
      if (line == null) {
        throw new IOException("a side of the benchmark ended; see above");
      }
      return line;
    }

    /** Has a batch predicted; the answer is seconds, seconds of CPU, MB and a file of values. */
    void take(boolean counts) throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      String[] answer = next().split(" ", 4);
      if (counts) {
        taken.add(new double[] {Double.parseDouble(answer[0]), Double.parseDouble(answer[1])});
        residentMb = Long.parseLong(answer[2]);
      } else {
        output = floats(Files.readAllBytes(Path.of(answer[3])));
      }
    }

    double[] pxPerSecond() {
      double pixels = (double) WINDOWS * SIDE_PX * SIDE_PX;
      return taken.stream().mapToDouble(seconds -> pixels / seconds[0]).toArray();
    }

    double[] ratios(Turn peer, Measure measure) {
      double[] ratios = new double[taken.size()];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = peer.taken.get(i)[measure.place] / taken.get(i)[measure.place];
      }
      return ratios;
    }

    double difference(Turn peer) {
      double most = 0;
      for (int i = 0; i < output.length; i++) {
        most = Math.max(most, Math.abs(output[i] - peer.output[i]));
      }
      return most;
    }

    void end() {
      process.destroy();
    }
  }

  /** The networks and the input. */
  private static void make(Path folder) throws Exception {
    Files.createDirectories(folder);
    Path script = folder.resolve("networks.py");
    Files.write(script, resource("networks.py"));
    Files.write(folder.resolve("peer.py"), resource("peer.py"));
    Files.write(
        folder.resolve("member.safetensors"),
        ModelReader.load(BUILT_IN).members().get(0).toBytes());
    Files.write(folder.resolve("card.json"), StrictJson.bytes(ModelReader.load(BUILT_IN).card()));
    Process made =
        new ProcessBuilder("python3", script.toString(), folder.toString()).inheritIO().start();
    if (made.waitFor() != 0) {
      throw new IOException("python3 with torch and onnx must be there to make the networks");
    }
    describe(folder, "torchscript", "network.pt", "PyTorch", "torch.jit.script");
    describe(folder, "onnx", "network.onnx", "ONNX", "onnx");
  }

  private static void describe(
      Path folder, String name, String file, String framework, String artifactType)
      throws IOException {
    byte[] network = Files.readAllBytes(folder.resolve(name).resolve(file));
    String item =
        new String(resource("item.json"), UTF_8)
            .replace("FRAMEWORK", framework)
            .replace("ARTIFACT", artifactType)
            .replace("FILE", file)
            .replace("DIGEST", Sha256.of(network));
    Files.writeString(folder.resolve(name).resolve("item.json"), item);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(InferenceBenchmark.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }

  static Segmenter open(Path folder, InferenceSide side) {
    if (side == InferenceSide.HEARTWOOD_BUILT_IN) {
      return TorchSegmenter.open(ModelReader.load(BUILT_IN));
    }
    Path model =
        folder.resolve(side == InferenceSide.HEARTWOOD_TORCHSCRIPT ? "torchscript" : "onnx");
    String digest = ExternalModels.describe(model).contract().digest();
    return ExternalSegmenter.open(model, AllowedModels.of(List.of(digest)));
  }

  private static void work(Path folder, InferenceSide side) throws IOException {
    try (Segmenter segmenter = open(folder, side)) {
      List<List<FloatRaster>> windows =
          windows(floats(Files.readAllBytes(folder.resolve(side.input()))), SIDE_PX);
      BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      Path output = folder.resolve(side + ".out");
      print("ready%n");
      while (asked.readLine() != null) {
        long cpu = ProcessUse.cpuNanos();
        long start = System.nanoTime();
        List<Prediction> predicted = segmenter.predict(windows);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (ProcessUse.cpuNanos() - cpu) / 1e9;
        Files.write(output, bytes(predicted));
        print("%.6f %.6f %d %s%n", seconds, cpuSeconds, ProcessUse.residentKb() / 1024, output);
        System.out.flush();
      }
    }
  }

  /** Predicts many small batches and prints how the process grows. */
  private static void soak(Path folder, int batches, int sidePx, List<InferenceSide> sides)
      throws Exception {
    make(folder);
    for (InferenceSide side : sides) {
      try (Segmenter segmenter = open(folder, side)) {
        float[] input = floats(Files.readAllBytes(folder.resolve(side.input())));
        List<List<FloatRaster>> windows = windows(input, sidePx);
        List<double[]> seen = new ArrayList<>();
        int every = Math.max(1, batches / 100);
        for (int batch = 1; batch <= batches; batch++) {
          segmenter.predict(windows);
          // The first fifth fills caches and pools, and the compiler's.
          if (batch % every == 0 && batch > batches / 5) {
            seen.add(new double[] {batch / 1000.0, ProcessUse.residentKb() / 1024.0});
          }
        }
        print(
            "%-46s %,d batches of 4 x %d x %d px: %+.2f MB per 1,000 batches, the last half alone"
                + " %+.2f, %.0f MB at the end%n",
            side,
            batches,
            sidePx,
            sidePx,
            slope(seen),
            slope(seen.subList(seen.size() / 2, seen.size())),
            seen.get(seen.size() - 1)[1]);
      }
    }
  }

  /** Least squares. */
  private static double slope(List<double[]> points) {
    double meanX = points.stream().mapToDouble(point -> point[0]).average().orElseThrow();
    double meanY = points.stream().mapToDouble(point -> point[1]).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (double[] point : points) {
      products += (point[0] - meanX) * (point[1] - meanY);
      squares += (point[0] - meanX) * (point[0] - meanX);
    }
    return products / squares;
  }

  /** The input cut to windows of a side. */
  private static List<List<FloatRaster>> windows(float[] input, int sidePx) {
    int bands = input.length / (WINDOWS * SIDE_PX * SIDE_PX);
    PixelWindow whole = new PixelWindow(0, 0, SIDE_PX, SIDE_PX);
    List<List<FloatRaster>> windows = new ArrayList<>();
    for (int window = 0; window < WINDOWS; window++) {
      List<FloatRaster> rasters = new ArrayList<>();
      for (int band = 0; band < bands; band++) {
        int from = (window * bands + band) * SIDE_PX * SIDE_PX;
        float[] values = Arrays.copyOfRange(input, from, from + SIDE_PX * SIDE_PX);
        rasters.add(new FloatRaster(whole, values).crop(new PixelWindow(0, 0, sidePx, sidePx)));
      }
      windows.add(rasters);
    }
    return windows;
  }

  private static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /** Means of all targets, window by window. */
  private static byte[] bytes(List<Prediction> predictions) {
    int targets = predictions.get(0).targets().size();
    ByteBuffer out =
        ByteBuffer.allocate(predictions.size() * targets * SIDE_PX * SIDE_PX * Float.BYTES);
    for (Prediction prediction : predictions) {
      prediction.targets().forEach(target -> out.put(target.mean().toBytes()));
    }
    return out.array();
  }
}
