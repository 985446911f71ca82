package org.heartwood.ingest.tile;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.CoverageRuns;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.table.TableSchema;

/**
 * Which task reads which tiles: ranges of nodes along the Z-order curve, of about the same work. A
 * node is divided among tasks, by zone, only if it holds very many zones; its blocks are then
 * inflated by each of these tasks.
 */
final class TaskPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  static final String NODE = "node";
  static final String TILES = "tiles";
  static final String PAIRS = "pairs";
  static final String WORK = "work";

  /**
   * What a piece of a zone asks of a node: which sixteenths of it have to be inflated, as bits; the
   * pairs of tiles and zones; and the work beside inflating, in pixels inflated.
   */
  static final TableSchema LOAD =
      TableSchema.of("node_load")
          .with(NODE, DataTypes.IntegerType)
          .with(TILES, DataTypes.IntegerType)
          .with(PAIRS, DataTypes.LongType)
          .with(WORK, DataTypes.DoubleType);

  /** Below this many pairs a node is one task's: dividing it would cost more than it gains. */
  static final long MOST_PAIRS = 20_000;

  /** To sum a pixel takes about an eighth of the time to inflate it; an edge takes as eight. */
  private static final double SUM_WORK = 1.0 / 8;

  private static final double EDGE_WORK = 8;

  private final int[] firstTask;
  private final int[] tasks;

  private TaskPlan(int nodes) {
    this.firstTask = new int[nodes];
    this.tasks = new int[nodes];
  }

  /** What a piece asks of the nodes that it meets. */
  static Iterator<Row> loads(BlockTiles tiles, TileRange range, CoverageRuns runs) {
    int side = tiles.nodeSide();
    double edgeWork = EDGE_WORK * runs.vertices() / range.count();
    return IntStream.rangeClosed(range.north() / side, (range.south() - 1) / side)
        .boxed()
        .flatMap(
            row ->
                IntStream.rangeClosed(range.west() / side, (range.east() - 1) / side)
                    .mapToObj(
                        col -> {
                          TileRange shared =
                              new TileRange(
                                  Math.max(range.west(), col * side),
                                  Math.max(range.north(), row * side),
                                  Math.min(range.east(), (col + 1) * side),
                                  Math.min(range.south(), (row + 1) * side));
                          return load(tiles, shared, runs, edgeWork);
                        }))
        .iterator();
  }

  private static Row load(BlockTiles tiles, TileRange range, CoverageRuns runs, double edgeWork) {
    int quarter = tiles.nodeSide() / 4;
    int inflated = 0;
    for (int row = range.north() / quarter; row <= (range.south() - 1) / quarter; row++) {
      for (int col = range.west() / quarter; col <= (range.east() - 1) / quarter; col++) {
        inflated |= 1 << (row % 4 * 4 + col % 4);
      }
    }
    PixelWindow box =
        new PixelWindow(
            runs.fromCol(),
            runs.fromRow(),
            runs.toCol() - runs.fromCol(),
            runs.toRow() - runs.fromRow());
    PixelWindow window = range.window(tiles);
    double summed = 0;
    if (box.intersects(window)) {
      PixelWindow shared = box.intersection(window);
      summed = (double) shared.width() * shared.height();
    }
    long z = new TileKey(range.north(), range.west()).zOrder();
    return LOAD.row(
        tiles.node(z),
        inflated,
        (long) range.count(),
        SUM_WORK * summed + edgeWork * range.count());
  }

  /**
   * Divides the work.
   *
   * @param loads one row for each node that has any, in any order
   * @param tasks number of tasks, > 0
   */
  static TaskPlan of(BlockTiles tiles, List<Row> loads, int tasks) {
    List<Row> ordered =
        loads.stream().sorted(Comparator.comparing(row -> row.<Integer>getAs(NODE))).toList();
    int last = ordered.isEmpty() ? 0 : ordered.get(ordered.size() - 1).<Integer>getAs(NODE);
    TaskPlan plan = new TaskPlan(last + 1);
    double total = ordered.stream().mapToDouble(row -> work(tiles, row)).sum();
    double before = 0;
    for (Row row : ordered) {
      double work = work(tiles, row);
      plan.place(row, before / total * tasks, (before + work) / total * tasks, tasks);
      before += work;
    }
    return plan;
  }

  private static double work(BlockTiles tiles, Row load) {
    double sixteenthPx = tiles.tileWidth() * (double) tiles.tileHeight();
    sixteenthPx *= tiles.nodeSide() * (double) tiles.nodeSide() / 16;
    return Integer.bitCount(load.<Integer>getAs(TILES)) * sixteenthPx + load.<Double>getAs(WORK);
  }

  private void place(Row load, double from, double to, int all) {
    int node = load.<Integer>getAs(NODE);
    boolean divide = load.<Long>getAs(PAIRS) > MOST_PAIRS;
    int first = Math.min(all - 1, (int) (divide ? from : (from + to) / 2));
    firstTask[node] = first;
    tasks[node] = divide ? Math.max(1, Math.min(all, (int) Math.ceil(to)) - first) : 1;
  }

  /** The task for a zone in a node. */
  int task(int node, String zone) {
    return firstTask[node] + Math.floorMod(zone.hashCode(), tasks[node]);
  }
}
