package org.heartwood.ingest.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.project.ZoneTable;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.tiff.TiffFile;
import org.heartwood.ingest.zonal.Operation;
import org.heartwood.ingest.zonal.ZonalStatistics;
import org.heartwood.ingest.zonal.ZonePolygon;
import org.heartwood.ingest.zonal.ZoneStatistics;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;

/** A polygon over 100,000 × 100,000 pixels, in a virtual machine of 1 GiB. */
class ZonalJobMemoryTest {
  private static final int SIDE_PX = 100_000;

  private static final int PIXEL_M = 30;
  private static final int BLOCK_PX = 512;
  private static final double BLOCK_PIXELS = BLOCK_PX * BLOCK_PX;

  @ParameterizedTest
  @ValueSource(strings = {"machine", "cluster"})
  void memoryDoesNotGrowWithTheRasterNorThePolygon(String where, @TempDir Path folder)
      throws IOException, InterruptedException {
    Path raster = sparse(folder);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.add("-Xmx1g");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(InOneGibibyte.class.getName());
    command.add(where);
    command.add(raster.toString());
    String[] numbers = run(folder, command).strip().split(" ", -1);

    assertThat(Double.parseDouble(numbers[0])).isEqualTo(4 * BLOCK_PIXELS);
    assertThat(Double.parseDouble(numbers[1]))
        .isEqualTo(1.0 * SIDE_PX * SIDE_PX - 4 * BLOCK_PIXELS);
    assertThat(Double.parseDouble(numbers[2])).isEqualTo(10 * BLOCK_PIXELS);
  }

  /** Four blocks are in the file, of 1, 2, 3 and 4. */
  private static Path sparse(Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("sparse.tif");
    List<String> warp = new ArrayList<>(List.of("gdalwarp", "-q"));
    int[][] blocks = {{0, 0}, {97, 3}, {100, 100}, {5, 190}};
    try {
      create(folder, file, 0, 0, SIDE_PX, "-co", "SPARSE_OK=TRUE");
      for (int i = 0; i < blocks.length; i++) {
        Path block = folder.resolve(i + ".tif");
        String value = Integer.toString(i + 1);
        create(
            folder,
            block,
            BLOCK_PX * blocks[i][0],
            BLOCK_PX * blocks[i][1],
            BLOCK_PX,
            "-burn",
            value);
        warp.add(block.toString());
      }
      warp.add(file.toString());
      run(folder, warp);
    } catch (IOException e) {
      assumeTrue(false, "GDAL is not here: " + e.getMessage());
    }
    return file;
  }

  private static void create(Path folder, Path file, int col, int row, int sidePx, String... more)
      throws IOException, InterruptedException {
    String command =
        "gdal_create -of GTiff -ot Byte -bands 1 -a_nodata 255 -a_srs EPSG:32633 -co TILED=YES"
            + " -co BLOCKXSIZE=512 -co BLOCKYSIZE=512 -co COMPRESS=DEFLATE -outsize %d %d"
            + " -a_ullr %d %d %d %d";
    List<String> words =
        new ArrayList<>(
            List.of(
                command
                    .formatted(
                        sidePx,
                        sidePx,
                        PIXEL_M * col,
                        PIXEL_M * (SIDE_PX - row),
                        PIXEL_M * (col + sidePx),
                        PIXEL_M * (SIDE_PX - row - sidePx))
                    .split(" ", -1)));
    words.addAll(List.of(more));
    words.add(file.toString());
    run(folder, words);
  }

  /** What a command prints; an exception if it cannot be run or fails. */
  private static String run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    File out = folder.resolve("out.txt").toFile();
    File err = folder.resolve("err.txt").toFile();
    Process process = new ProcessBuilder(command).redirectOutput(out).redirectError(err).start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    if (!ended || process.exitValue() != 0) {
      String message = Files.readString(err.toPath(), StandardCharsets.UTF_8);
      if (command.contains(InOneGibibyte.class.getName())) {
        throw new AssertionError(message);
      }
      throw new IOException(message);
    }
    return Files.readString(out.toPath(), StandardCharsets.UTF_8);
  }

  /** The other virtual machine: prints count, no-data count and sum. */
  static final class InOneGibibyte {
    private static final List<Operation> OPERATIONS =
        Operation.parseList("count,nodata_count,sum,stdev,min,max,median");

    private InOneGibibyte() {}

    public static void main(String[] arguments) throws ParseException, IOException {
      Geometry all =
          new WKTReader()
              .read(
                  "POLYGON ((-5 -7, 3000010 -3, 3000020 3000040, 1500000 3100000, -9 3000001,"
                      + " -5 -7))");
      String raster = arguments[1];
      if (arguments[0].equals("machine")) {
        ZoneStatistics zone =
            ZonalStatistics.compute(
                    () -> TiffFile.open(DataAccess.standard().open(raster)).band(0),
                    List.of(new ZonePolygon("all", all)),
                    OPERATIONS,
                    1)
                .get(0);
        print(
            zone.value(OPERATIONS.get(0)),
            zone.value(OPERATIONS.get(1)),
            zone.value(OPERATIONS.get(2)));
        return;
      }
      try (SparkSession spark = SparkSessions.open("local[1]")) {
        Row zone =
            ZonalJob.run(
                    spark,
                    new ZonalJob.Request(
                        DataAccess.standard(),
                        new ZonalJob.RasterBand(raster, 0),
                        null,
                        OPERATIONS,
                        512,
                        4),
                    spark.createDataFrame(
                        List.of(RowFactory.create("all", new WKBWriter().write(all))),
                        ZoneTable.SCHEMA.type()))
                .collectAsList()
                .get(0);
        print(zone.getAs("count"), zone.getAs("nodata_count"), zone.getAs("sum"));
      }
    }

    private static void print(double count, double noData, double sum) {
      System.out.println(count + " " + noData + " " + sum);
    }
  }
}
