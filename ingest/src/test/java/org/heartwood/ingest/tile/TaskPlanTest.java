package org.heartwood.ingest.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.heartwood.ingest.grid.CoverageRuns;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.TileKey;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKBWriter;

class TaskPlanTest {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  /** 196 × 196 tiles. */
  private static final BlockTiles TILES =
      new BlockTiles(new Grid("EPSG:32633", 0, 3_000_000, 30, 100_000, 100_000), 512, 512);

  private static final int TASKS = 16;

  /** What a task is given. */
  private static final class Load {
    private final Set<Long> tiles = new HashSet<>();
    private long pairs;
    private long edgeBytes;
  }

  private static Geometry disk(double col, double row, double radiusPx, int vertices) {
    Coordinate[] ring = new Coordinate[vertices + 1];
    for (int i = 0; i < vertices; i++) {
      double angle = 2 * Math.PI * i / vertices;
      double radius = radiusPx * (i % 2 == 0 ? 1 : 0.9999);
      ring[i] =
          new Coordinate(
              TILES.grid().x(col + radius * Math.cos(angle)),
              TILES.grid().y(row + radius * Math.sin(angle)));
    }
    ring[vertices] = ring[0];
    return GEOMETRIES.createPolygon(ring);
  }

  private static List<Row> pieces(Map<String, Geometry> zones) {
    List<Row> rows = new ArrayList<>();
    zones.forEach(
        (zone, geometry) ->
            ZonePieces.of(TILES, zone, new WKBWriter().write(geometry))
                .forEachRemaining(
                    row -> {
                      if (row.<byte[]>getAs(ZonePieceTable.EDGES).length > 0) {
                        rows.add(row);
                      }
                    }));
    return rows;
  }

  private static CoverageRuns runs(Row piece) {
    return CoverageRuns.fromBytes(
        piece.getAs(ZonePieceTable.EDGES), ZonePieceTable.tiles(piece).window(TILES));
  }

  /** As the job sums them. */
  private static List<Row> loads(List<Row> pieces) {
    Map<Integer, Row> sums = new HashMap<>();
    for (Row piece : pieces) {
      TaskPlan.loads(TILES, ZonePieceTable.tiles(piece), runs(piece))
          .forEachRemaining(
              load ->
                  sums.merge(
                      load.getAs(TaskPlan.NODE),
                      load,
                      (one, other) ->
                          TaskPlan.LOAD.row(
                              one.getInt(0),
                              one.getInt(1) | other.getInt(1),
                              one.getLong(2) + other.getLong(2),
                              one.getDouble(3) + other.getDouble(3))));
    }
    return List.copyOf(sums.values());
  }

  private static Load[] shares(List<Row> pieces) {
    TaskPlan plan = TaskPlan.of(TILES, loads(pieces), TASKS);
    Load[] loads = new Load[TASKS];
    Arrays.setAll(loads, task -> new Load());
    for (Row piece : pieces) {
      TileRange range = ZonePieceTable.tiles(piece);
      CoverageRuns runs = runs(piece);
      for (int row = range.north(); row < range.south(); row++) {
        for (int col = range.west(); col < range.east(); col++) {
          TileKey tile = new TileKey(row, col);
          CoverageRuns inTile = runs.within(TILES.window(tile));
          if (!inTile.isEmpty()) {
            Load load =
                loads[plan.task(TILES.node(tile.zOrder()), piece.getAs(ZonePieceTable.ZONE))];
            load.tiles.add(tile.zOrder());
            load.pairs++;
            load.edgeBytes += inTile.toBytes().length;
          }
        }
      }
    }
    return loads;
  }

  private static Map<String, Geometry> hugeAndSmall() {
    Random random = new Random(7);
    Map<String, Geometry> zones = new HashMap<>();
    zones.put("huge", disk(50_000, 50_000, 49_000, 200_000));
    for (int i = 0; i < 10_000; i++) {
      zones.put(
          "small " + i,
          disk(20_000 + 900 * random.nextGaussian(), 30_000 + 900 * random.nextGaussian(), 6, 12));
    }
    return zones;
  }

