package org.heartwood.infra.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.Inflater;
import org.heartwood.ingest.access.LocalBytes;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.tiff.TiffFile;
import org.heartwood.ingest.zonal.Operation;
import org.heartwood.ingest.zonal.ZonalStatistics;
import org.heartwood.ingest.zonal.ZoneFeatures;
import org.heartwood.ingest.zonal.ZonePolygon;
import org.heartwood.ingest.zonal.ZoneStatistics;

/**
 * Prints how long zonal statistics (count, mean, sum) take on synthetic data, from opening the
 * raster to the result, beside a pass that only inflates the raster and beside other tools where
 * they are installed. {@code cold} is the first computation of a fresh Java process, {@code warm}
 * the median of later ones.
 */
public final class ZonalBenchmark {
  private static final List<Operation> OPERATIONS = Operation.parseList("count,mean,sum");
  private static final String COLD = "--cold";
  private static final int COLD_RUNS = 3;
  private static final int WARM_RUNS = 5;

  private ZonalBenchmark() {}

  /**
   * Runs the benchmark.
   *
   * @param args a folder for the data, which is made where it is not there yet
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 4 && args[0].equals(COLD)) {
      Path folder = Path.of(args[1]);
      ZonalCase zonal = ZonalCase.valueOf(args[2]);
      List<ZonePolygon> zones = zones(zonal, folder);
      print("%.6f%n", seconds(() -> compute(folder, zones, Integer.parseInt(args[3]))));
      return;
    }
    Path folder = Path.of(args.length > 0 ? args[0] : "zonal-benchmark");
    ZonalCase.make(folder);
    print("synthetic raster of 10,000 x 10,000 uint8, deflate, tiles of 512, 2 %% no data%n");
    print("count, mean and sum; seconds: median (least)%n%n");
    for (ZonalCase zonal : ZonalCase.values()) {
      print("%n%s: %,d polygons%n", zonal, zonal.count());
      List<ZonePolygon> zones = zones(zonal, folder);
      double raw = median(seconds(() -> inflate(ZonalCase.raster(folder)), WARM_RUNS));
      print("  %-34s %8.3f%n", "inflating every tile, no more", raw);
      print("  %-34s %8.3f%n", "parsing", median(seconds(() -> zones(zonal, folder), WARM_RUNS)));
      for (int threads = 1; threads <= 2; threads++) {
        int used = threads;
        line("Heartwood cold, threads " + threads, cold(folder, zonal, threads), raw);
        compute(folder, zones, threads);
        double[] warm = seconds(() -> compute(folder, zones, used), WARM_RUNS);
        line("Heartwood warm, threads " + threads, warm, raw);
      }
      List<ZoneStatistics> ours = compute(folder, zones, 1);
      for (ZonalPeer peer : ZonalPeer.values()) {
        print("  %-34s %s%n", peer, peer.compare(folder, zonal, ours));
      }
    }
  }

  private static void line(String what, double[] seconds, double raw) {
    double median = median(seconds);
    double least = Arrays.stream(seconds).min().orElseThrow();
    print("  %-34s %8.3f (%.3f)  %.2f x inflating%n", what, median, least, median / raw);
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }

  private static List<ZonePolygon> zones(ZonalCase zonal, Path folder) {
    return ZoneFeatures.read(zonal.polygons(folder), MapProjection.of("EPSG:32633"), "id");
  }

  private static List<ZoneStatistics> compute(Path folder, List<ZonePolygon> zones, int threads) {
    Path raster = ZonalCase.raster(folder);
    return ZonalStatistics.compute(
        () -> TiffFile.open(LocalBytes.open(raster)).band(0), zones, OPERATIONS, threads);
  }

  private static double[] cold(Path folder, ZonalCase zonal, int threads) throws Exception {
    double[] seconds = new double[COLD_RUNS];
    for (int run = 0; run < COLD_RUNS; run++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx1g",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ZonalBenchmark.class.getName(),
                  COLD,
                  folder.toString(),
                  zonal.name(),
                  Integer.toString(threads))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      seconds[run] = Double.parseDouble(new String(process.getInputStream().readAllBytes(), UTF_8));
      process.waitFor();
    }
    return seconds;
  }

  private static double seconds(Callable<?> work) throws Exception {
    long start = System.nanoTime();
    work.call();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double[] seconds(Callable<?> work, int runs) throws Exception {
    double[] seconds = new double[runs];
    for (int run = 0; run < runs; run++) {
      seconds[run] = seconds(work);
    }
    return seconds;
  }

  private static double median(double[] seconds) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Inflates the tiles of the first image of a little-endian classic TIFF, and does no more. */
  private static long inflate(Path raster) throws Exception {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(raster)).order(ByteOrder.LITTLE_ENDIAN);
    int directory = file.getInt(4);
    long[] offsets = {};
    long[] lengths = {};
    for (int entry = 0; entry < file.getShort(directory); entry++) {
      int at = directory + 2 + 12 * entry;
      if (file.getShort(at) == 324) {
        offsets = values(file, at);
      } else if (file.getShort(at) == 325) {
        lengths = values(file, at);
      }
    }
    byte[] tile = new byte[512 * 512];
    Inflater inflater = new Inflater();
    long bytes = 0;
    for (int i = 0; i < offsets.length; i++) {
      inflater.reset();
      inflater.setInput(file.array(), (int) offsets[i], (int) lengths[i]);
      bytes += inflater.inflate(tile);
    }
    inflater.end();
    return bytes;
  }

  private static long[] values(ByteBuffer file, int entry) {
    int count = file.getInt(entry + 4);
    int start = file.getInt(entry + 8);
    boolean shorts = file.getShort(entry + 2) == 3;
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = shorts ? file.getShort(start + 2 * i) & 0xFFFF : file.getInt(start + 4 * i);
    }
    return values;
  }
}
