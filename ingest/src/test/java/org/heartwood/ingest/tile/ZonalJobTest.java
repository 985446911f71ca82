package org.heartwood.ingest.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.project.ZoneTable;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.tiff.TiffFile;
import org.heartwood.ingest.zonal.Operation;
import org.heartwood.ingest.zonal.ZonalStatistics;
import org.heartwood.ingest.zonal.ZonePolygon;
import org.heartwood.ingest.zonal.ZoneStatistics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;

class ZonalJobTest {
  private static final Grid GRID = new Grid("EPSG:32636", 819105, 832185, 30, 1203, 977);
  private static final int BLOCK_PX = 64;
  private static final int TILE_PX = 128;
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final List<Operation> ALL =
      Operation.parseList(
          "count,nodata_count,area_m2,area_ha,nodata_area_ha,sum,mean,variance,stdev,stderr,"
              + "min,max,q05,median,q97.5,majority,minority,variety,histogram");
  private static final List<Operation> FEW =
      Operation.parseList("sum,mean,stdev,area_ha,nodata_area_ha,min,max,median,q10");

  /** Whole numbers 0 to 99, some of them missing. */
  private static final TiledTiff.Pixels WHOLE =
      (col, row) -> hash(col, row) % 11 == 0 ? Float.NaN : hash(col, row) % 100;

