package org.heartwood.infra.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.verification.counterfactual.CandidateIndex;
import org.heartwood.verification.counterfactual.CandidatesJob;
import org.heartwood.verification.counterfactual.CellPanel;
import org.heartwood.verification.counterfactual.EffectEstimate;
import org.heartwood.verification.counterfactual.LandscapeTable;
import org.heartwood.verification.counterfactual.MatchingCovariate;
import org.heartwood.verification.counterfactual.MatchingSettings;
import org.heartwood.verification.counterfactual.PixelMatching;
import org.heartwood.verification.counterfactual.PixelSet;
import org.heartwood.verification.counterfactual.Study;
import org.heartwood.verification.counterfactual.Timeline;

/**
 * Times matching on made-up pixels with the nine covariates of the PACT methodology. {@code spark
 * TREATED CANDIDATES…} runs filter and matching on two cores, once for each number of candidates;
 * {@code peer FOLDER TREATED CANDIDATES} writes pixels for the Python peer and matches the same on
 * one thread.
 */
public final class MatchBenchmark {
  private static final int TILE = 1 << 16;
  private static final int CLASSES = 4;
  private static final Grid GRID = new Grid("EPSG:32620", 0, 1e7, 30, 1 << 16, 1 << 16);
  private static final List<MatchingCovariate> COVARIATES =
      List.of(
          new MatchingCovariate("elevation", "m", 200),
          new MatchingCovariate("slope", "degrees", 2.5),
          new MatchingCovariate("access", "min", 10),
          new MatchingCovariate("undisturbed now", "share", 0.1),
          new MatchingCovariate("deforested now", "share", 0.1),
          new MatchingCovariate("undisturbed 10 years ago", "share", 0.1),
          new MatchingCovariate("deforested 10 years ago", "share", 0.1),
          new MatchingCovariate("undisturbed 5 years ago", "share", 0.1),
          new MatchingCovariate("deforested 5 years ago", "share", 0.1));

  private MatchBenchmark() {}

  /** Runs a part of the benchmark and prints its rows. */
  public static void main(String[] args) throws IOException {
    if (args[0].equals("spark")) {
      for (int i = 2; i < args.length; i++) {
        spark(Integer.parseInt(args[1]), Long.parseLong(args[i]));
      }
    } else {
      peer(Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    }
  }

  private static void spark(int treated, long candidates) throws IOException {
    try (SparkSession spark = SparkSessions.open("local[2]")) {
      PixelSet sampled = pixels(-1, treated, 0);
      List<Long> numbers = LongStream.range(0, (candidates + TILE - 1) / TILE).boxed().toList();
      Dataset<Row> tiles =
          spark
              .createDataset(numbers, Encoders.LONG())
              .repartition(8)
              .map(
                  (MapFunction<Long, Row>)
                      tile ->
                          LandscapeTable.row(
                              tile,
                              pixels(tile, (int) Math.min(TILE, candidates - tile * TILE), 1)),
                  LandscapeTable.SCHEMA.encoder());
      long begin = System.nanoTime();
      long bytes =
          tiles
              .select("pixels")
              .map(
                  (MapFunction<Row, Long>) row -> (long) row.<byte[]>getAs(0).length,
                  Encoders.LONG())
              .reduce((ReduceFunction<Long>) Long::sum);
      long made = System.nanoTime();
      MatchingSettings settings = MatchingSettings.pact(1);
      CandidateIndex index =
          CandidatesJob.candidates(tiles, GRID, List.of(), sampled, COVARIATES, settings);
      long filtered = System.nanoTime();
      EffectEstimate estimate = PixelMatching.with(settings).estimate(study(sampled, index));
      long matched = System.nanoTime();
      System.out.printf(
          Locale.ROOT,
          "%d treated, %d candidates (%.1f GB): making them %.1f s, filter with making %.1f s, %d"
              + " kept, 100 draws %.1f s, unmatched %.4f%n",
          treated,
          candidates,
          bytes / 1e9,
          (made - begin) / 1e9,
          (filtered - made) / 1e9,
          index.pixels().size(),
          (matched - filtered) / 1e9,
          estimate.unmatchedFraction());
    }
  }

  private static void peer(Path folder, int treated, int candidates) throws IOException {
    PixelSet sampled = pixels(-1, treated, 0);
    PixelSet outside = pixels(1, candidates, 1);
    Files.createDirectories(folder);
    write(folder.resolve("treated.bin"), sampled);
    write(folder.resolve("candidates.bin"), outside);
    MatchingSettings settings = MatchingSettings.pact(1);
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < 5; round++) {
      long begin = cpuNanos();
      EffectEstimate estimate =
          PixelMatching.with(settings)
              .estimate(study(sampled, new CandidateIndex(COVARIATES, outside)));
      double seconds = (cpuNanos() - begin) / 1e9;
      best = Math.min(best, seconds);
      System.out.printf(
          Locale.ROOT,
          "Heartwood: %.2f s, unmatched %.4f, avoided %.5f%n",
          seconds,
          estimate.unmatchedFraction(),
          estimate.years().get(0).avoidedFraction().mean());
    }
    System.out.printf(Locale.ROOT, "Heartwood, best of 5: %.3f s%n", best);
  }

