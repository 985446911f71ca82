package org.heartwood.infra.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.media.jai.JAI;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.project.ZoneTable;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.tile.ZonalJob;
import org.heartwood.ingest.zonal.Operation;
import org.heartwood.ingest.zonal.ZoneFeatures;

/**
 * Prints how long zonal statistics take on Spark with two cores, by Heartwood's job and by Sedona's
 * own functions, one after the other in the same session, and how far Sedona's numbers are from the
 * exact ones. Times are medians of five runs after three that are not counted, from the raster's
 * file and a table of polygons in memory to the collected result.
 */
public final class SparkZonalBenchmark {
  private static final int WARM_UPS = 3;
  private static final int RUNS = 5;
  private static final int TILE_PX = 512;
  private static final int TASKS = 8;

  /** JAI's own 16 MB make Sedona read the same blocks again and again. */
  private static final long JAI_CACHE_BYTES = 512L << 20;

  private static final String THREE = "count,mean,sum";

  /** What {@code RS_ZonalStatsAll} gives; it is the only way to more than one of them in a pass. */
  private static final String NINE = "count,sum,mean,median,majority,stdev,variance,min,max";

  private final SparkSession spark;
  private final Path folder;

  private SparkZonalBenchmark(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /** Count and mean of a zone. */
  private record Numbers(double count, double mean) {}

  /** A computation while it is timed. */
  private record Timed(double seconds, List<Row> rows) {}

  /**
   * Runs the benchmark.
   *
   * @param args a folder for the data, which is made where it is not there yet
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args.length > 0 ? args[0] : "zonal-benchmark");
    ZonalCase.make(folder);
    JAI.getDefaultInstance().getTileCache().setMemoryCapacity(JAI_CACHE_BYTES);
    try (SparkSession spark = SparkSessions.open("local[2]")) {
      print(
          "Spark %s, local[2], Sedona 1.8.0; seconds warm: median of %d%n", spark.version(), RUNS);
      for (ZonalCase zonal : ZonalCase.values()) {
        new SparkZonalBenchmark(spark, folder).run(zonal);
      }
    }
  }

  private void run(ZonalCase zonal) throws Exception {
    Dataset<Row> zones = zones(zonal).persist(StorageLevel.MEMORY_ONLY());
    print("%n%s: %,d polygons%n", zonal, zones.count());
    Timed three = timed(() -> heartwood(zones, THREE));
    Timed nine = timed(() -> heartwood(zones, NINE));
    print("  %-46s %8.3f%n", "Heartwood, count, mean, sum", three.seconds());
    print("  %-46s %8.3f%n", "Heartwood, the nine statistics of Sedona", nine.seconds());
    Map<String, Numbers> exact = numbers(three.rows());
    compare("Sedona, RS_ZonalStatsAll", () -> sedona(tiles(), zones), three, nine, exact);
    Dataset<Row> cached = tiles().persist(StorageLevel.MEMORY_ONLY());
    compare("Sedona, inflated tiles in memory", () -> sedona(cached, zones), three, nine, exact);
    cached.unpersist(true);
    zones.unpersist(true);
  }

  private void compare(
      String what, Callable<List<Row>> query, Timed three, Timed nine, Map<String, Numbers> exact)
      throws Exception {
    Timed peer;
    try {
      peer = timed(query);
    } catch (Exception e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      print("  %-46s    fails: %s%n", what, cause);
      return;
    }
    print(
        "  %-46s %8.3f  %5.1f x and %.1f x Heartwood's%n",
        what, peer.seconds(), peer.seconds() / three.seconds(), peer.seconds() / nine.seconds());
    printDifferences(numbers(peer.rows()), exact);
  }

  private static void printDifferences(Map<String, Numbers> found, Map<String, Numbers> exact) {
    double[] count = new double[exact.size()];
    double[] mean = new double[exact.size()];
    int wrong = 0;
    int i = 0;
    for (Map.Entry<String, Numbers> zone : exact.entrySet()) {
      Numbers right = zone.getValue();
      Numbers other = found.getOrDefault(zone.getKey(), new Numbers(0, 0));
      double pixels = Math.abs(other.count() - right.count());
      count[i] = pixels / right.count();
      mean[i++] = Math.abs(other.mean() / right.mean() - 1);
      // A rule of pixel centres may miss a few at the edge: that is not called wrong.
      wrong += pixels > 0.02 * right.count() + 20 ? 1 : 0;
    }
    print(
        "    its count is off by %.2e (most %.2e), its mean by %.2e (most %.2e), of the exact;"
            + " %d of %d polygons miss more than 2 %% and 20 pixels%n",
        Arrays.stream(count).average().orElseThrow(),
        Arrays.stream(count).max().orElseThrow(),
        Arrays.stream(mean).average().orElseThrow(),
        Arrays.stream(mean).max().orElseThrow(),
        wrong,
        exact.size());
  }

  private static Map<String, Numbers> numbers(List<Row> rows) {
    return rows.stream()
        .collect(
            Collectors.toMap(
                row -> row.getAs(ZoneTable.ZONE),
                row -> new Numbers(row.<Double>getAs("count"), row.<Double>getAs("mean"))));
  }

  private Dataset<Row> zones(ZonalCase zonal) {
    return ZoneTable.of(
        spark, ZoneFeatures.read(zonal.polygons(folder), MapProjection.of("EPSG:32633"), "id"));
  }

  private List<Row> heartwood(Dataset<Row> zones, String operations) {
    return ZonalJob.run(
            spark,
            new ZonalJob.Request(
                DataAccess.standard(),
                new ZonalJob.RasterBand(ZonalCase.raster(folder).toString(), 0),
                null,
                Operation.parseList(operations),
                TILE_PX,
                TASKS),
            zones)
        .collectAsList();
  }

  private Dataset<Row> tiles() {
    return spark
        .read()
        .format("binaryFile")
        .load(ZonalCase.raster(folder).toString())
        .selectExpr("RS_FromGeoTiff(content) AS raster")
        .selectExpr("RS_TileExplode(raster, " + TILE_PX + ", " + TILE_PX + ") AS (x, y, tile)")
        .select("tile")
        .repartition(TASKS);
  }

  private List<Row> sedona(Dataset<Row> tiles, Dataset<Row> zones) {
    tiles.createOrReplaceTempView("tiles");
    zones
        .selectExpr("zone", "ST_SetSRID(ST_GeomFromWKB(geometry), 32633) AS shape")
        .createOrReplaceTempView("shapes");
    return spark
        .sql(
            """
            SELECT zone, CAST(sum(s.count) AS DOUBLE) AS count, sum(s.sum) / sum(s.count) AS mean
            FROM (SELECT zone, RS_ZonalStatsAll(tile, shape, 1) AS s
                  FROM tiles JOIN shapes ON RS_Intersects(tile, shape))
            GROUP BY zone
            """)
        .collectAsList();
  }

  private static Timed timed(Callable<List<Row>> work) throws Exception {
    List<Row> rows = List.of();
    for (int run = 0; run < WARM_UPS; run++) {
      rows = work.call();
    }
    double[] seconds = new double[RUNS];
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      rows = work.call();
      seconds[run] = (System.nanoTime() - start) / 1e9;
    }
    Arrays.sort(seconds);
    return new Timed(seconds[RUNS / 2], rows);
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