  private static final TiledTiff.Pixels REAL =
      (col, row) -> hash(col, row) % 11 == 0 ? Float.NaN : hash(col, row) / 7e6f;

  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark = SparkSessions.open("local[2]");
  }

  private static int hash(int col, int row) {
    int mixed = (31_337 * row + col) * 0x9E3779B1;
    return (mixed ^ (mixed >>> 15)) & 0x3FFFFFFF;
  }

  private static Geometry star(Random random, double col, double row, double mostPx, int most) {
    int vertices = 5 + random.nextInt(most);
    Coordinate[] ring = new Coordinate[vertices + 1];
    for (int i = 0; i < vertices; i++) {
      double angle = 2 * Math.PI * (i + 0.9 * random.nextDouble()) / vertices;
      double radius = mostPx * (0.2 + 0.8 * random.nextDouble());
      ring[i] =
          new Coordinate(
              GRID.x(col + radius * Math.cos(angle)), GRID.y(row + radius * Math.sin(angle)));
    }
    ring[vertices] = ring[0];
    return GEOMETRIES.createPolygon(ring);
  }

  /** Everything, the inside of a ring, one with many vertices, and many small ones. */
  private static Map<String, Geometry> zones() {
    Random random = new Random(5);
    Map<String, Geometry> zones = new LinkedHashMap<>();
    Envelope all = new Envelope(GRID.envelope());
    all.expandBy(12_345);
    zones.put("all", GEOMETRIES.toGeometry(all));
    zones.put(
        "ring",
        star(random, 600, 500, 700, 60).buffer(0).difference(star(random, 600, 500, 90, 9)));
    zones.put("coast", star(random, 600, 500, 550, 20_000));
    Geometry two = star(random, 100, 100, 80, 20).union(star(random, 900, 800, 150, 20));
    zones.put("two", two);
    for (int i = 0; i < 2_000; i++) {
      zones.put(
          "star " + i,
          star(
              random,
              -10 + 1_220 * random.nextDouble(),
              -10 + 1_000 * random.nextDouble(),
              0.4 * Math.pow(60, random.nextDouble()),
              30));
    }
    return zones;
  }

  private static Dataset<Row> table(Map<String, Geometry> zones) {
    List<Row> rows = new ArrayList<>();
    zones.forEach((zone, geometry) -> rows.add(zone(zone, new WKBWriter().write(geometry))));
    return table(rows);
  }

  private static Row zone(String zone, byte @Nullable [] wkb) {
    return RowFactory.create(zone, wkb);
  }

  private static Dataset<Row> table(List<Row> rows) {
    return spark.createDataFrame(
        rows, new StructType().add(ZoneTable.ZONE, "string").add(ZoneTable.GEOMETRY, "binary"));
  }

  private static ZonalJob.Request request(Path raster, List<Operation> operations, int tasks) {
    return new ZonalJob.Request(
        DataAccess.standard(),
        new ZonalJob.RasterBand(raster.toString(), 0),
        null,
        operations,
        TILE_PX,
        tasks);
  }

  private static Map<String, Row> rows(Dataset<Row> result) {
    Map<String, Row> rows = new TreeMap<>();
    for (Row row : result.collectAsList()) {
      assertThat(rows.put(row.getAs(ZonalStatisticsTable.ZONE), row)).isNull();
    }
    return rows;
  }

  private static Row row(Map<String, Row> rows, String zone) {
    return Objects.requireNonNull(rows.get(zone), zone);
  }

  private static Map<String, String> texts(Dataset<Row> result) {
    Map<String, String> texts = new TreeMap<>();
    rows(result).forEach((zone, row) -> texts.put(zone, row.toString()));
    return texts;
  }

  private static Supplier<BlockRaster> source(Path raster) {
    return () -> TiffFile.open(DataAccess.standard().open(raster.toString())).band(0);
  }

  private static void assertSame(Path raster, Map<String, Geometry> zones, List<Operation> asked) {
    List<ZonePolygon> polygons =
        zones.entrySet().stream()
            .map(each -> new ZonePolygon(each.getKey(), each.getValue()))
            .toList();
    List<ZoneStatistics> expected = ZonalStatistics.compute(source(raster), polygons, asked, 1);
    Map<String, Row> rows = rows(ZonalJob.run(spark, request(raster, asked, 5), table(zones)));
    assertThat(rows).hasSameSizeAs(polygons);
    for (int i = 0; i < polygons.size(); i++) {
      Row row = row(rows, polygons.get(i).id());
      if (!row.getAs(ZonalStatisticsTable.STATUS).equals(ZonalStatisticsTable.OK)) {
        assertThat(row.<String>getAs(ZonalStatisticsTable.STATUS)).isEqualTo("OUTSIDE_AREA");
        assertThat(expected.get(i).value(ALL.get(0)) + expected.get(i).value(ALL.get(1))).isZero();
        continue;
      }
      for (Operation operation : asked) {
        if (operation.measure() == Operation.Measure.HISTOGRAM) {
          assertThat(row.<Double, Double>getJavaMap(row.fieldIndex(ZonalStatisticsTable.HISTOGRAM)))
              .isEqualTo(expected.get(i).classAreasHa());
        } else {
          assertThat(row.<Double>getAs(operation.name()))
              .as("%s of %s", operation.name(), polygons.get(i).id())
              .isEqualTo(Double.valueOf(expected.get(i).value(operation)));
        }
      }
    }
  }

  @Test
  void wholeNumbersGiveTheBitsOfOneMachine(@TempDir Path folder) {
    assertSame(
        TiledTiff.write(folder.resolve("whole.tif"), GRID, BLOCK_PX, WHOLE, -1), zones(), ALL);
  }

  @Test
  void realNumbersGiveTheBitsOfOneMachine(@TempDir Path folder) {
    assertSame(TiledTiff.write(folder.resolve("real.tif"), GRID, BLOCK_PX, REAL, -1), zones(), FEW);
  }

  @Test
  void tasksAndPartitionsDoNotChangeABit(@TempDir Path folder) {
    Path raster = TiledTiff.write(folder.resolve("real.tif"), GRID, BLOCK_PX, REAL, -1);
    Map<String, String> one =
        texts(ZonalJob.run(spark, request(raster, FEW, 1), table(zones()).repartition(1)));
    assertThat(texts(ZonalJob.run(spark, request(raster, FEW, 2), table(zones()).repartition(7))))
        .isEqualTo(one);
    assertThat(texts(ZonalJob.run(spark, request(raster, FEW, 7), table(zones()).repartition(2))))
        .isEqualTo(one);
  }

  @Test
  void theJoinOfLargeTablesGivesTheSame(@TempDir Path folder) {
    Path raster = TiledTiff.write(folder.resolve("real.tif"), GRID, BLOCK_PX, REAL, -1);
    Map<String, String> broadcast =
        texts(ZonalJob.run(spark, request(raster, FEW, 3), table(zones())));
    spark.conf().set("sedona.join.autoBroadcastJoinThreshold", "-1");
    spark.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
    try {
      assertThat(texts(ZonalJob.run(spark, request(raster, FEW, 3), table(zones()))))
          .isEqualTo(broadcast);
    } finally {
      spark.conf().unset("sedona.join.autoBroadcastJoinThreshold");
      spark.conf().unset("spark.sql.autoBroadcastJoinThreshold");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10485760", "-1"})
  void everyZoneHasARowWhateverIsWrongWithIt(String broadcastBytes, @TempDir Path folder)
      throws ParseException {
    Path raster = TiledTiff.write(folder.resolve("whole.tif"), GRID, BLOCK_PX, WHOLE, -1);
    WKTReader wkt = new WKTReader();
    WKBWriter wkb = new WKBWriter();
    double x = GRID.x(10);
    double y = GRID.y(10);
    byte[] square = wkb.write(GEOMETRIES.toGeometry(new Envelope(x, x + 90, y, y + 60)));
    String bow =
        "POLYGON ((%1$f %2$f, %3$f %4$f, %3$f %2$f, %1$f %4$f, %1$f %2$f))"
            .formatted(x, y, x + 90, y + 60);
    byte[] nan = square.clone();
    ByteBuffer.wrap(nan).putDouble(13 + 16, Double.NaN);
    List<Row> bad =
        List.of(
            zone("none", null),
            zone("noise", new byte[] {1, 2, 3}),
            zone("short", Arrays.copyOf(square, square.length - 9)),
            zone("empty", wkb.write(wkt.read("POLYGON EMPTY"))),
            zone("line", wkb.write(wkt.read("LINESTRING (0 0, 1 1)"))),
            zone("bow", wkb.write(wkt.read(bow))),
            zone("nan", nan),
            zone("away", wkb.write(wkt.read("POLYGON ((0 0, 1 0, 1 1, 0 0))"))),
            zone("twice", square),
            zone("twice", square));
    List<Row> all = new ArrayList<>(bad);
    all.add(zone("good", square));
    spark.conf().set("sedona.join.autoBroadcastJoinThreshold", broadcastBytes);
    try {
      Map<String, Row> rows = rows(ZonalJob.run(spark, request(raster, ALL, 2), table(all)));
      Map<String, String> status = new TreeMap<>();
      rows.forEach((zone, row) -> status.put(zone, row.getAs(ZonalStatisticsTable.STATUS)));
      assertThat(status)
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "none", "MISSING",
                  "noise", "GEOMETRY",
                  "short", "GEOMETRY",
                  "empty", "EMPTY",
                  "line", "GEOMETRY",
                  "bow", "GEOMETRY",
                  "nan", "GEOMETRY",
                  "away", "OUTSIDE_AREA",
                  "twice", "VALUE",
                  "good", "OK"));
      Row good = row(rows, "good");
      assertThat(good.<Double>getAs("count") + good.<Double>getAs("nodata_count"))
          .isCloseTo(6, within(1e-9));
      assertThat(row(rows, "bow").<Double>getAs("count")).isNaN();
      assertThat(row(rows, "bow").<String>getAs(ZonalStatisticsTable.DETAIL))
          .startsWith("Self-intersection at (");
      assertThat(rows(ZonalJob.run(spark, request(raster, ALL, 2), table(bad)))).hasSize(9);
    } finally {
      spark.conf().unset("sedona.join.autoBroadcastJoinThreshold");
    }
  }

  @Test
  void aDamagedBlockCostsTheZonesThatNeedItAndNoOther(@TempDir Path folder) {
    int blocksAcross = (GRID.width() + BLOCK_PX - 1) / BLOCK_PX;
    Path whole = TiledTiff.write(folder.resolve("whole.tif"), GRID, BLOCK_PX, WHOLE, -1);
    // Block (3, 3) is the south-east one of the four of tile (1, 1).
    Path damaged =
        TiledTiff.write(folder.resolve("damaged.tif"), GRID, BLOCK_PX, WHOLE, 3 * blocksAcross + 3);
    Envelope block = GRID.envelope(new PixelWindow(192, 192, 64, 64));
    Map<String, Geometry> zones = zones();
    Map<String, String> good = texts(ZonalJob.run(spark, request(whole, FEW, 3), table(zones)));
    Map<String, Row> rows = rows(ZonalJob.run(spark, request(damaged, FEW, 3), table(zones)));
    int failed = 0;
    for (Map.Entry<String, Geometry> zone : zones.entrySet()) {
      Row row = row(rows, zone.getKey());
      Geometry inBlock = zone.getValue().buffer(0).intersection(GEOMETRIES.toGeometry(block));
      if (inBlock.getArea() > 1) {
        failed++;
        assertThat(row.<String>getAs(ZonalStatisticsTable.STATUS)).isNotEqualTo("OK");
        assertThat(row.<String>getAs(ZonalStatisticsTable.DETAIL)).contains("damaged.tif");
        assertThat(row.<Double>getAs("mean")).isNaN();
      } else {
        assertThat(row).hasToString(good.get(zone.getKey()));
      }
    }
    assertThat(failed).isGreaterThan(5);
  }

  @Test
  void aSecondRasterWeighsTheFirst(@TempDir Path folder) {
    Path raster = TiledTiff.write(folder.resolve("whole.tif"), GRID, BLOCK_PX, WHOLE, -1);
    Path weights = TiledTiff.write(folder.resolve("weights.tif"), GRID, 48, REAL, -1);
    List<Operation> operations = Operation.parseList("weighted_mean,weighted_sum");
    Map<String, Geometry> zones = zones();
    List<ZoneStatistics> expected =
        ZonalStatistics.compute(
            source(raster),
            source(weights),
            zones.entrySet().stream()
                .map(each -> new ZonePolygon(each.getKey(), each.getValue()))
                .toList(),
            operations,
            1);
    ZonalJob.Request request =
        new ZonalJob.Request(
            DataAccess.standard(),
            new ZonalJob.RasterBand(raster.toString(), 0),
            new ZonalJob.RasterBand(weights.toString(), 0),
            operations,
            TILE_PX,
            4);
    Map<String, Row> rows = rows(ZonalJob.run(spark, request, table(zones)));
    int i = 0;
    for (String zone : zones.keySet()) {
      if (row(rows, zone).getAs(ZonalStatisticsTable.STATUS).equals(ZonalStatisticsTable.OK)) {
        assertThat(row(rows, zone).<Double>getAs("weighted_mean"))
            .isEqualTo(Double.valueOf(expected.get(i).value(operations.get(0))));
        assertThat(row(rows, zone).<Double>getAs("weighted_sum"))
            .isEqualTo(Double.valueOf(expected.get(i).value(operations.get(1))));
      }
      i++;
    }
  }

  @Test
  void aRasterThatIsNotThereIsTheUsersError(@TempDir Path folder) {
    assertThatThrownBy(
            () -> ZonalJob.run(spark, request(folder.resolve("none.tif"), FEW, 1), table(Map.of())))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.tif");
  }
}
