package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.table.TableSchema;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;

/**
 * Takes from a landscape what a matching needs: sampled pixels of areas, and of the pixels outside
 * those that may be somebody's partner.
 *
 * <p>The covariates are divided into cells twice a caliper wide. Cells that the box of a sampled
 * pixel touches keep some candidates each, chosen by priorities addressed by the candidate; all
 * others are passed over. The work on a candidate is one look into a hash table, so the cost is
 * linear in the candidates, and what comes back depends on the sampled pixels, not on the
 * landscape. The result is the same for any division of the landscape.
 */
public final class CandidatesJob {
  private static final int BUCKETS = 16;
  private static final int ADDRESS = 0x6B;

  private static final TableSchema PART =
      TableSchema.of("candidates")
          .with("bucket", DataTypes.IntegerType)
          .with("pixels", DataTypes.BinaryType);

  private CandidatesJob() {}

  /**
   * Every n-th pixel of every n-th row inside some areas.
   *
   * @param tiles {@link LandscapeTable}
   * @param areas polygons in the grid's CRS; a pixel lies inside when its centre does
   * @return by row and column
   */
  public static PixelSet sampled(
      Dataset<Row> tiles, Grid grid, List<Geometry> areas, int covariates, int stepPx) {
    byte[] wkb = wkb(areas);
    List<PixelSet> parts =
        tiles
            .select(LandscapeTable.PIXELS)
            .mapPartitions(
                (MapPartitionsFunction<Row, byte[]>)
                    rows -> sampled(rows, new Inside(wkb, grid), stepPx),
                Encoders.BINARY())
            .collectAsList()
            .stream()
            .map(PixelSet::fromBytes)
            .toList();
    return PixelSet.joined(covariates, parts).ordered();
  }

  private static Iterator<byte[]> sampled(Iterator<Row> rows, Inside inside, int stepPx) {
    List<byte[]> out = new ArrayList<>();
    while (rows.hasNext()) {
      PixelSet pixels = PixelSet.fromBytes(rows.next().getAs(0));
      int[] chosen =
          IntStream.range(0, pixels.size())
              .filter(i -> pixels.row(i) % stepPx == 0 && pixels.col(i) % stepPx == 0)
              .filter(i -> inside.test(pixels.row(i), pixels.col(i)))
              .toArray();
      if (chosen.length > 0) {
        out.add(pixels.chosen(chosen).toBytes());
      }
    }
    return out.iterator();
  }

