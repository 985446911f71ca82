package org.heartwood.ingest.zonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

class ZonalStatisticsTest {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final Grid GRID = new Grid("EPSG:32636", 819105, 832185, 30, 203, 177);
  private static final String ALL =
      "count,nodata_count,area_m2,nodata_area_ha,sum,mean,variance,stdev,stderr,min,max,"
          + "q05,median,q97.5,majority,minority,variety";

  /** Whole numbers 0 to 99, some of them missing. */
  private static final MemoryRaster WHOLE =
      new MemoryRaster(
          GRID, 64, 64, (col, row) -> hash(col, row) % 11 == 0 ? Double.NaN : hash(col, row) % 100);

  private static final MemoryRaster REAL =
      new MemoryRaster(
          GRID,
          64,
          64,
          (col, row) -> hash(col, row) % 11 == 0 ? Double.NaN : (float) (hash(col, row) / 7e6));

  private static int hash(int col, int row) {
    return new Random(31_337L * row + col).nextInt(1 << 30);
  }

  private static Geometry star(Random random, double col, double row, double mostPx) {
    int vertices = 5 + random.nextInt(40);
    Coordinate[] ring = new Coordinate[vertices + 1];
    for (int i = 0; i < vertices; i++) {
      double angle = 2 * Math.PI * (i + 0.9 * random.nextDouble()) / vertices;
      double radius = mostPx * (0.2 + 0.8 * random.nextDouble());
      ring[i] =
          new Coordinate(
              GRID.x(col + radius * Math.cos(angle)), GRID.y(row + radius * Math.sin(angle)));
    }
    ring[vertices] = ring[0];
    return GEOMETRIES.createPolygon(ring);
  }