  /** Time of this thread on the processor: other processes on the machine do not count. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Study study(PixelSet sampled, CandidateIndex index) {
    CellPanel nothing =
        new CellPanel(
            new Timeline(List.of(2000, 2010), 0),
            480,
            COVARIATES,
            new int[0],
            new int[0],
            new long[0],
            new double[0],
            new int[0]);
    return Study.of(
        "made up", sampled, index, new BitSet(), nothing, new BitSet(), new BitSet(), 1);
  }

  /** Terrain and pressure as on a forest front: forest goes where it went before. */
  private static PixelSet pixels(long tile, int size, int side) {
    SplittableRandom random = new SplittableRandom(31 * tile + side);
    int d = COVARIATES.size();
    long[] keys = new long[size];
    int[] hard = new int[size];
    float[] values = new float[size * d];
    byte[] lostBy = new byte[size];
    for (int i = 0; i < size; i++) {
      double pressure = random.nextDouble();
      keys[i] = PixelSet.key((int) (tile & 0xFFFF), i);
      hard[i] = random.nextInt(CLASSES);
      double gone = 0.6 * pressure * pressure;
      double[] x = {
        900 * (1 - pressure) + 500 * random.nextDouble(),
        25 * random.nextDouble() * random.nextDouble(),
        180 * (1 - pressure) + 60 * random.nextDouble(),
        1 - gone - 0.1 * random.nextDouble(),
        gone * (0.9 + 0.1 * random.nextDouble()),
        1 - 0.5 * gone - 0.1 * random.nextDouble(),
        0.5 * gone * (0.9 + 0.1 * random.nextDouble()),
        1 - 0.75 * gone - 0.1 * random.nextDouble(),
        0.75 * gone * (0.9 + 0.1 * random.nextDouble())
      };
      for (int c = 0; c < d; c++) {
        values[i * d + c] = (float) x[c];
      }
      lostBy[i] = (byte) (random.nextDouble() < 0.3 * pressure ? 1 : 2);
    }
    return new PixelSet(d, keys, hard, values, lostBy);
  }

  /** Little-endian float32, eleven a pixel: class, lost or not, covariates. */
  private static void write(Path file, PixelSet pixels) throws IOException {
    int d = COVARIATES.size();
    ByteBuffer out =
        ByteBuffer.allocate(4 * (d + 2) * pixels.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < pixels.size(); i++) {
      out.putFloat(pixels.hard(i)).putFloat(pixels.lostBy(i) == 1 ? 1 : 0);
      for (int c = 0; c < d; c++) {
        out.putFloat(pixels.value(i, c));
      }
    }
    try (OutputStream stream = Files.newOutputStream(file)) {
      stream.write(out.array());
    }
  }
}
