package org.heartwood.verification.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.verification.change.Neighbourhood;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.operation.distance.DistanceOp;

/**
 * Two histories of one landscape, with the project and without, made by the same chance: a clearing
 * that the project does not touch happens in both.
 *
 * <p>Each year clearings are drawn until the year's share of the forest is gone. Their centres are
 * drawn among forest pixels with a weight that falls with the distance from open land and grows
 * with access. With the project, those centred in it are prevented with a given probability; of
 * these a share moves outside, nearer to the boundary rather than farther.
 */
final class History {
  private static final double PIXEL_HA = 0.09;
  private static final int MAX_DISTANCE_PX = 200;

  private final Grid grid;
  private final Scenario scenario;
  private final Ground ground;
  private final boolean[] inProject;
  private final double[] displacement;
  private final SplittableRandom random;
  private final short[] lossYearWithout;
  private final short[] lossYearWith;
  private final boolean[] degraded;
  private final ClearingEvent.@Nullable Kind[] kinds;
  private final List<ClearingEvent> events = new ArrayList<>();

  private History(Scenario scenario, Ground ground, Zones zones, SplittableRandom random) {
    this.grid = ground.grid();
    this.scenario = scenario;
    this.ground = ground;
    this.random = random;
    int pixels = grid.width() * grid.height();
    this.inProject = new boolean[pixels];
    this.displacement = new double[pixels];
    this.lossYearWithout = new short[pixels];
    this.lossYearWith = new short[pixels];
    this.degraded = new boolean[pixels];
    this.kinds = new ClearingEvent.Kind[pixels];
    locate(zones);
  }

  /** Runs the years of a scenario. */
  static History of(Scenario scenario, Ground ground, Zones zones, SplittableRandom random) {
    History history = new History(scenario, ground, zones, random);
    for (int year = scenario.window().firstYear(); year < scenario.window().lastYear(); year++) {
      history.clear(year);
    }
    history.degrade();
    return history;
  }

  /** Calendar year in which each pixel was cleared had there been no project; 0 = never. */
  short[] lossYearWithout() {
    return lossYearWithout;
  }

  /** Calendar year in which each pixel was cleared; 0 = never. */
  short[] lossYearWith() {
    return lossYearWith;
  }

  /** Whether a pixel was cleared for a reason. */
  boolean clearedBy(ClearingEvent.Kind kind, int pixel) {
    return kinds[pixel] == kind;
  }

  /** Pixels thinned in the year of the project's start, still forest. */
  boolean[] degraded() {
    return degraded;
  }

  /** The clearings that happened, in order of day. */
  List<ClearingEvent> events() {
    return events.stream()
        .sorted(
            Comparator.comparing(ClearingEvent::day)
                .thenComparing(ClearingEvent::row)
                .thenComparing(ClearingEvent::col))
        .toList();
  }

  private void locate(Zones zones) {
    IndexedPointInAreaLocator area = new IndexedPointInAreaLocator(zones.project());
    for (int i = 0; i < inProject.length; i++) {
      int row = i / grid.width();
      Coordinate centre = new Coordinate(grid.x(i % grid.width() + 0.5), grid.y(row + 0.5));
      inProject[i] = area.locate(centre) != Location.EXTERIOR;
      double distance =
          inProject[i]
              ? 0
              : DistanceOp.distance(
                  zones.project(), zones.project().getFactory().createPoint(centre));
      displacement[i] =
          inProject[i] ? 0 : StrictMath.exp(-distance / scenario.effect().displacementDecayM());
    }
  }

  private boolean forestIn(short[] lossYear, int pixel) {
    return ground.forest()[pixel] && lossYear[pixel] == 0;
  }

  private void clear(int year) {
    double[] pressure = pressure();
    long forest = 0;
    for (int i = 0; i < pressure.length; i++) {
      forest += forestIn(lossYearWithout, i) ? 1 : 0;
    }
    double left = scenario.pressure().annualLossFraction() * forest;
    double[] sums = sums(pressure, lossYearWithout);
    while (left > 0 && sums[sums.length - 1] > 0) {
      int pixels = size(scenario.pressure().meanClearingHa());
      int centre = pick(sums);
      // All chance is drawn before anything is decided, so that scenarios share it.
      double prevented = random.nextDouble();
      double displaced = random.nextDouble();
      long shape = random.nextLong();
      long elsewhere = random.nextLong();
      LocalDate day = LocalDate.of(year, 4, 1).plusDays(random.nextInt(230));
      left -= cut(lossYearWithout, year, centre, pixels, shape).size();
      boolean protectedNow =
          inProject[centre]
              && year >= scenario.window().startYear()
              && prevented < scenario.effect().preventedFraction();
      if (!protectedNow) {
        happen(ClearingEvent.Kind.PRESSURE, day, centre, pixels, shape);
      } else if (displaced < scenario.effect().displacedFraction()) {
        displace(day, pixels, pressure, elsewhere);
      }
    }
    reverse(year, random.nextLong());
  }

