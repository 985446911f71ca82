package org.heartwood.ingest.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.Coverage;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.project.ZoneTable;
import org.heartwood.ingest.run.SparkSessions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygonal;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;

class TileZonesJobTest {
  private static final Grid GRID = new Grid("EPSG:32636", 819105, 832185, 30, 143, 148);
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final Geometry NOTHING = GEOMETRIES.createPolygon();

  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark = SparkSessions.open("local[2]");
  }

  private static Dataset<Row> table(Map<Zone, Geometry> zones) {
    List<Row> rows = new ArrayList<>();
    zones.forEach(
        (zone, geometry) ->
            rows.add(RowFactory.create(zone.label(), new WKBWriter().write(geometry))));
    return spark.createDataFrame(rows, ZoneTable.SCHEMA.type());
  }

  private static Map<Zone, Geometry> kafa() throws ParseException {
    Geometry project =
        new WKTReader()
            .read(
                "POLYGON ((820000 829000, 821877 828900.5, 822111 830777, 820500 831001,"
                    + " 820000 829000), (820700 829700, 820900 830100, 821100 829600,"
                    + " 820700 829700))");
    Geometry imagery = GEOMETRIES.toGeometry(GRID.envelope());
    Geometry belt = project.buffer(400);
    Map<Zone, Geometry> zones = new EnumMap<>(Zone.class);
    zones.put(Zone.PROJECT, project);
    zones.put(Zone.BELT, belt.difference(project).intersection(imagery));
    zones.put(Zone.COMPARISON, project.buffer(9000).intersection(imagery).difference(belt));
    return zones;
  }

  private static TileKey key(Row row) {
    return new TileKey(
        row.<Integer>getAs(TileZoneTable.TILE_ROW), row.<Integer>getAs(TileZoneTable.TILE_COL));
  }

  private static Geometry geometry(Row row) throws ParseException {
    return new WKBReader().read(row.<byte[]>getAs(TileZoneTable.GEOMETRY));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 64, 160})
  void coverageSummedOverTheTilesIsTheAreaOfTheZoneWhateverTheTileSize(int tileSizePx)
      throws ParseException {
    TileGrid tiles = new TileGrid(GRID, tileSizePx);
    Map<Zone, Geometry> zones = kafa();
    Map<Zone, Double> pixels = new EnumMap<>(Zone.class);
    Set<String> pairs = new HashSet<>();
    for (Row row : TileZonesJob.run(spark, tiles, table(zones)).collectAsList()) {
      Zone zone = Zone.ofLabel(row.getAs(TileZoneTable.ZONE));
      assertThat(pairs.add(zone + " " + key(row))).isTrue();
      assertThat(row.<Long>getAs(TileZoneTable.Z_ORDER)).isEqualTo(key(row).zOrder());
      PixelWindow core = tiles.core(key(row));
      double[] fractions = Coverage.fractions(geometry(row), GRID, core);
      double[] direct = Coverage.fractions(zones.getOrDefault(zone, NOTHING), GRID, core);
      assertThat(fractions).containsExactly(direct, within(1e-9));
      for (double fraction : fractions) {
        pixels.merge(zone, fraction, Double::sum);
      }
    }
    assertThat(pixels).containsOnlyKeys(Zone.values());
    zones.forEach(
        (zone, polygons) ->
            assertThat(pixels.getOrDefault(zone, Double.NaN) * 900)
                .isCloseTo(polygons.getArea(), within(1e-9 * polygons.getArea())));
  }

  @Test
  void tilesAwayFromAZoneHaveNoRow() {
    TileGrid tiles = new TileGrid(GRID, 16);
    Geometry corner = GEOMETRIES.toGeometry(GRID.envelope(new PixelWindow(40, 40, 4, 4)));
    List<Row> rows =
        TileZonesJob.run(spark, tiles, table(Map.of(Zone.PROJECT, corner))).collectAsList();

    assertThat(rows).hasSize(1);
    assertThat(key(rows.get(0))).isEqualTo(new TileKey(2, 2));
  }

  @Test
  void everyRowIsPolygonsWhereZonesRunAlongTheMarginsOfTiles() throws ParseException {
    TileGrid tiles = new TileGrid(GRID, 16);
    // Its edges lie exactly one pixel outside tile (2, 2), its corners on those of the margin.
    Geometry frame =
        GEOMETRIES
            .toGeometry(GRID.envelope(new PixelWindow(20, 20, 40, 40)))
            .difference(
                GEOMETRIES.toGeometry(GRID.envelope(tiles.core(new TileKey(2, 2)).grow(1))));
    List<Row> rows =
        TileZonesJob.run(spark, tiles, table(Map.of(Zone.BELT, frame))).collectAsList();

    double pixels = 0;
    for (Row row : rows) {
      assertThat((Object) geometry(row)).isInstanceOf(Polygonal.class);
      for (double fraction : Coverage.fractions(geometry(row), GRID, tiles.core(key(row)))) {
        pixels += fraction;
      }
    }
    assertThat(pixels).isCloseTo(40 * 40 - 18 * 18, within(1e-9));
  }

  @Test
  void partitionsDoNotChangeTheRows() throws ParseException {
    TileGrid tiles = new TileGrid(GRID, 16);
    Dataset<Row> zones = table(kafa());
    assertThat(rows(spark, tiles, zones.repartition(7)))
        .isEqualTo(rows(spark, tiles, zones.repartition(1)))
        .hasSizeGreaterThan(100);
  }

  private static Set<String> rows(SparkSession session, TileGrid tiles, Dataset<Row> zones)
      throws ParseException {
    Set<String> rows = new HashSet<>();
    for (Row row : TileZonesJob.run(session, tiles, zones).collectAsList()) {
      rows.add(key(row) + row.<String>getAs(TileZoneTable.ZONE) + geometry(row).norm());
    }
    return rows;
  }

  @Test
  void randomRectanglesKeepTheirArea() throws ParseException {
    Random random = new Random(1);
    TileGrid tiles = new TileGrid(GRID, 32);
    for (int i = 0; i < 3; i++) {
      double west = GRID.x(100 * random.nextDouble());
      double south = GRID.y(40 + 100 * random.nextDouble());
      Geometry rectangle =
          GEOMETRIES.toGeometry(
              new Envelope(
                  west,
                  west + 1200 * random.nextDouble(),
                  south,
                  south + 1200 * random.nextDouble()));
      double pixels = 0;
      for (Row row :
          TileZonesJob.run(spark, tiles, table(Map.of(Zone.PROJECT, rectangle))).collectAsList()) {
        for (double fraction : Coverage.fractions(geometry(row), GRID, tiles.core(key(row)))) {
          pixels += fraction;
        }
      }
      assertThat(pixels * 900).isCloseTo(rectangle.getArea(), within(1e-3));
    }
  }

  @Test
  void aTableWithoutGeometryIsRefused() throws ParseException {
    Dataset<Row> zones = table(kafa()).drop(ZoneTable.GEOMETRY);
    assertThatIllegalStateException()
        .isThrownBy(() -> TileZonesJob.run(spark, new TileGrid(GRID, 64), zones))
        .withMessage("zone: column geometry is missing");
  }
}
