package org.heartwood.verification.reference;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.verification.area.Outcome;
import org.heartwood.verification.area.SampleSize;
import org.heartwood.verification.area.StratumExpectation;
import org.heartwood.verification.change.Noise;
import org.heartwood.verification.reference.StratumDraw.Drawn;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;

/** Plans a reference sample and draws it. */
public final class SampleDesigner {
  /** More points than anyone can label. */
  public static final int MOST_POINTS = 20_000;

  private static final double M2_PER_HA = 1e4;
  private static final int ALONG = 62;
  private static final int DOWN = 63;
  private static final int SHUFFLE = 64;
  private static final int TRIES = 10_000;

  /** What is expected of strata unless the request says otherwise; see {@link Request}. */
  private static final Map<String, Double> EXPECTED = Map.of("near_loss", 0.05, "unmapped", 0.1);

  private static final double EXPECTED_IN_TARGET = 0.7;
  private static final double EXPECTED_ELSEWHERE = 0.01;

  private SampleDesigner() {}

  /**
   * What is wanted.
   *
   * @param zoneName the polygon's name, for the record
   * @param zone polygon in the map's CRS
   * @param target class whose area is wanted
   * @param points points in all; 0 where {@code halfWidthHa} decides
   * @param halfWidthHa half-width of the target's 90 % interval that is wanted, ha; 0 where {@code
   *     points} decides
   * @param floor fewest points of a stratum, or its number of pixels if that is less
   * @param expected share of a stratum that is expected to be of the target class, by stratum;
   *     where it is silent 0.7 of the stratum mapped as the target, 0.05 near loss, 0.1 of what is
   *     not mapped and 0.01 elsewhere
   * @param seed seed of the draw
   */
  public record Request(
      String zoneName,
      Geometry zone,
      String target,
      int points,
      double halfWidthHa,
      int floor,
      Map<String, Double> expected,
      long seed) {
    public Request {
      expected = Map.copyOf(expected);
      if (points == 0 && !(halfWidthHa > 0)) {
        throw new InputException(
            Reason.VALUE,
            "say how many points (--points) or how sure you want to be (--half-width, ha > 0)");
      }
      if (points < 0 || points > MOST_POINTS) {
        throw new InputException(
            Reason.VALUE, "--points must be 1 to " + MOST_POINTS + ", was " + points);
      }
      if (floor < 1) {
        throw new InputException(Reason.VALUE, "--floor must be at least 1, was " + floor);
      }
    }
  }

  /**
   * Draws the sample.
   *
   * @param spark where to run; null on this thread, with the same result
   * @throws InputException if the zone lies off the map, or the request cannot be met
   */
  public static SampleDesign design(
      @Nullable SparkSession spark, StrataSource source, Request request) throws IOException {
    if (!source.classes().contains(request.target())) {
      throw new InputException(
          Reason.VALUE, "target class \"" + request.target() + "\" is none of " + source.classes());
    }
    int most = request.points() > 0 ? request.points() : MOST_POINTS;
    StratumDraw draw =
        spark == null
            ? StrataScan.draw(
                source, request.zone(), 0, StrataScan.bands(source.grid()), most, request.seed())
            : StrataDrawJob.run(
                spark,
                source,
                request.zone(),
                most,
                request.seed(),
                4 * spark.sparkContext().defaultParallelism());
    List<Integer> found =
        IntStream.range(0, draw.strata()).filter(i -> draw.pixels(i) > 0).boxed().toList();
    if (found.isEmpty()) {
      throw new InputException(
          Reason.OUTSIDE_AREA,
          request.zoneName() + ": no part of it lies on " + source.name() + "; check both");
    }
    List<StratumExpectation> expectations = expectations(source, request, draw, found);
    // A stratum of a few pixels is known when each has been looked at once.
    List<Integer> floors =
        found.stream().map(i -> (int) Math.min(request.floor(), draw.pixels(i))).toList();
    int points = points(request, expectations, floors);
    List<Integer> shares = SampleSize.allocate(expectations, points, floors);
    List<SampleDesign.Part> parts = new ArrayList<>();
    List<Placed> placed = new ArrayList<>();
    Positions positions = new Positions(source.grid(), request.zone(), request.seed());
    for (int i = 0; i < found.size(); i++) {
      int stratum = found.get(i);
      StrataSource.Kind kind = source.strata().get(stratum);
      parts.add(
          new SampleDesign.Part(
              kind.name(),
              kind.mapClass(),
              draw.areaHa(stratum),
              draw.pixels(stratum),
              shares.get(i),
              expectations.get(i).expectedFraction()));
      draw.drawn(stratum).stream()
          .limit(shares.get(i))
          .forEach(drawn -> placed.add(positions.place(drawn, kind.name())));
    }
    double coveredHa = parts.stream().mapToDouble(SampleDesign.Part::areaHa).sum();
    double zoneHa =
        PixelArea.polygonM2(request.zone(), MapProjection.of(source.grid().crs())) / M2_PER_HA;
    // Below a millionth of the zone the difference is how edges bend between map and ellipsoid.
    double outsideHa = zoneHa - coveredHa > 1e-6 * zoneHa ? zoneHa - coveredHa : 0;
    return new SampleDesign(
        SampleDesign.FORMAT,
        source.name(),
        request.zoneName(),
        source.grid().crs(),
        source.grid().pixelSize(),
        request.seed(),
        request.target(),
        source.classes(),
        outsideHa,
        SampleSize.halfWidthHa(expectations, shares),
        parts,
        named(placed));
  }

