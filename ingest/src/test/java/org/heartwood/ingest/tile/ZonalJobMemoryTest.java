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

  /** Written blocks of 512 px, each of one value. */
  private static final String WRITE_BLOCKS =
      """
      import sys
      from osgeo import gdal
      raster = gdal.Open(sys.argv[1], gdal.GA_Update)
      for col, row, value in ((0, 0, 1), (97, 3, 2), (100, 100, 3), (5, 190, 4)):
          raster.GetRasterBand(1).WriteRaster(
              512 * col, 512 * row, 512, 512, bytes([value]) * (512 * 512))
      """;

  private static final double BLOCK_PX = 512 * 512;

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

    assertThat(Double.parseDouble(numbers[0])).isEqualTo(4 * BLOCK_PX);
    assertThat(Double.parseDouble(numbers[1])).isEqualTo(1.0 * SIDE_PX * SIDE_PX - 4 * BLOCK_PX);
    assertThat(Double.parseDouble(numbers[2])).isEqualTo(10 * BLOCK_PX);
  }

  private static Path sparse(Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("sparse.tif");
    try {
      run(
          folder,
          List.of(
              "gdal_create",
              "-of",
              "GTiff",
              "-ot",
              "Byte",
              "-outsize",
              Integer.toString(SIDE_PX),
              Integer.toString(SIDE_PX),
              "-a_nodata",
              "255",
              "-a_srs",
              "EPSG:32633",
              "-a_ullr",
              "0",
              "3000000",
              "3000000",
              "0",
              "-co",
              "SPARSE_OK=TRUE",
              "-co",
              "TILED=YES",
              "-co",
              "BLOCKXSIZE=512",
              "-co",
              "BLOCKYSIZE=512",
              "-co",
              "COMPRESS=DEFLATE",
              file.toString()));
      run(folder, List.of("python3", "-c", WRITE_BLOCKS, file.toString()));
    } catch (IOException e) {
      assumeTrue(false, "GDAL is not here: " + e.getMessage());
    }
    return file;
  }

  /** What a command prints; an exception if it cannot be run or fails. */
  private static String run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    File out = folder.resolve("out.txt").toFile();
    File err = folder.resolve("err.txt").toFile();
    Process process =
        new ProcessBuilder(command).redirectOutput(out).redirectError(err).start();
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
        Operation.parseList("count,nodata_count,sum,area_ha,stdev,min,max,median");

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