  @Test
  void oneHugeProjectAndTenThousandSmallOnesShareTheTasksEvenly() {
    List<Row> pieces = pieces(hugeAndSmall());
    Load[] loads = shares(pieces);
    int tiles = Arrays.stream(loads).mapToInt(load -> load.tiles.size()).sum();
    int most = Arrays.stream(loads).mapToInt(load -> load.tiles.size()).max().orElse(0);

    assertThat(tiles).isGreaterThan(25_000);
    assertThat(most / (double) tiles).isLessThan(1.15 / TASKS);
    assertThat(loads).allMatch(load -> load.tiles.size() > 0.7 * tiles / TASKS);
  }

  @Test
  void aHugePolygonShipsItsEdgesAboutOnce() {
    List<Row> pieces = pieces(Map.of("huge", disk(50_000, 50_000, 49_000, 200_000)));
    long pairs = Arrays.stream(shares(pieces)).mapToLong(load -> load.pairs).sum();
    long bytes = Arrays.stream(shares(pieces)).mapToLong(load -> load.edgeBytes).sum();
    long joined =
        pieces.stream()
            .mapToLong(
                row ->
                    (long) row.<byte[]>getAs(ZonePieceTable.EDGES).length
                        * ZonePieceTable.tiles(row).count())
            .max()
            .orElse(0);

    // Its WKB is 3.2 MB; with each tile it would be 95 GB.
    assertThat(bytes).isLessThan(2 * 16 * 200_000 + 200 * pairs);
    assertThat(joined).isLessThanOrEqualTo(1 << 20);
  }

  @Test
  void aCrowdedNodeIsDividedByZone() {
    Map<String, Geometry> zones = new HashMap<>();
    for (int i = 0; i < 2 * TaskPlan.MOST_PAIRS; i++) {
      zones.put("plot " + i, disk(1_000 + i % 200, 1_000 + i / 200 % 200, 1.5, 6));
    }
    Load[] loads = shares(pieces(zones));
    long most = Arrays.stream(loads).mapToLong(load -> load.pairs).max().orElse(0);

    assertThat(Arrays.stream(loads).filter(load -> load.pairs > 0).count()).isEqualTo(TASKS);
    assertThat(most).isLessThan((long) (1.2 * 2 * TaskPlan.MOST_PAIRS * 1.1 / TASKS));
  }

  @Test
  void tasksAreRangesOfTheCurve() {
    List<Row> pieces = pieces(Map.of("all", GEOMETRIES.toGeometry(TILES.grid().envelope())));
    TaskPlan plan = TaskPlan.of(TILES, loads(pieces), TASKS);
    int before = 0;
    Set<Integer> tasks = new TreeSet<>();
    for (long z = 0; z < 1 << 16; z++) {
      TileKey tile = TileKey.ofZOrder(z);
      if (tile.row() < TILES.down() && tile.col() < TILES.across()) {
        int task = plan.task(TILES.node(z), "all");
        assertThat(task).isGreaterThanOrEqualTo(before);
        before = task;
        tasks.add(task);
      }
    }
    assertThat(tasks).hasSize(TASKS);
  }

  @Test
  void nodesAreAFewThousandAtMostWhateverTheGrid() {
    for (int side : new int[] {1, 3, 20, 196, 5_000, 60_000}) {
      BlockTiles tiles =
          new BlockTiles(new Grid("EPSG:32633", 0, 0, 1, 16 * side, 16 * side), 16, 16);
      int last = tiles.node(new TileKey(side - 1, side - 1).zOrder());
      assertThat(last).isLessThan(4096);
      assertThat(tiles.node((long) tiles.nodeSide() * tiles.nodeSide() - 1)).isZero();
      assertThat(tiles.node((long) tiles.nodeSide() * tiles.nodeSide())).isEqualTo(1);
    }
  }

  @Test
  void aZoneBesideTheGridAsksForNothing() {
    Geometry beside = GEOMETRIES.toGeometry(new Envelope(-90, -30, 0, 30));
    assertThat(pieces(Map.of("beside", beside))).isEmpty();
  }
}
