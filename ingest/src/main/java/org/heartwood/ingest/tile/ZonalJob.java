package org.heartwood.ingest.tile;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.sedona_sql.expressions.st_constructors;
import org.apache.spark.sql.sedona_sql.expressions.st_predicates;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.TaskCompletionListener;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.CoverageRuns;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.project.ZoneTable;
import org.heartwood.ingest.tiff.TiffFile;
import org.heartwood.ingest.zonal.Operation;
import org.heartwood.ingest.zonal.WindowStatistics;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Exact zonal statistics of one raster on a cluster, with the numbers of {@link
 * org.heartwood.ingest.zonal.ZonalStatistics} (METHOD.md §2.3).
 *
 * <p>No polygon is clipped. Zones are first cut into pieces of tiles, and after Sedona's join into
 * single tiles, by leaving out the vertices that do not matter there ({@link CoverageRuns#within}):
 * coverage keeps its bits, a tile inside a polygon is shipped with a handful of vertices, and a
 * polygon over ten thousands of tiles with little more than its own. Tasks are ranges of the
 * Z-order curve of even work ({@link TaskPlan}); each opens the raster once and inflates a block
 * once for all its zones. What a zone has in a square of tiles is one part, whichever task reads
 * it, and parts are added in the order of the curve: the number of tasks and partitions does not
 * change a bit.
 *
 * <p>A zone that cannot be used, or that needs a block that cannot be read, has a row that says so;
 * the others are not affected.
 */
public final class ZonalJob {
  private static final String TILE_ROW = "tile_row";
  private static final String TILE_COL = "tile_col";

  /** A tile in the join: well inside its square, so that it meets no piece that it only touches. */
  private static final double INSET = 0.25;

  private ZonalJob() {}

  /**
   * A band of a GeoTIFF.
   *
   * @param location as {@link DataAccess#open} takes it, on every executor
   * @param bandIndex from 0
   */
  public record RasterBand(String location, int bandIndex) implements Serializable {}

  /**
   * What is asked.
   *
   * @param access opens the rasters
   * @param raster values
   * @param weights raster whose pixels coincide with the values'; null unless a weighted statistic
   *     is asked for
   * @param operations statistics wanted of each zone
   * @param tileSizePx edge of the tiles that are handed out, rounded to whole blocks of the raster
   * @param tasks number of tasks that read; a few for each core even out what the plan misjudges
   */
  public record Request(
      DataAccess access,
      RasterBand raster,
      @Nullable RasterBand weights,
      List<Operation> operations,
      int tileSizePx,
      int tasks)
      implements Serializable {
    public Request {
      operations = List.copyOf(operations);
      if (!(tileSizePx > 0) || !(tasks > 0)) {
        throw new IllegalArgumentException(
            "tileSizePx and tasks must be > 0, were " + tileSizePx + " and " + tasks);
      }
    }

    WindowStatistics open() {
      RasterBand second = weights;
      return WindowStatistics.open(
          () -> open(raster), second == null ? null : () -> open(second), operations);
    }

    private BlockRaster open(RasterBand band) {
      return TiffFile.open(access.open(band.location())).band(band.bandIndex());
    }
  }

  /**
   * Runs the job.
   *
   * @param zones {@link ZoneTable}, geometries in the raster's CRS
   * @return {@link ZonalStatisticsTable}, one row a zone
   * @throws org.heartwood.ingest.issue.InputException if a raster cannot be opened
   */
  public static Dataset<Row> run(SparkSession spark, Request request, Dataset<Row> zones) {
    BlockTiles tiles = tiles(request);
    Dataset<Row> pieces = pieces(spark, tiles, ZoneTable.SCHEMA.require(zones));
    TaskPlan plan = TaskPlan.of(tiles, loads(tiles, pieces).collectAsList(), request.tasks());
    Dataset<Row> parts =
        ofZones(pieces).union(parts(spark, request, tiles, plan, pairs(spark, tiles, pieces)));
    List<Operation> operations = request.operations();
    return parts
        .repartition(request.tasks(), parts.col(ZonePartTable.ZONE))
        .sortWithinPartitions(ZonePartTable.ZONE, ZonePartTable.NODE)
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> new ZoneMerge(rows, operations),
            ZonalStatisticsTable.schema(operations).encoder());
  }

  private static BlockTiles tiles(Request request) {
    try (WindowStatistics raster = request.open()) {
      return BlockTiles.of(raster.raster(), request.tileSizePx());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@link ZonePieceTable}, kept while the result is in use: every polygon is parsed once. */
  private static Dataset<Row> pieces(SparkSession spark, BlockTiles tiles, Dataset<Row> zones) {
    JavaRDD<Row> rows =
        zones
            .toJavaRDD()
            .flatMap(
                (FlatMapFunction<Row, Row>)
                    row ->
                        ZonePieces.of(
                            tiles, row.getAs(ZoneTable.ZONE), row.getAs(ZoneTable.GEOMETRY)))
            .persist(StorageLevel.MEMORY_AND_DISK_SER());
    return spark.createDataFrame(rows, ZonePieceTable.SCHEMA.type());
  }

  private static Column hasEdges(Dataset<Row> pieces) {
    return functions.length(pieces.col(ZonePieceTable.EDGES)).gt(0);
  }

  private static Dataset<Row> ofZones(Dataset<Row> pieces) {
    return ZonePartTable.SCHEMA.require(
        pieces
            .where(functions.not(hasEdges(pieces)))
            .withColumn(ZonePartTable.NODE, functions.lit(ZonePartTable.ZONE_ITSELF))
            .withColumn(ZonePartTable.STATISTICS, pieces.col(ZonePieceTable.EDGES)));
  }

  /** The work in each node: a few thousand rows at most. */
  private static Dataset<Row> loads(BlockTiles tiles, Dataset<Row> pieces) {
    Dataset<Row> loads =
        pieces
            .where(hasEdges(pieces))
            .flatMap(
                (FlatMapFunction<Row, Row>)
                    row -> {
                      TileRange range = ZonePieceTable.tiles(row);
                      return TaskPlan.loads(
                          tiles,
                          range,
                          CoverageRuns.fromBytes(
                              row.getAs(ZonePieceTable.EDGES), range.window(tiles)));
                    },
                TaskPlan.LOAD.encoder());
    return loads
        .groupBy(TaskPlan.NODE)
        .agg(
            functions.bit_or(loads.col(TaskPlan.TILES)).as(TaskPlan.TILES),
            functions.sum(TaskPlan.PAIRS).as(TaskPlan.PAIRS),
            functions.sum(TaskPlan.WORK).as(TaskPlan.WORK));
  }

  /** Sedona's join, in tiles instead of metres: what meets is then beyond rounding. */
  private static Dataset<Row> pairs(SparkSession spark, BlockTiles tiles, Dataset<Row> pieces) {
    Column id = functions.col("id");
    Column across = functions.lit((long) tiles.across());
    Dataset<Row> all =
        spark
            .range((long) tiles.across() * tiles.down())
            .select(
                id.divide(across).cast("int").as(TILE_ROW),
                id.mod(across).cast("int").as(TILE_COL));
    Column tile =
        st_constructors.ST_PolygonFromEnvelope(
            all.col(TILE_COL).plus(INSET),
            all.col(TILE_ROW).plus(INSET),
            all.col(TILE_COL).plus(1 - INSET),
            all.col(TILE_ROW).plus(1 - INSET));
    Column piece =
        st_constructors.ST_PolygonFromEnvelope(
            pieces.col(ZonePieceTable.WEST).cast("double"),
            pieces.col(ZonePieceTable.NORTH).cast("double"),
            pieces.col(ZonePieceTable.EAST).cast("double"),
            pieces.col(ZonePieceTable.SOUTH).cast("double"));
    return pieces.where(hasEdges(pieces)).join(all, st_predicates.ST_Intersects(piece, tile));
  }

  /** Tiles go to the tasks of the plan, with the edges that matter in them, and are read there. */
  private static Dataset<Row> parts(
      SparkSession spark, Request request, BlockTiles tiles, TaskPlan plan, Dataset<Row> pairs) {
    JavaPairRDD<Tuple2<Long, Integer>, Tuple2<String, byte[]>> edges =
        pairs.toJavaRDD().flatMapToPair(row -> edges(tiles, plan, row));
    JavaRDD<Row> parts =
        edges
            .repartitionAndSortWithinPartitions(new Tasks(request.tasks()), new AlongTheCurve())
            .mapPartitions(zones -> read(request, tiles, zones));
    return spark.createDataFrame(parts, ZonePartTable.SCHEMA.type());
  }

  private static Iterator<Tuple2<Tuple2<Long, Integer>, Tuple2<String, byte[]>>> edges(
      BlockTiles tiles, TaskPlan plan, Row row) {
    TileKey tile = new TileKey(row.<Integer>getAs(TILE_ROW), row.<Integer>getAs(TILE_COL));
    CoverageRuns runs =
        CoverageRuns.fromBytes(
                row.getAs(ZonePieceTable.EDGES), ZonePieceTable.tiles(row).window(tiles))
            .within(tiles.window(tile));
    if (runs.isEmpty()) {
      return Collections.emptyIterator();
    }
    String zone = row.getAs(ZonePieceTable.ZONE);
    long z = tile.zOrder();
    return List.of(
            new Tuple2<>(
                new Tuple2<>(z, plan.task(tiles.node(z), zone)),
                new Tuple2<>(zone, runs.toBytes())))
        .iterator();
  }

  private static Iterator<Row> read(
      Request request,
      BlockTiles tiles,
      Iterator<Tuple2<Tuple2<Long, Integer>, Tuple2<String, byte[]>>> zones) {
    if (!zones.hasNext()) {
      return Collections.emptyIterator();
    }
    WindowStatistics raster = request.open();
    TaskContext.get()
        .addTaskCompletionListener(
            (TaskCompletionListener)
                context -> {
                  try {
                    raster.close();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
    return new TileReading(tiles, raster, zones);
  }

  /** Each key carries its task. */
  private static final class Tasks extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int tasks;

    Tasks(int tasks) {
      this.tasks = tasks;
    }

    @Override
    public int numPartitions() {
      return tasks;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) ((Tuple2<?, ?>) key)._2();
    }
  }

  private static final class AlongTheCurve
      implements Comparator<Tuple2<Long, Integer>>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Tuple2<Long, Integer> one, Tuple2<Long, Integer> other) {
      return Long.compare(one._1(), other._1());
    }
  }
}
