package org.heartwood.verification.counterfactual;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.verification.change.Neighbourhood;
import org.heartwood.verification.counterfactual.CandidatesJob.Inside;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKBWriter;

/**
 * Counts forest and loss by distance to the forest's edge, tile by tile: once to find the
 * negligible-risk threshold, once by the classes that follow from it. A task holds one tile and a
 * margin of {@value #MARGIN_PX} pixels, beyond which distances count as that; what reaches the
 * driver are sums by square of ground and class.
 */
final class RiskMapJob {
  static final int MARGIN_PX = 128;

  /** Stands for all land, and for land that may be a control. */
  private static final int ALL = -1;

  private static final int OUTSIDE = -2;

  private static final Encoder<long[]> LONGS = Encoders.javaSerialization(long[].class);

  private static final TableSchema PART =
      TableSchema.of("risk_part")
          .with("area", DataTypes.IntegerType)
          .with("block", DataTypes.LongType)
          .with("class", DataTypes.IntegerType)
          .with("counts", DataTypes.createArrayType(DataTypes.LongType, false));

  private RiskMapJob() {}

  /**
   * What was counted.
   *
   * @param thresholdM negligible-risk threshold, m
   * @param landscape all pixels
   * @param outside pixels beyond the masked land
   * @param areas pixels of each area, in the order asked
   */
  record Counted(
      double thresholdM, RiskCounts landscape, RiskCounts outside, List<RiskCounts> areas) {
    Counted {
      areas = List.copyOf(areas);
    }
  }

