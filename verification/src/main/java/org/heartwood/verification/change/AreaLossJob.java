package org.heartwood.verification.change;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.Coverage;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelAreas;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.table.TableSchema;
import org.locationtech.jts.geom.Geometry;

/**
 * Forest and loss by block inside areas that are no zones of the assessment: a declared belt, a
 * reference region, the perimeter of a fire. Sums are whole square millimetres, so that no order of
 * adding shows. A pixel that no year shows is land without forest.
 */
public final class AreaLossJob {
  /** Blocks are at least so wide, pixels: what is collected stays far below the raster's size. */
  private static final int MIN_BLOCK_PX = 16;

  private static final double MM2_PER_M2 = 1e6;
  private static final double MM2_PER_HA = 1e10;
  private static final byte FOREST = 1;

  private static final String AREA = "area";
  private static final String BLOCK_ROW = "block_row";
  private static final String BLOCK_COL = "block_col";
  private static final String YEAR = "year";
  private static final String LAND_MM2 = "land_mm2";
  private static final String FOREST_MM2 = "forest_mm2";
  private static final String LOSS_MM2 = "loss_mm2";

  private static final TableSchema PARTS =
      TableSchema.of("area_block_year")
          .with(AREA, DataTypes.IntegerType)
          .with(BLOCK_ROW, DataTypes.IntegerType)
          .with(BLOCK_COL, DataTypes.IntegerType)
          .with(YEAR, DataTypes.IntegerType)
          .with(LAND_MM2, DataTypes.LongType)
          .with(FOREST_MM2, DataTypes.LongType)
          .with(LOSS_MM2, DataTypes.LongType);

  private AreaLossJob() {}

  /**
   * An area to sum over.
   *
   * @param name unique among the areas of a run
   * @param polygons valid polygons in the CRS of the grid; what lies beyond the grid is not summed
   */
  public record NamedArea(String name, Geometry polygons) implements Serializable {}

  /**
   * Runs the job.
   *
   * @param change {@link ChangeTable}
   * @param years composites of the change table
   * @param blockPx edge of the blocks, pixels; at least {@value #MIN_BLOCK_PX} are taken
   * @return blocks that an area touches, by place of the area in its list, row and column
   */
  public static List<AreaBlock> run(
      Dataset<Row> change, TileGrid tiles, int[] years, List<NamedArea> areas, int blockPx) {
    if (areas.isEmpty()) {
      return List.of();
    }
    ArrayList<NamedArea> asked = new ArrayList<>(areas);
    int edgePx = Math.max(MIN_BLOCK_PX, blockPx);
    int[] composites = years.clone();
    List<Row> rows =
        ChangeTable.SCHEMA
            .require(change)
            .select(ChangeTable.TILE_ROW, ChangeTable.TILE_COL, ChangeTable.FOREST)
            .flatMap(
                (FlatMapFunction<Row, Row>) row -> parts(row, tiles, composites, asked, edgePx),
                PARTS.encoder())
            .groupBy(AREA, BLOCK_ROW, BLOCK_COL, YEAR)
            .agg(sum(LAND_MM2), sum(FOREST_MM2), sum(LOSS_MM2))
            .collectAsList();
    return blocks(rows, areas);
  }

  private static Column sum(String column) {
    return functions.sum(column).as(column);
  }