  /**
   * The candidates for some sampled pixels.
   *
   * @param tiles {@link LandscapeTable}
   * @param excluded no pixel in here is a candidate for anybody
   * @param covariates what partners are alike in, with their widest calipers
   */
  public static CandidateIndex candidates(
      Dataset<Row> tiles,
      Grid grid,
      List<Geometry> excluded,
      PixelSet sampled,
      List<MatchingCovariate> covariates,
      MatchingSettings settings) {
    CaliperCells cells = new CaliperCells(covariates);
    CaliperCells.Places touched = new CaliperCells.Places(1 << 16);
    for (int k = 0; k < sampled.size(); k++) {
      cells.touched(
          sampled.hard(k), sampled.values(), k * sampled.covariates(), cell -> touched.add(cell));
    }
    int[] room = new int[touched.size()];
    Arrays.fill(room, settings.candidatesPerCell());
    for (int k = 0; k < sampled.size(); k++) {
      int own =
          touched.find(cells.cell(sampled.hard(k), sampled.values(), k * sampled.covariates()));
      room[own]++;
    }
    JavaSparkContext context = new JavaSparkContext(tiles.sparkSession().sparkContext());
    Broadcast<long[]> order = context.broadcast(touched.ordered());
    Broadcast<int[]> rooms = context.broadcast(room);
    byte[] wkb = wkb(excluded);
    List<MatchingCovariate> names = List.copyOf(covariates);
    long seed = settings.seed();
    List<byte[]> parts =
        tiles
            .select(LandscapeTable.PIXELS)
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>)
                    rows ->
                        kept(
                            rows,
                            new Inside(wkb, grid),
                            new CaliperCells(names),
                            CaliperCells.Places.of(order.value()),
                            rooms.value(),
                            seed),
                PART.encoder())
            .groupByKey((MapFunction<Row, Integer>) row -> row.getInt(0), Encoders.INT())
            .mapGroups(
                (MapGroupsFunction<Integer, Row, byte[]>)
                    (bucket, rows) ->
                        merged(
                            rows,
                            new CaliperCells(names),
                            CaliperCells.Places.of(order.value()),
                            rooms.value(),
                            seed),
                Encoders.BINARY())
            .collectAsList();
    order.destroy();
    rooms.destroy();
    return new CandidateIndex(
        covariates,
        PixelSet.joined(sampled.covariates(), parts.stream().map(PixelSet::fromBytes).toList()));
  }

  private static Iterator<Row> kept(
      Iterator<Row> rows,
      Inside excluded,
      CaliperCells cells,
      CaliperCells.Places touched,
      int[] room,
      long seed) {
    Reservoirs reservoirs = null;
    int covariates = 0;
    while (rows.hasNext()) {
      PixelSet pixels = PixelSet.fromBytes(rows.next().getAs(0));
      covariates = pixels.covariates();
      reservoirs = reservoirs == null ? new Reservoirs(room, covariates) : reservoirs;
      offer(pixels, excluded, cells, touched, reservoirs, seed);
    }
    List<Row> out = new ArrayList<>();
    for (int bucket = 0; bucket < BUCKETS && reservoirs != null; bucket++) {
      PixelSet kept = reservoirs.kept(bucket, BUCKETS);
      if (kept.size() > 0) {
        out.add(RowFactory.create(bucket, kept.toBytes()));
      }
    }
    return out.iterator();
  }

  private static void offer(
      PixelSet pixels,
      Inside excluded,
      CaliperCells cells,
      CaliperCells.Places touched,
      Reservoirs reservoirs,
      long seed) {
    for (int i = 0; i < pixels.size(); i++) {
      int place =
          touched.find(cells.cell(pixels.hard(i), pixels.values(), i * pixels.covariates()));
      if (place >= 0 && !excluded.test(pixels.row(i), pixels.col(i))) {
        reservoirs.offer(place, priority(seed, pixels.key(i)), pixels, i);
      }
    }
  }

  private static byte[] merged(
      Iterator<Row> rows, CaliperCells cells, CaliperCells.Places touched, int[] room, long seed) {
    Reservoirs reservoirs = null;
    while (rows.hasNext()) {
      PixelSet pixels = PixelSet.fromBytes(rows.next().getAs(1));
      reservoirs = reservoirs == null ? new Reservoirs(room, pixels.covariates()) : reservoirs;
      offer(pixels, Inside.NOTHING, cells, touched, reservoirs, seed);
    }
    if (reservoirs == null) {
      throw new IllegalStateException("a group has rows");
    }
    return reservoirs.kept(0, 1).toBytes();
  }

  private static long priority(long seed, long key) {
    return AddressedRandom.bits(seed, ADDRESS, key) >>> 1;
  }

  static byte[] wkb(List<Geometry> areas) {
    if (areas.isEmpty()) {
      return new byte[0];
    }
    return new WKBWriter()
        .write(areas.get(0).getFactory().createGeometryCollection(areas.toArray(Geometry[]::new)));
  }

  /** Whether the centre of a pixel lies in any of some areas. */
  static final class Inside {
    static final Inside NOTHING = new Inside(List.of(), new Grid("EPSG:4326", 0, 0, 1, 1, 1));

    private final Grid grid;
    private final List<Envelope> extents;
    private final List<IndexedPointInAreaLocator> areas;

    Inside(List<Geometry> areas, Grid grid) {
      this.grid = grid;
      this.extents = areas.stream().map(Geometry::getEnvelopeInternal).toList();
      this.areas = areas.stream().map(IndexedPointInAreaLocator::new).toList();
    }

    Inside(byte[] wkb, Grid grid) {
      this(parts(wkb), grid);
    }

    private static List<Geometry> parts(byte[] wkb) {
      if (wkb.length == 0) {
        return List.of();
      }
      try {
        Geometry all = new WKBReader().read(wkb);
        return IntStream.range(0, all.getNumGeometries()).mapToObj(all::getGeometryN).toList();
      } catch (ParseException e) {
        throw new IllegalStateException("areas were written by this class", e);
      }
    }

    /** Whether a part of an extent may lie inside. */
    boolean reaches(Envelope extent) {
      return extents.stream().anyMatch(extent::intersects);
    }

    boolean test(int row, int col) {
      return test(row, col, 1);
    }

    /**
     * @param edgePx edge of the cells that row and column count
     */
    boolean test(int row, int col, int edgePx) {
      if (areas.isEmpty()) {
        return false;
      }
      Coordinate centre =
          new Coordinate(grid.x((col + 0.5) * edgePx), grid.y((row + 0.5) * edgePx));
      for (int i = 0; i < areas.size(); i++) {
        if (extents.get(i).contains(centre) && areas.get(i).locate(centre) != Location.EXTERIOR) {
          return true;
        }
      }
      return false;
    }
  }
}