  private double[] pressure() {
    boolean[] bare = new boolean[lossYearWithout.length];
    for (int i = 0; i < bare.length; i++) {
      bare[i] = !forestIn(lossYearWithout, i);
    }
    double[] distances =
        Neighbourhood.distancePx(bare, grid.width(), grid.height(), MAX_DISTANCE_PX);
    double decayPx = scenario.pressure().edgeDecayM() / grid.pixelSize();
    double[] pressure = new double[distances.length];
    for (int i = 0; i < pressure.length; i++) {
      pressure[i] =
          StrictMath.exp(
              scenario.pressure().hiddenStrength() * ground.access()[i] - distances[i] / decayPx);
    }
    return pressure;
  }

  /** Running sums of the weights of forest pixels. */
  private double[] sums(double[] weights, short[] lossYear) {
    double[] sums = new double[weights.length];
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += forestIn(lossYear, i) ? weights[i] : 0;
      sums[i] = sum;
    }
    return sums;
  }

  private int pick(double[] sums) {
    return pick(sums, random);
  }

  private static int pick(double[] sums, SplittableRandom random) {
    double at = random.nextDouble() * sums[sums.length - 1];
    int found = Arrays.binarySearch(sums, at);
    int pixel = found >= 0 ? found + 1 : -found - 1;
    return Math.min(pixel, sums.length - 1);
  }

  /** Log-normal with a spread of a factor 2. */
  private int size(double meanHa) {
    double sigma = StrictMath.log(2);
    double ha = meanHa * StrictMath.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
    return Math.max(1, (int) Math.round(ha / PIXEL_HA));
  }

  private void happen(
      ClearingEvent.Kind kind, LocalDate day, int centre, int pixels, long shapeSeed) {
    List<Integer> cleared = cut(lossYearWith, day.getYear(), centre, pixels, shapeSeed);
    cleared.forEach(pixel -> kinds[pixel] = kind);
    if (!cleared.isEmpty()) {
      events.add(
          new ClearingEvent(
              kind, day, centre % grid.width(), centre / grid.width(), cleared.size()));
    }
  }

  private void displace(LocalDate day, int pixels, double[] pressure, long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    double[] weights = new double[pressure.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = pressure[i] * displacement[i];
    }
    double[] sums = sums(weights, lossYearWith);
    if (sums[sums.length - 1] > 0) {
      happen(ClearingEvent.Kind.DISPLACED, day, pick(sums, chance), pixels, seed);
    }
  }

  /** One clearing in the middle of the years that are claimed. */
  private void reverse(int year, long seed) {
    Scenario.Window years = scenario.window();
    int pixels = (int) Math.round(scenario.effect().reversalHa() / PIXEL_HA);
    if (pixels > 0 && year == (years.startYear() + years.lastYear()) / 2) {
      double[] inside = new double[inProject.length];
      for (int i = 0; i < inside.length; i++) {
        inside[i] = inProject[i] ? 1 : 0;
      }
      double[] sums = sums(inside, lossYearWith);
      if (sums[sums.length - 1] > 0) {
        LocalDate day = LocalDate.of(year, 6, 15);
        happen(
            ClearingEvent.Kind.REVERSAL, day, pick(sums, new SplittableRandom(seed)), pixels, seed);
      }
    }
  }

  private void degrade() {
    List<Integer> able = new ArrayList<>();
    for (int i = 0; i < degraded.length; i++) {
      if (inProject[i] && forestIn(lossYearWith, i)) {
        able.add(i);
      }
    }
    int pixels = (int) Math.min(able.size(), Math.round(scenario.effect().degradedHa() / PIXEL_HA));
    for (int i = 0; i < pixels; i++) {
      Collections.swap(able, i, random.nextInt(i, able.size()));
      degraded[able.get(i)] = true;
    }
  }

  /**
   * Clears the forest pixels nearest to a centre, with a ragged edge.
   *
   * @return which they were
   */
  private List<Integer> cut(short[] lossYear, int year, int centre, int pixels, long shapeSeed) {
    SplittableRandom shape = new SplittableRandom(shapeSeed);
    int reach = 3 + (int) Math.ceil(1.5 * StrictMath.sqrt(pixels));
    int col = centre % grid.width();
    int row = centre / grid.width();
    double stretch = StrictMath.exp(0.5 * (shape.nextDouble() - 0.5));
    List<double[]> near = new ArrayList<>();
    for (int dy = -reach; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++) {
        double ragged = 0.8 + 0.4 * shape.nextDouble();
        int x = col + dx;
        int y = row + dy;
        if (x >= 0 && x < grid.width() && y >= 0 && y < grid.height()) {
          int pixel = y * grid.width() + x;
          if (forestIn(lossYear, pixel)) {
            near.add(new double[] {(dx * dx * stretch + dy * dy / stretch) * ragged, pixel});
          }
        }
      }
    }
    near.sort(Comparator.<double[]>comparingDouble(at -> at[0]).thenComparingDouble(at -> at[1]));
    List<Integer> cleared = near.stream().limit(pixels).map(at -> (int) at[1]).toList();
    cleared.forEach(pixel -> lossYear[pixel] = (short) year);
    return cleared;
  }
}