  private static List<StratumExpectation> expectations(
      StrataSource source, Request request, StratumDraw draw, List<Integer> found) {
    List<String> names = found.stream().map(i -> source.strata().get(i).name()).toList();
    for (String name : request.expected().keySet()) {
      if (source.strata().stream().noneMatch(kind -> kind.name().equals(name))) {
        throw new InputException(
            Reason.VALUE, "--expect names \"" + name + "\", which is none of the strata " + names);
      }
    }
    List<StratumExpectation> expectations = new ArrayList<>();
    for (int stratum : found) {
      StrataSource.Kind kind = source.strata().get(stratum);
      double usual =
          kind.mapClass().equals(request.target())
              ? EXPECTED_IN_TARGET
              : EXPECTED.getOrDefault(kind.name(), EXPECTED_ELSEWHERE);
      double expected = request.expected().getOrDefault(kind.name(), usual);
      if (!(expected >= 0 && expected <= 1)) {
        throw new InputException(
            Reason.VALUE,
            "--expect of " + kind.name() + " must lie between 0 and 1, was " + expected);
      }
      expectations.add(new StratumExpectation(kind.name(), draw.areaHa(stratum), expected));
    }
    return expectations;
  }

  private static int points(
      Request request, List<StratumExpectation> expectations, List<Integer> floors) {
    int points = request.points();
    if (points == 0) {
      Outcome<Integer> enough =
          SampleSize.forHalfWidth(expectations, request.halfWidthHa(), floors);
      points = enough.found().orElse(Integer.MAX_VALUE);
    }
    if (points > MOST_POINTS) {
      throw new InputException(
          Reason.VALUE,
          "a half-width of "
              + request.halfWidthHa()
              + " ha takes more than "
              + MOST_POINTS
              + " points; ask for less");
    }
    if (points < expectations.size()) {
      throw new InputException(
          Reason.VALUE,
          "--points must be at least one for each of the strata "
              + expectations.stream().map(StratumExpectation::name).toList()
              + ", was "
              + points);
    }
    return points;
  }

  /** A point without a name. */
  private record Placed(
      double key, Drawn drawn, Coordinate at, Coordinate lonLat, String stratum) {}

  /** Names points in an order that has nothing to do with strata. */
  private static List<SampleDesign.Point> named(List<Placed> placed) {
    List<Placed> shuffled =
        placed.stream()
            .sorted(
                Comparator.comparingDouble(Placed::key).thenComparing(Placed::drawn, Drawn.ORDER))
            .toList();
    int digits = Math.max(4, String.valueOf(shuffled.size()).length());
    List<SampleDesign.Point> points = new ArrayList<>();
    for (int i = 0; i < shuffled.size(); i++) {
      Placed point = shuffled.get(i);
      points.add(
          new SampleDesign.Point(
              String.format(Locale.ROOT, "p%0" + digits + "d", i + 1),
              rounded(point.lonLat().getX(), 7),
              rounded(point.lonLat().getY(), 7),
              rounded(point.at().getX(), 7),
              rounded(point.at().getY(), 7),
              point.drawn().row(),
              point.drawn().col(),
              point.stratum()));
    }
    return points;
  }

  private static double rounded(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
  }

  /** Places points in their pixels: anywhere in the part that the zone covers. */
  private static final class Positions {
    private final Grid grid;
    private final IndexedPointInAreaLocator zone;
    private final MapProjection projection;
    private final long seed;

    Positions(Grid grid, Geometry zone, long seed) {
      this.grid = grid;
      this.zone = new IndexedPointInAreaLocator(zone);
      this.projection = MapProjection.of(grid.crs());
      this.seed = seed;
    }

    Placed place(Drawn drawn, String stratum) {
      Coordinate at = at(drawn, 0);
      for (int attempt = 1; drawn.coverage() < 1 && attempt < TRIES; attempt++) {
        if (zone.locate(at) != Location.EXTERIOR) {
          break;
        }
        at = at(drawn, attempt);
      }
      return new Placed(
          Noise.uniform(seed, SHUFFLE, drawn.repeat(), drawn.row(), drawn.col()),
          drawn,
          at,
          projection.inverse(at.getX(), at.getY()),
          stratum);
    }

    private Coordinate at(Drawn drawn, int attempt) {
      int draw = drawn.repeat() * TRIES + attempt;
      double along = Noise.uniform(seed, ALONG, draw, drawn.row(), drawn.col());
      double down = Noise.uniform(seed, DOWN, draw, drawn.row(), drawn.col());
      return new Coordinate(grid.x(drawn.col() + along), grid.y(drawn.row() + down));
    }
  }
}
