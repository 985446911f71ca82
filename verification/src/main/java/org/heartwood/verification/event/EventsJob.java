package org.heartwood.verification.event;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelAreas;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.verification.detect.Confidence;
import org.heartwood.verification.detect.DetectionTable;
import org.heartwood.verification.detect.Standing;
import org.heartwood.verification.detect.TileDetection;

/**
 * Joins confirmed pixels to events, whole across the edges of tiles and the same for any tile size.
 * Each tile is labelled where it lies; only labels and days of the pixels along the tiles' edges
 * come together in one place, where the labels that touch are joined; the sums of an event's parts
 * are then added up, which are whole numbers.
 */
public final class EventsJob {
  private static final double MM2_PER_M2 = 1e6;
  private static final int LABEL_BITS = 31;

  private static final String LABEL = "label";
  private static final String SUMS = "sums";

  /** Pixels along the edge of a tile, {@link #BORDER_INTS} ints each. */
  private static final String BORDER = "border";

  private static final int BORDER_INTS = 3;

  private static final TableSchema PARTS =
      TableSchema.of("event_part")
          .with(LABEL, DataTypes.LongType)
          .with(SUMS, DataTypes.BinaryType)
          .with(BORDER, DataTypes.BinaryType);

  private EventsJob() {}

  /**
   * Runs the job. The detection table is read twice: give one that is stored.
   *
   * @param detection {@link DetectionTable}
   * @param indices {@link IndexChangeTable} on the same tiles, stored as well
   * @param fires perimeters known from elsewhere, may be empty
   * @return {@link EventTable}, one row an event of at least the smallest size
   */
  public static Dataset<Row> run(
      Dataset<Row> detection,
      Dataset<Row> indices,
      TileGrid tiles,
      EventSettings settings,
      List<FirePerimeter> fires) {
    if (tiles.tileSizePx() > 1 << (LABEL_BITS / 2)) {
      throw new IllegalArgumentException(
          "tileSizePx must be at most " + (1 << (LABEL_BITS / 2)) + ", was " + tiles.tileSizePx());
    }
    Dataset<Row> parts =
        DetectionTable.SCHEMA
            .require(detection)
            .join(
                IndexChangeTable.SCHEMA.require(indices),
                new String[] {DetectionTable.TILE_ROW, DetectionTable.TILE_COL},
                "left")
            .flatMap(
                (FlatMapFunction<Row, Row>) row -> parts(row, tiles, settings), PARTS.encoder());
    Map<Long, Long> roots = roots(parts, tiles.grid(), settings);
    ArrayList<FirePerimeter> known = new ArrayList<>(fires);
    Grid grid = tiles.grid();
    return parts
        .select(LABEL, SUMS)
        .groupByKey(
            (MapFunction<Row, Long>)
                row -> {
                  Long label = row.<Long>getAs(LABEL);
                  return roots.getOrDefault(label, label);
                },
            Encoders.LONG())
        .mapGroups(
            (MapGroupsFunction<Long, Row, byte[]>) (root, rows) -> merged(rows).toBytes(),
            Encoders.BINARY())
        .filter(
            (FilterFunction<byte[]>)
                bytes -> ByteBuffer.wrap(bytes).getLong() >= settings.minPixels())
        .map(
            (MapFunction<byte[], Row>)
                bytes ->
                    EventTable.toRow(
                        EventBuilder.build(EventSums.fromBytes(bytes), grid, known, settings)),
            EventTable.SCHEMA.encoder())
        .orderBy(EventTable.ID);
  }

  private static EventSums merged(Iterator<Row> rows) {
    EventSums sums = new EventSums();
    while (rows.hasNext()) {
      sums.merge(EventSums.fromBytes(rows.next().<byte[]>getAs(SUMS)));
    }
    return sums;
  }