  /** Small ones, large ones, one over everything, one beside the raster. */
  private static List<ZonePolygon> zones() {
    Random random = new Random(3);
    List<ZonePolygon> zones = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      zones.add(
          new ZonePolygon(
              "star " + i,
              star(
                  random,
                  -10 + 220 * random.nextDouble(),
                  -10 + 200 * random.nextDouble(),
                  0.4 * Math.pow(400, random.nextDouble()))));
    }
    Envelope all = new Envelope(GRID.envelope());
    all.expandBy(12_345);
    zones.add(new ZonePolygon("all", GEOMETRIES.toGeometry(all)));
    zones.add(new ZonePolygon("again", GEOMETRIES.toGeometry(all)));
    zones.add(
        new ZonePolygon("beside", GEOMETRIES.toGeometry(new Envelope(0, 1000, 832_185, 833_000))));
    return zones;
  }

  private static List<ZoneStatistics> compute(MemoryRaster raster, String operations, int threads) {
    return ZonalStatistics.compute(
        raster.source(), zones(), Operation.parseList(operations), threads);
  }

  private static double value(ZoneStatistics statistics, String operation) {
    return statistics.value(Operation.parseList(operation).get(0));
  }

  /** A pixel with the area of its intersection with the zone, by JTS. */
  private record Share(double fraction, double value, double areaM2) {}

  private static List<Share> shares(MemoryRaster raster, Geometry polygon) {
    List<Share> shares = new ArrayList<>();
    PixelWindow near = GRID.covering(polygon.getEnvelopeInternal());
    if (!near.intersects(GRID.window())) {
      return shares;
    }
    PixelWindow window = near.intersection(GRID.window());
    double[] areas = PixelArea.window(GRID, window);
    for (int row = window.row(); row < window.endRow(); row++) {
      for (int col = window.col(); col < window.endCol(); col++) {
        Geometry pixel = GEOMETRIES.toGeometry(GRID.envelope(new PixelWindow(col, row, 1, 1)));
        double fraction = pixel.intersection(polygon).getArea() / 900;
        if (fraction > 1e-9) {
          int index = (row - window.row()) * window.width() + col - window.col();
          shares.add(new Share(fraction, raster.formula().at(col, row), areas[index]));
        }
      }
    }
    return shares;
  }

  private static void equalsBruteForce(MemoryRaster raster) {
    List<ZoneStatistics> results = compute(raster, ALL, 1);
    List<ZonePolygon> zones = zones();
    for (int i = 0; i < zones.size(); i++) {
      ZoneStatistics found = results.get(i);
      List<Share> all = shares(raster, zones.get(i).polygons());
      List<Share> data = all.stream().filter(each -> !Double.isNaN(each.value())).toList();
      double count = data.stream().mapToDouble(Share::fraction).sum();
      double allCount = all.stream().mapToDouble(Share::fraction).sum();
      double areaM2 = data.stream().mapToDouble(each -> each.fraction() * each.areaM2()).sum();
      double allM2 = all.stream().mapToDouble(each -> each.fraction() * each.areaM2()).sum();
      double sum = data.stream().mapToDouble(each -> each.fraction() * each.value()).sum();
      double mean = sum / count;
      double variance =
          data.stream()
                  .mapToDouble(each -> each.fraction() * Math.pow(each.value() - mean, 2))
                  .sum()
              / count;
      double squared = data.stream().mapToDouble(each -> Math.pow(each.fraction(), 2)).sum();
      close(value(found, "count"), count);
      close(value(found, "nodata_count"), allCount - count);
      close(value(found, "area_m2"), areaM2);
      close(value(found, "nodata_area_ha"), (allM2 - areaM2) / 10_000);
      close(value(found, "sum"), sum);
      if (data.isEmpty()) {
        for (String none : List.of("mean", "variance", "stderr", "min", "median", "majority")) {
          assertThat(value(found, none)).as(none).isNaN();
        }
        continue;
      }
      close(value(found, "mean"), mean);
      close(value(found, "variance"), variance);
      close(value(found, "stdev"), Math.sqrt(variance));
      close(value(found, "stderr"), Math.sqrt(variance * squared) / count);
      SortedMap<Double, Double> weights = new TreeMap<>();
      data.forEach(each -> weights.merge(each.value(), each.fraction(), Double::sum));
      assertThat(value(found, "min")).isEqualTo(weights.firstKey());
      assertThat(value(found, "max")).isEqualTo(weights.lastKey());
      assertThat(value(found, "variety")).isEqualTo(weights.size());
      between(weights, value(found, "q05"), 0.05 * count);
      between(weights, value(found, "median"), 0.5 * count);
      between(weights, value(found, "q97.5"), 0.975 * count);
      double most = weights.values().stream().mapToDouble(each -> each).max().orElseThrow();
      double least = weights.values().stream().mapToDouble(each -> each).min().orElseThrow();
      close(weights.getOrDefault(value(found, "majority"), 0.0), most);
      close(weights.getOrDefault(value(found, "minority"), 0.0), least);
    }
  }

  private static void close(double found, double expected) {
    assertThat(found).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
  }

  private static void between(
      SortedMap<Double, Double> weights, double quantile, double wantedWeight) {
    // The quantile is a value whose own weight holds the wanted one, or lies between two of them.
    double above = weights.tailMap(Math.nextUp(quantile * (1 + 1e-3))).size() == 0 ? 1 : 0;
    double below =
        weights.headMap(quantile * (1 - 1e-3)).values().stream().mapToDouble(each -> each).sum();
    double upTo =
        weights.headMap(Math.nextUp(quantile * (1 + 1e-3))).values().stream()
            .mapToDouble(each -> each)
            .sum();
    assertThat(below).isLessThanOrEqualTo(wantedWeight + 1e-6);
    assertThat(upTo + above).isGreaterThanOrEqualTo(wantedWeight - 1e-6);
  }

  @Test
  void everyNumberEqualsThatOfPixelByPixelIntersections() {
    equalsBruteForce(WHOLE);
    equalsBruteForce(REAL);
  }

  @Test
  void noBitDependsOnBlocksOrThreads() {
    List<Operation> operations = Operation.parseList(ALL);
    for (MemoryRaster raster : List.of(WHOLE, REAL)) {
      List<ZoneStatistics> expected = compute(raster, ALL + ",histogram", 1);
      for (int[] size : new int[][] {{16, 16}, {203, 1}, {64, 64}, {80, 48}, {512, 512}}) {
        for (int threads = 1; threads <= 3; threads++) {
          List<ZoneStatistics> found =
              compute(raster.blocks(size[0], size[1]), ALL + ",histogram", threads);
          for (int zone = 0; zone < found.size(); zone++) {
            for (Operation operation : operations) {
              assertThat(Double.valueOf(found.get(zone).value(operation)))
                  .as("%s in blocks of %s x %s", operation.name(), size[0], size[1])
                  .isEqualTo(Double.valueOf(expected.get(zone).value(operation)));
            }
            assertThat(found.get(zone).classAreasHa()).isEqualTo(expected.get(zone).classAreasHa());
          }
        }
      }
    }
  }

  @Test
  void eachBlockIsReadOnceForAllZones() {
    compute(WHOLE, "mean", 1);
    MemoryRaster raster = WHOLE.blocks(32, 32);
    compute(raster, "mean", 2);
    assertThat(raster.reads()).hasSize(7 * 6);
    assertThat(raster.reads().values()).containsOnly(1);
  }

  @Test
  void aZoneAndTheRestAddUpToTheRaster() {
    Geometry polygon = star(new Random(9), 100, 90, 70);
    Geometry frame = GEOMETRIES.toGeometry(GRID.envelope());
    List<ZoneStatistics> parts =
        ZonalStatistics.compute(
            WHOLE.source(),
            List.of(
                new ZonePolygon("in", polygon), new ZonePolygon("out", frame.difference(polygon))),
            Operation.parseList("count,nodata_count,sum,area_m2"),
            1);
    ZoneStatistics both = parts.get(0);
    both.merge(parts.get(1));
    assertThat(value(both, "count") + value(both, "nodata_count")).isEqualTo(203 * 177);
    List<ZoneStatistics> whole =
        ZonalStatistics.compute(
            WHOLE.source(),
            List.of(new ZonePolygon("all", frame)),
            Operation.parseList("count,sum,area_m2"),
            1);
    assertThat(value(both, "sum")).isEqualTo(value(whole.get(0), "sum"));
    close(value(both, "area_m2"), value(whole.get(0), "area_m2"));
  }

  @Test
  void aHistogramHoldsTheHectaresOfEveryClass() {
    for (ZoneStatistics found : compute(WHOLE, "area_ha,histogram,variety", 1)) {
      double sumHa = found.classAreasHa().values().stream().mapToDouble(each -> each).sum();
      close(sumHa, value(found, "area_ha"));
      assertThat(found.classAreasHa()).hasSize((int) value(found, "variety"));
    }
  }

  @Test
  void aRasterWithoutDataCountsAsSuch() {
    MemoryRaster nothing = new MemoryRaster(GRID, 64, 64, (col, row) -> Double.NaN);
    ZoneStatistics found = compute(nothing, ALL, 1).get(40);
    assertThat(value(found, "count")).isZero();
    assertThat(value(found, "nodata_count")).isEqualTo(203 * 177);
    assertThat(value(found, "nodata_area_ha")).isBetween(203 * 177 * 0.0897, 203 * 177 * 0.09);
    assertThat(value(found, "mean")).isNaN();
    assertThat(value(found, "stderr")).isNaN();
  }

  @Test
  void theVarianceOfLargeNumbersKeepsItsDigits() {
    MemoryRaster far = new MemoryRaster(GRID, 64, 64, (col, row) -> 1e9 + (col % 2));
    ZoneStatistics found =
        ZonalStatistics.compute(
                far.source(),
                List.of(
                    new ZonePolygon(
                        "even",
                        GEOMETRIES.toGeometry(GRID.envelope(new PixelWindow(10, 10, 100, 100))))),
                Operation.parseList("variance,stderr"),
                1)
            .get(0);
    assertThat(value(found, "variance")).isEqualTo(0.25);
    assertThat(value(found, "stderr")).isCloseTo(0.005, within(1e-15));
  }

  @Test
  void weightsMayHaveOtherBlocksAndAnotherExtent() {
    Grid shifted = new Grid("EPSG:32636", 819105 - 30 * 5, 832185 + 30 * 7, 30, 150, 400);
    MemoryRaster weights =
        new MemoryRaster(shifted, 48, 80, (col, row) -> (hash(col, row) % 5) / 4.0);
    List<ZonePolygon> zones = zones().subList(0, 20);
    List<ZoneStatistics> found =
        ZonalStatistics.compute(
            WHOLE.source(),
            weights.source(),
            zones,
            Operation.parseList("weighted_mean,weighted_sum"),
            1);
    MemoryRaster onSameGrid =
        new MemoryRaster(
            GRID,
            64,
            64,
            (col, row) -> col + 5 < 150 ? weights.formula().at(col + 5, row + 7) : Double.NaN);
    for (int zone = 0; zone < zones.size(); zone++) {
      double top = 0;
      double bottom = 0;
      List<Share> values = shares(WHOLE, zones.get(zone).polygons());
      List<Share> factors = shares(onSameGrid, zones.get(zone).polygons());
      for (int i = 0; i < values.size(); i++) {
        double product = values.get(i).value() * factors.get(i).value();
        if (!Double.isNaN(product)) {
          top += values.get(i).fraction() * product;
          bottom += values.get(i).fraction() * factors.get(i).value();
        }
      }
      close(value(found.get(zone), "weighted_sum"), top);
      if (bottom > 0) {
        close(value(found.get(zone), "weighted_mean"), top / bottom);
      } else {
        assertThat(value(found.get(zone), "weighted_mean")).isNaN();
      }
    }
    assertThat(weights.reads().values()).containsOnly(1);
  }

  @Test
  void weightsOnAnotherGridAreRefused() {
    Grid other = new Grid("EPSG:32636", 819100, 832185, 30, 203, 177);
    MemoryRaster weights = new MemoryRaster(other, 64, 64, (col, row) -> 1);
    assertThatThrownBy(
            () ->
                ZonalStatistics.compute(
                    WHOLE.source(),
                    weights.source(),
                    zones(),
                    Operation.parseList("weighted_mean"),
                    2))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the weights are on another grid than the raster")
        .hasMessageContaining("819100.0");
  }

  @Test
  void classStatisticsOfMeasuredValuesAreRefused() {
    Grid large = new Grid("EPSG:32636", 819105, 832185, 30, 300, 300);
    MemoryRaster raster = new MemoryRaster(large, 64, 64, (col, row) -> col + row / 1000.0);
    ZoneStatistics found =
        ZonalStatistics.compute(
                raster.source(),
                List.of(new ZonePolygon("all", GEOMETRIES.toGeometry(large.envelope()))),
                Operation.parseList("variety"),
                1)
            .get(0);
    assertThatThrownBy(() -> value(found, "variety"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("more than 65536 different values");
  }

  @Test
  void aPolygonOverTenThousandMillionPixelsTakesTheMemoryOfItsBlocks() {
    Grid grid = new Grid("EPSG:32636", 0, 3_000_000, 30, 100_000, 100_000);
    MemoryRaster sparse = new MemoryRaster(grid, 512, 512, (col, row) -> Double.NaN);
    Coordinate[] ring = new Coordinate[2001];
    for (int i = 0; i < 2000; i++) {
      double angle = 2 * Math.PI * i / 2000;
      ring[i] =
          new Coordinate(
              grid.x(50_000 + 49_000 * Math.cos(angle)), grid.y(50_000 + 49_000 * Math.sin(angle)));
    }
    ring[2000] = ring[0];
    Geometry circle = GEOMETRIES.createPolygon(ring);
    ZoneStatistics found =
        ZonalStatistics.compute(
                () -> new SparseRaster(sparse),
                List.of(new ZonePolygon("circle", circle)),
                Operation.parseList("count,mean"),
                2)
            .get(0);
    assertThat(value(found, "nodata_count") / (circle.getArea() / 900)).isCloseTo(1, within(1e-12));
  }

  /** As a file that leaves all blocks out. */
  private record SparseRaster(MemoryRaster like) implements org.heartwood.ingest.grid.BlockRaster {
    @Override
    public Grid grid() {
      return like.grid();
    }

    @Override
    public int blockWidth() {
      return like.blockWidth();
    }

    @Override
    public int blockHeight() {
      return like.blockHeight();
    }

    @Override
    public boolean exactInFloat() {
      return true;
    }

    @Override
    public boolean read(int blockCol, int blockRow, int rows, float[] target) {
      return false;
    }

    @Override
    public boolean read(int blockCol, int blockRow, int rows, double[] target) {
      return false;
    }

    @Override
    public void close() {}
  }

  @Test
  void aFailureOnAnotherThreadIsTheCallersFailure() {
    MemoryRaster broken =
        new MemoryRaster(
            new Grid("EPSG:32636", 819105, 832185, 30, 64, 2000),
            64,
            64,
            (col, row) -> {
              if (row > 1900) {
                throw new InputException("block cannot be decoded");
              }
              return 1;
            });
    for (int threads = 1; threads <= 3; threads++) {
      int count = threads;
      assertThatThrownBy(
              () ->
                  ZonalStatistics.compute(
                      broken.source(),
                      List.of(
                          new ZonePolygon("all", GEOMETRIES.toGeometry(broken.grid().envelope()))),
                      Operation.parseList("mean"),
                      count))
          .isInstanceOf(InputException.class)
          .hasMessage("block cannot be decoded");
    }
  }
}