  private static List<AreaBlock> blocks(List<Row> rows, List<NamedArea> areas) {
    Map<List<Integer>, List<AreaBlock.Year>> byBlock =
        new TreeMap<>(
            Comparator.<List<Integer>>comparingInt(key -> key.get(0))
                .thenComparingInt(key -> key.get(1))
                .thenComparingInt(key -> key.get(2)));
    for (Row row : rows) {
      byBlock
          .computeIfAbsent(
              List.of(
                  row.<Integer>getAs(AREA),
                  row.<Integer>getAs(BLOCK_ROW),
                  row.<Integer>getAs(BLOCK_COL)),
              key -> new ArrayList<>())
          .add(
              new AreaBlock.Year(
                  row.<Integer>getAs(YEAR),
                  row.<Long>getAs(LAND_MM2) / MM2_PER_HA,
                  row.<Long>getAs(FOREST_MM2) / MM2_PER_HA,
                  row.<Long>getAs(LOSS_MM2) / MM2_PER_HA));
    }
    return byBlock.entrySet().stream()
        .map(
            entry ->
                new AreaBlock(
                    areas.get(entry.getKey().get(0)).name(),
                    entry.getKey().get(1),
                    entry.getKey().get(2),
                    entry.getValue().stream()
                        .sorted(Comparator.comparingInt(AreaBlock.Year::year))
                        .toList()))
        .toList();
  }

  private static Iterator<Row> parts(
      Row row, TileGrid tiles, int[] years, List<NamedArea> areas, int edgePx) {
    TileKey key =
        new TileKey(
            row.<Integer>getAs(ChangeTable.TILE_ROW), row.<Integer>getAs(ChangeTable.TILE_COL));
    PixelWindow core = tiles.core(key);
    byte[] forest = row.getAs(ChangeTable.FOREST);
    double[] pixelM2 = pixelM2(tiles.grid(), core);
    List<Row> out = new ArrayList<>();
    for (int area = 0; area < areas.size(); area++) {
      Geometry polygons = areas.get(area).polygons();
      if (polygons.getEnvelopeInternal().intersects(tiles.grid().envelope(core))) {
        double[] fractions = Coverage.fractions(polygons, tiles.grid(), core);
        Map<Long, long[][]> sums = sums(core, forest, pixelM2, fractions, years.length, edgePx);
        for (Map.Entry<Long, long[][]> block : sums.entrySet()) {
          for (int t = 0; t < years.length; t++) {
            long[] year = block.getValue()[t];
            out.add(
                PARTS.row(
                    area,
                    (int) (block.getKey() >> 32),
                    (int) (long) block.getKey(),
                    years[t],
                    year[0],
                    year[1],
                    year[2]));
          }
        }
      }
    }
    return out.iterator();
  }

  /** Ellipsoidal areas, m², row-major; the same for a pixel whatever tile it lies on. */
  private static double[] pixelM2(Grid grid, PixelWindow core) {
    PixelAreas areas = new PixelAreas(grid);
    double[] m2 = new double[core.width() * core.height()];
    for (int row = 0; row < core.height(); row++) {
      areas.fill(core.row() + row, core.col(), core.endCol(), m2, row * core.width());
    }
    return m2;
  }

  /** Land, forest and loss by block and composite, mm². */
  private static Map<Long, long[][]> sums(
      PixelWindow core,
      byte[] forest,
      double[] pixelM2,
      double[] fractions,
      int composites,
      int edgePx) {
    Map<Long, long[][]> blocks = new TreeMap<>();
    int pixels = fractions.length;
    for (int pixel = 0; pixel < pixels; pixel++) {
      if (!(fractions[pixel] > 0)) {
        continue;
      }
      int blockRow = (core.row() + pixel / core.width()) / edgePx;
      int blockCol = (core.col() + pixel % core.width()) / edgePx;
      long[][] sums =
          blocks.computeIfAbsent((long) blockRow << 32 | blockCol, any -> new long[composites][3]);
      long mm2 = Math.round(fractions[pixel] * pixelM2[pixel] * MM2_PER_M2);
      for (int t = 0; t < composites; t++) {
        boolean now = forest[t * pixels + pixel] == FOREST;
        boolean before = t > 0 && forest[(t - 1) * pixels + pixel] == FOREST;
        sums[t][0] += mm2;
        sums[t][1] += now ? mm2 : 0;
        sums[t][2] += before && !now ? mm2 : 0;
      }
    }
    return blocks;
  }

  /** The blocks of one area. */
  public static List<AreaBlock> of(List<AreaBlock> blocks, String area) {
    return blocks.stream().filter(block -> block.area().equals(area)).toList();
  }
}
