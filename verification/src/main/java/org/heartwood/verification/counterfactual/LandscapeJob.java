package org.heartwood.verification.counterfactual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.scene.GeoTiffSource;

/**
 * Reads the maps tile by tile. A task holds one tile, its margin and its maps; the cells that reach
 * the driver are hundreds of times fewer than the pixels.
 */
public final class LandscapeJob {
  private LandscapeJob() {}

  /**
   * Runs the job.
   *
   * @param partitions number of tasks
   * @return {@link LandscapeTable}, one row a tile
   */
  public static Dataset<Row> run(
      SparkSession spark, DataAccess access, Landscape landscape, int partitions) {
    TileGrid tiles = new TileGrid(landscape.grid(), landscape.tilePx());
    List<Long> numbers = LongStream.range(0, tiles.count()).boxed().toList();
    return spark
        .createDataset(numbers, Encoders.LONG())
        .repartition(partitions)
        .mapPartitions(
            (MapPartitionsFunction<Long, Row>) some -> new TileRows(some, access, landscape, tiles),
            LandscapeTable.SCHEMA.encoder());
  }

  /** Opens the files once a task. */
  private static final class TileRows implements Iterator<Row> {
    private final Iterator<Long> numbers;
    private final Landscape landscape;
    private final TileGrid tiles;
    private final GeoTiffSource forest;
    private final List<GeoTiffSource> maps;
    private final List<GeoTiffSource> classes;

    TileRows(Iterator<Long> numbers, DataAccess access, Landscape landscape, TileGrid tiles) {
      this.numbers = numbers;
      this.landscape = landscape;
      this.tiles = tiles;
      this.forest = GeoTiffSource.open(access, landscape.forest());
      this.maps =
          landscape.covariates().stream()
              .map(map -> GeoTiffSource.open(access, map.raster()))
              .toList();
      this.classes =
          landscape.classes().stream().map(file -> GeoTiffSource.open(access, file)).toList();
    }

    @Override
    public boolean hasNext() {
      if (!numbers.hasNext()) {
        close();
        return false;
      }
      return true;
    }

    private void close() {
      try {
        forest.close();
        for (GeoTiffSource source : maps) {
          source.close();
        }
        for (GeoTiffSource source : classes) {
          source.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Row next() {
      long number = numbers.next();
      TileKey key = tiles.key(number);
      PixelWindow core = tiles.core(key);
      LandscapeTile tile =
          new LandscapeTile(
              landscape,
              core,
              forest.read(new int[] {0}, core.grow(landscape.surroundingsPx())).get(0),
              maps.stream().map(source -> around(source, core)).toList(),
              classes.stream().map(source -> around(source, core)).toList());
      PixelSet pixels = tile.pixels();
      return RowFactory.create(number, pixels.toBytes(), tile.cells(pixels), tile.missing());
    }

    private LandscapeTile.OwnGrid around(GeoTiffSource source, PixelWindow core) {
      PixelWindow window = source.grid().covering(landscape.grid().envelope(core)).grow(1);
      return new LandscapeTile.OwnGrid(source.grid(), source.read(new int[] {0}, window).get(0));
    }
  }

  /** The landscape in cells. */
  public static CellPanel panel(Dataset<Row> tiles, Landscape landscape) {
    List<Row> rows =
        LandscapeTable.SCHEMA
            .require(tiles)
            .select(LandscapeTable.TILE, LandscapeTable.CELLS)
            .where(functions.length(functions.col(LandscapeTable.CELLS)).gt(0))
            .sort(LandscapeTable.TILE)
            .collectAsList();
    int dates = landscape.timeline().dates();
    List<MatchingCovariate> matched = landscape.matched();
    int bytes = LandscapeTile.cellBytes(dates, matched.size());
    List<ByteBuffer> cells = new ArrayList<>();
    for (Row row : rows) {
      ByteBuffer in = ByteBuffer.wrap(row.<byte[]>getAs(LandscapeTable.CELLS));
      for (int at = 0; at < in.capacity(); at += bytes) {
        cells.add(in.slice(at, bytes));
      }
    }
    cells.sort(
        (a, b) ->
            Long.compare(
                PixelSet.key(a.getInt(0), a.getInt(4)), PixelSet.key(b.getInt(0), b.getInt(4))));
    int[] cellRows = new int[cells.size()];
    int[] cellCols = new int[cells.size()];
    int[] hard = new int[cells.size()];
    long[] forest = new long[cells.size() * dates];
    double[] means = new double[cells.size() * matched.size()];
    for (int i = 0; i < cells.size(); i++) {
      ByteBuffer cell = cells.get(i);
      cellRows[i] = cell.getInt(0);
      cellCols[i] = cell.getInt(4);
      hard[i] = cell.getInt(8);
      for (int date = 0; date < dates; date++) {
        forest[i * dates + date] = cell.getLong(12 + 8 * date);
      }
      for (int c = 0; c < matched.size(); c++) {
        means[i * matched.size() + c] = cell.getDouble(12 + 8 * dates + 8 * c);
      }
    }
    return new CellPanel(
        landscape.timeline(),
        landscape.cellPx() * groundPixelM(landscape.grid()),
        matched,
        cellRows,
        cellCols,
        forest,
        means,
        hard);
  }

  /** Edge of the middle pixel on the ground, m. */
  public static double groundPixelM(Grid grid) {
    return Math.sqrt(PixelArea.pixelM2(grid, grid.width() / 2, grid.height() / 2));
  }

  /** Forest pixels at the start left out for want of a value. */
  public static long missing(Dataset<Row> tiles) {
    return tiles
        .select(LandscapeTable.MISSING)
        .map((MapFunction<Row, Long>) row -> row.getLong(0), Encoders.LONG())
        .reduce((ReduceFunction<Long>) Long::sum);
  }
}