  private static Iterator<Row> parts(Row row, TileGrid tiles, EventSettings settings) {
    TileKey key = DetectionTable.key(row);
    PixelWindow window = tiles.core(key);
    int width = window.width();
    int[] days = DetectionTable.days(row, DetectionTable.FIRST_SEEN);
    byte[] standing = row.getAs(DetectionTable.STANDING);
    boolean[] changed = new boolean[days.length];
    for (int i = 0; i < days.length; i++) {
      changed[i] =
          standing[i] == Standing.CONFIRMED.code() || standing[i] == Standing.RECOVERED.code();
    }
    TileLabels labels = TileLabels.of(window, days, changed, settings);
    EventSums[] sums = new EventSums[labels.count()];
    sum(row, tiles, window, days, labels, settings, sums);
    if (row.getAs(IndexChangeTable.BURN_FALL) != null) {
      sumIndices(row, labels, sums);
    }
    List<List<Integer>> border = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      border.add(new ArrayList<>());
    }
    for (int pixel = 0; pixel < days.length; pixel++) {
      int r = pixel / width;
      int c = pixel % width;
      boolean edge = r == 0 || c == 0 || r == window.height() - 1 || c == width - 1;
      if (edge && labels.at(pixel) > 0) {
        border.get(labels.at(pixel) - 1).add(pixel);
      }
    }
    long base = key.zOrder() << LABEL_BITS;
    List<Row> out = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      ByteBuffer edge = ByteBuffer.allocate(border.get(i).size() * BORDER_INTS * Integer.BYTES);
      for (int pixel : border.get(i)) {
        edge.putInt(window.row() + pixel / width)
            .putInt(window.col() + pixel % width)
            .putInt(days[pixel]);
      }
      out.add(PARTS.row(base + i + 1, sums[i].toBytes(), edge.array()));
    }
    return out.iterator();
  }

  private static void sum(
      Row row,
      TileGrid tiles,
      PixelWindow window,
      int[] days,
      TileLabels labels,
      EventSettings settings,
      EventSums[] sums) {
    int[] confirmed = DetectionTable.days(row, DetectionTable.CONFIRMED);
    int[] recovered = DetectionTable.days(row, DetectionTable.RECOVERED);
    float[] magnitude = DetectionTable.measures(row, DetectionTable.MAGNITUDE);
    float[] level = DetectionTable.measures(row, DetectionTable.LEVEL);
    float[] probability = DetectionTable.measures(row, DetectionTable.PROBABILITY);
    byte[] confidence = row.getAs(DetectionTable.CONFIDENCE);
    PixelAreas areas = new PixelAreas(tiles.grid());
    double[] m2 = new double[window.width()];
    for (int r = 0; r < window.height(); r++) {
      areas.fill(window.row() + r, window.col(), window.endCol(), m2, 0);
      for (int c = 0; c < window.width(); c++) {
        int pixel = r * window.width() + c;
        int label = labels.at(pixel);
        if (label == 0) {
          continue;
        }
        if (sums[label - 1] == null) {
          sums[label - 1] = new EventSums();
        }
        EventSums event = sums[label - 1];
        event.add(
            window.row() + r,
            window.col() + c,
            tiles.grid().width(),
            Math.round(m2[c] * MM2_PER_M2),
            days[pixel],
            confirmed[pixel],
            magnitude[pixel],
            level[pixel],
            probability[pixel]);
        boolean back = recovered[pixel] != TileDetection.NO_DAY;
        event.recovered += back ? 1 : 0;
        event.recoveryDays += back ? recovered[pixel] - days[pixel] : 0;
        event.stillForest += level[pixel] >= settings.forestLevel() ? 1 : 0;
        event.sure += confidence[pixel] >= Confidence.HIGH.digit() ? 1 : 0;
      }
    }
  }

  private static void sumIndices(Row row, TileLabels labels, EventSums[] sums) {
    float[] burnFall = DetectionTable.measures(row, IndexChangeTable.BURN_FALL);
    float[] burnAfter = DetectionTable.measures(row, IndexChangeTable.BURN_AFTER);
    float[] waterBefore = DetectionTable.measures(row, IndexChangeTable.WATER_BEFORE);
    float[] waterAfter = DetectionTable.measures(row, IndexChangeTable.WATER_AFTER);
    for (int pixel = 0; pixel < burnFall.length; pixel++) {
      int label = labels.at(pixel);
      if (label > 0) {
        sums[label - 1].addBurn(burnFall[pixel], burnAfter[pixel]);
        sums[label - 1].addWater(waterBefore[pixel], waterAfter[pixel]);
      }
    }
  }

  /** Joins labels across the edges of tiles; only labels of more than one part are in it. */
  private static Map<Long, Long> roots(Dataset<Row> parts, Grid grid, EventSettings settings) {
    Map<Long, long[]> edges = new HashMap<>();
    List<Row> rows =
        parts
            .select(LABEL, BORDER)
            .filter(functions.length(functions.col(BORDER)).gt(0))
            .collectAsList();
    for (Row row : rows) {
      ByteBuffer border = ByteBuffer.wrap(row.<byte[]>getAs(BORDER));
      while (border.hasRemaining()) {
        int r = border.getInt();
        int c = border.getInt();
        edges.put(
            (long) r * grid.width() + c, new long[] {row.<Long>getAs(LABEL), border.getInt()});
      }
    }
    DisjointSets sets = new DisjointSets();
    int reach = settings.neighbours() == EventSettings.Neighbours.EIGHT ? 2 : 1;
    edges.forEach(
        (pixel, own) -> {
          int r = (int) (pixel / grid.width());
          int c = (int) (pixel % grid.width());
          for (int dr = -1; dr <= 1; dr++) {
            for (int dc = -1; dc <= 1; dc++) {
              boolean touches = Math.abs(dr) + Math.abs(dc) <= reach;
              if (touches && c + dc >= 0 && c + dc < grid.width()) {
                long[] other = edges.get((long) (r + dr) * grid.width() + c + dc);
                if (other != null
                    && other[0] != own[0]
                    && TileLabels.near((int) own[1], (int) other[1], settings)) {
                  sets.join(own[0], other[0]);
                }
              }
            }
          }
        });
    return sets.roots();
  }
}