  /** The tile's maps: what every task is told. */
  private record Reading(
      DataAccess access, Landscape landscape, double pixelM, int middle, int blockPx)
      implements Serializable {

    /** Classes of the forest map over a tile and its margin. */
    FloatRaster codes(PixelWindow core) {
      try (GeoTiffSource source = GeoTiffSource.open(access, landscape.forest())) {
        return source.read(new int[] {0}, core.grow(MARGIN_PX)).get(0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Distance of every pixel of a window to land that was seen not to be forest, pixels. */
    double[] distancePx(FloatRaster codes, int date) {
      return Neighbourhood.distancePx(
          landscape.openOn(codes, date),
          codes.window().width(),
          codes.window().height(),
          MARGIN_PX);
    }
  }

  /**
   * Runs the job.
   *
   * @param landscape with at least one period before the start
   * @param pixelM edge of a pixel on the ground
   * @param masked land that is no control, in the grid's CRS
   * @param areas land whose pixels are counted by themselves
   * @param blockPx edge of the squares of ground
   * @return null if nothing was lost before the start
   */
  static @Nullable Counted run(
      SparkSession spark,
      DataAccess access,
      Landscape landscape,
      double pixelM,
      Geometry masked,
      List<Geometry> areas,
      int blockPx,
      int partitions) {
    Reading reading = new Reading(access, landscape, pixelM, middle(landscape.timeline()), blockPx);
    TileGrid tiles = new TileGrid(landscape.grid(), landscape.tilePx());
    Dataset<Long> numbers = spark.range(0, tiles.count(), 1, partitions);
    long[] lostByBin =
        numbers
            .map((MapFunction<Long, long[]>) n -> bins(tiles.core(tiles.key(n)), reading), LONGS)
            .reduce((ReduceFunction<long[]>) RiskMapJob::sum);
    if (LongStream.of(lostByBin).sum() == 0) {
      return null;
    }
    double thresholdM =
        Math.max(2 * pixelM, VulnerabilityClasses.negligibleRiskThresholdM(lostByBin, pixelM));
    byte[] maskedWkb = wkb(masked);
    List<byte[]> areaWkb = areas.stream().map(RiskMapJob::wkb).toList();
    RiskCounts all = RiskCounts.empty(landscape.timeline());
    RiskCounts outside = RiskCounts.empty(landscape.timeline());
    List<RiskCounts> byArea =
        areas.stream().map(area -> RiskCounts.empty(landscape.timeline())).toList();
    numbers
        .flatMap(
            (FlatMapFunction<Long, Row>)
                n -> parts(tiles.core(tiles.key(n)), reading, thresholdM, maskedWkb, areaWkb),
            PART.encoder())
        .collectAsList()
        .forEach(
            row -> {
              int area = row.getInt(0);
              RiskCounts sums = area == ALL ? all : area == OUTSIDE ? outside : byArea.get(area);
              sums.add(
                  row.getLong(1),
                  row.getInt(2),
                  row.<Long>getList(3).stream().mapToLong(Long::longValue).toArray());
            });
    return new Counted(thresholdM, all, outside, byArea);
  }

  /** The date that parts the time before the start; the start itself if there is one period. */
  static int middle(Timeline timeline) {
    return timeline.startIndex() < 2 ? timeline.startIndex() : timeline.startIndex() / 2;
  }

  private static byte[] wkb(Geometry area) {
    // A collection of one, as the reader takes its members apart.
    return new WKBWriter().write(area.getFactory().createGeometryCollection(new Geometry[] {area}));
  }

  private static long[] sum(long[] a, long[] b) {
    long[] out = a.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += b[i];
    }
    return out;
  }

  /** Pixels lost before the start by distance to the edge at the first date. */
  private static long[] bins(PixelWindow core, Reading reading) {
    FloatRaster codes = reading.codes(core);
    double[] distance = reading.distancePx(codes, 0);
    long[] bins = new long[MARGIN_PX + 1];
    int start = reading.landscape().timeline().startIndex();
    for (int row = core.row(); row < core.endRow(); row++) {
      for (int col = core.col(); col < core.endCol(); col++) {
        int at = codes.index(col, row);
        int last = reading.landscape().forestBefore(codes.data()[at]);
        if (last > 0 && last <= start) {
          bins[(int) Math.min(MARGIN_PX, distance[at])]++;
        }
      }
    }
    return bins;
  }

  private static Iterator<Row> parts(
      PixelWindow core,
      Reading reading,
      double thresholdM,
      byte[] maskedWkb,
      List<byte[]> areaWkb) {
    FloatRaster codes = reading.codes(core);
    Timeline timeline = reading.landscape().timeline();
    VulnerabilityClasses classes = VulnerabilityClasses.of(thresholdM, reading.pixelM());
    int start = timeline.startIndex();
    double[] first = reading.distancePx(codes, 0);
    double[] middle = reading.distancePx(codes, reading.middle());
    double[] atStart = reading.distancePx(codes, start);
    Inside masked = new Inside(maskedWkb, reading.landscape().grid());
    List<Inside> areas =
        areaWkb.stream().map(wkb -> new Inside(wkb, reading.landscape().grid())).toList();
    RiskCounts all = RiskCounts.empty(timeline);
    RiskCounts outside = RiskCounts.empty(timeline);
    List<RiskCounts> byArea = areas.stream().map(area -> RiskCounts.empty(timeline)).toList();
    Envelope extent = reading.landscape().grid().envelope(core);
    int[] near =
        IntStream.range(0, areas.size()).filter(i -> areas.get(i).reaches(extent)).toArray();
    for (int row = core.row(); row < core.endRow(); row++) {
      for (int col = core.col(); col < core.endCol(); col++) {
        int at = codes.index(col, row);
        int last = reading.landscape().forestBefore(codes.data()[at]);
        if (last == 0) {
          continue;
        }
        long block = PixelSet.key(row / reading.blockPx(), col / reading.blockPx());
        long[] before = all.of(block, classes.classOf(first[at] * reading.pixelM()));
        before[RiskCounts.FIT_FOREST]++;
        before[RiskCounts.FIT_LOST] += last <= reading.middle() ? 1 : 0;
        before[RiskCounts.BEFORE_FOREST]++;
        before[RiskCounts.BEFORE_LOST] += last <= start ? 1 : 0;
        if (last > reading.middle()) {
          long[] tried = all.of(block, classes.classOf(middle[at] * reading.pixelM()));
          tried[RiskCounts.TRY_FOREST]++;
          tried[RiskCounts.TRY_LOST] += last <= start ? 1 : 0;
        }
        if (last > start) {
          int code = classes.classOf(atStart[at] * reading.pixelM());
          addSince(all.of(block, code), timeline, last);
          if (!masked.test(row, col)) {
            addSince(outside.of(block, code), timeline, last);
          }
          for (int i = 0; i < near.length; i++) {
            if (areas.get(near[i]).test(row, col)) {
              addSince(byArea.get(near[i]).of(block, code), timeline, last);
            }
          }
        }
      }
    }
    List<Row> rows = new ArrayList<>();
    rows(rows, ALL, all);
    rows(rows, OUTSIDE, outside);
    for (int i = 0; i < byArea.size(); i++) {
      rows(rows, i, byArea.get(i));
    }
    return rows.iterator();
  }

  /** Counts a pixel of forest at the start, and the dates by which it was lost. */
  private static void addSince(long[] counts, Timeline timeline, int last) {
    int start = timeline.startIndex();
    counts[RiskCounts.START_FOREST]++;
    for (int date = Math.max(start + 1, last); date < timeline.dates(); date++) {
      counts[RiskCounts.START_FOREST + date - start]++;
    }
  }

  private static void rows(List<Row> rows, int area, RiskCounts counts) {
    counts
        .blocks()
        .forEach(
            (block, byClass) -> {
              for (int c = 1; c <= RiskCounts.CLASSES; c++) {
                if (LongStream.of(byClass[c]).sum() > 0) {
                  rows.add(RowFactory.create(area, block, c, byClass[c]));
                }
              }
            });
  }
}
