package org.heartwood.verification.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.project.Zone;
import org.jspecify.annotations.Nullable;

/**
 * The history of one tile: forest by year, loss, surroundings, and the sums by zone. It looks at
 * the tile and a margin around it, and counts the tile alone.
 */
final class TileChange {
  private static final int SURROUNDINGS_PX = 10;
  private static final double MM2_PER_M2 = 1e6;

  private final ChangeSettings settings;
  private final PixelWindow window;
  private final PixelWindow core;
  private final List<FloatRaster> canopyPct;
  private final List<FloatRaster> standardErrorPct;
  private final List<FloatRaster> validDates;
  private final double pixelSizeM;
  private final ForestModel.Chain chain;

  /** Forest by year and pixel of the window, after the minimum patch. */
  private final boolean[][] forest;

  /** Whether any year shows the pixel. */
  private final boolean[] seen;

  /**
   * Reads the tile's history.
   *
   * @param core the tile
   * @param series the years over the tile and its margin
   */
  TileChange(
      ChangeSettings settings, PixelWindow core, ChangeJob.TileSeries series, double pixelSizeM) {
    this.settings = settings;
    this.window = series.window();
    this.core = core;
    this.canopyPct = series.canopyPct();
    this.standardErrorPct = series.standardErrorPct();
    this.validDates = series.validDates();
    this.pixelSizeM = pixelSizeM;
    this.chain = settings.forestModel().over(settings.years());
    int pixels = window.width() * window.height();
    this.seen = new boolean[pixels];
    this.forest = new boolean[settings.years().length][pixels];
    decode();
  }

  private void decode() {
    int years = forest.length;
    float[] mean = new float[years];
    float[] dates = new float[years];
    boolean[] states = new boolean[years];
    for (int pixel = 0; pixel < seen.length; pixel++) {
      for (int t = 0; t < years; t++) {
        mean[t] = canopyPct.get(t).data()[pixel];
        dates[t] = validDates.get(t).data()[pixel];
      }
      seen[pixel] = chain.decode(mean, dates, states);
      for (int t = 0; t < years; t++) {
        forest[t][pixel] = seen[pixel] && states[t];
      }
    }
    for (boolean[] mask : forest) {
      PatchFilter.clearSmall(mask, window.width(), window.height(), settings.minPatchPx());
    }
  }

  /** {@link ChangeTable#LOSS_YEAR} of the tile. */
  byte[] lossYear() {
    byte[] out = new byte[core.width() * core.height()];
    forEachCorePixel(
        (index, pixel) -> {
          if (!seen[pixel]) {
            out[index] = (byte) ChangeTable.UNKNOWN;
            return;
          }
          for (int t = forest.length - 1; t > 0; t--) {
            if (lost(t, pixel)) {
              out[index] = (byte) (settings.years()[t] - settings.years()[0]);
            }
          }
        });
    return out;
  }

  /** {@link ChangeTable#FOREST} of the tile. */
  byte[] forestByYear() {
    int pixels = core.width() * core.height();
    byte[] out = new byte[pixels * forest.length];
    for (int t = 0; t < forest.length; t++) {
      int year = t;
      forEachCorePixel(
          (index, pixel) ->
              out[year * pixels + index] =
                  (byte) (!seen[pixel] ? ChangeTable.UNKNOWN : forest[year][pixel] ? 1 : 0));
    }
    return out;
  }

  private boolean lost(int t, int pixel) {
    return forest[t - 1][pixel] && !forest[t][pixel];
  }

  /**
   * {@link ChangeTable#ZONE_YEAR} and {@link ChangeTable#STRATUM_COUNT} rows of the tile.
   *
   * @param coverage share of each pixel of the tile that a zone covers
   * @param pixelM2 ellipsoidal area of each pixel of the tile, m²
   */
  Sums sums(Map<Zone, double[]> coverage, double[] pixelM2) {
    Map<Zone, ZoneSums> zones = new EnumMap<>(Zone.class);
    coverage.forEach(
        (zone, fractions) ->
            zones.put(zone, new ZoneSums(fractions, areaMm2(fractions, pixelM2), yearSums())));
    Strata strata = new Strata();
    addObserved(zones, pixelM2);
    addExpected(zones, pixelM2);
    addStrata(coverage, strata);
    boolean[] counted = new boolean[pixelM2.length];
    for (int i = 0; i < counted.length; i++) {
      int index = i;
      counted[i] = strata.has(i) || zones.values().stream().anyMatch(zone -> zone.mm2()[index] > 0);
    }
    for (int draw = 0; draw < settings.mapErrorDraws(); draw++) {
      addDraw(draw, zones, strata, counted);
    }
    List<Row> yearRows = new ArrayList<>();
    zones.forEach(
        (zone, sums) -> {
          for (int t = 0; t < sums.years().length; t++) {
            yearRows.add(sums.years()[t].row(zone, settings.years()[t]));
          }
        });
    return new Sums(yearRows, strata.rows());
  }

  /** Takes an area of the tile, mm². */
  @FunctionalInterface
  interface AreaSink {
    /**
     * Takes one year.
     *
     * @param t place of the year in the series
     * @param forestMm2 forest in it
     * @param lossMm2 forest lost since the year before
     */
    void area(int t, long forestMm2, long lossMm2);
  }

  /**
   * Forest and loss of the tile by year, as mapped.
   *
   * @param fractions share of each pixel of the tile that counts
   * @param pixelM2 ellipsoidal area of each pixel of the tile, m²
   */
  void areas(double[] fractions, double[] pixelM2, AreaSink sink) {
    long[] forestMm2 = new long[forest.length];
    long[] lossMm2 = new long[forest.length];
    forEachCorePixel(
        (index, pixel) -> {
          long mm2 = Math.round(fractions[index] * pixelM2[index] * MM2_PER_M2);
          for (int t = 0; mm2 > 0 && t < forest.length; t++) {
            forestMm2[t] += forest[t][pixel] ? mm2 : 0;
            lossMm2[t] += t > 0 && lost(t, pixel) ? mm2 : 0;
          }
        });
    for (int t = 0; t < forest.length; t++) {
      sink.area(t, forestMm2[t], lossMm2[t]);
    }
  }

  /** A zone's part of the tile: share and area of each pixel that it covers, its sums by year. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record ZoneSums(double[] fractions, long[] mm2, YearSums[] years) {}

  private static long[] areaMm2(double[] fractions, double[] pixelM2) {
    long[] mm2 = new long[fractions.length];
    Arrays.setAll(mm2, i -> Math.round(fractions[i] * pixelM2[i] * MM2_PER_M2));
    return mm2;
  }

  /** The tile's contribution to the sums. */
  record Sums(List<Row> zoneYears, List<Row> strata) {}

  private YearSums[] yearSums() {
    YearSums[] sums = new YearSums[forest.length];
    Arrays.setAll(sums, t -> new YearSums(settings.mapErrorDraws()));
    return sums;
  }

  private void addObserved(Map<Zone, ZoneSums> zones, double[] pixelM2) {
    zones
        .values()
        .forEach(
            zone ->
                forEachCorePixel(
                    (index, pixel) -> {
                      double m2 = zone.fractions()[index] * pixelM2[index];
                      for (int t = 0; m2 > 0 && t < forest.length; t++) {
                        addObserved(zone.years()[t], t, pixel, m2);
                      }
                    }));
  }

  private void addObserved(YearSums sums, int t, int pixel, double m2) {
    long mm2 = Math.round(m2 * MM2_PER_M2);
    sums.zoneMm2 += mm2;
    float canopy = canopyPct.get(t).data()[pixel];
    if (!Float.isNaN(canopy)) {
      sums.observedMm2 += mm2;
      sums.canopy += Math.round(1000.0 * canopy * m2);
      sums.canopyError += Math.round(1000.0 * standardErrorPct.get(t).data()[pixel] * m2);
      sums.validDates += Math.round(validDates.get(t).data()[pixel] * m2);
    }
    if (forest[t][pixel]) {
      sums.forestMm2 += mm2;
    }
    if (t > 0 && lost(t, pixel)) {
      sums.lossMm2 += mm2;
    }
    if (t > 0 && forest[t][pixel] && !forest[t - 1][pixel]) {
      sums.gainMm2 += mm2;
    }
  }

  /**
   * Adds what is expected of each pixel under every rate of loss, and what its most likely history
   * says.
   */
  private void addExpected(Map<Zone, ZoneSums> zones, double[] pixelM2) {
    int years = forest.length;
    int rates = ExpectedAreas.RATES.size();
    CoverLevels levels = chain.levels();
    List<ForestModel.Chain> chains = ExpectedAreas.RATES.stream().map(chain::withLoss).toList();
    ForestModel.Expectation expected = new ForestModel.Expectation(years);
    float[] mean = new float[years];
    float[] error = new float[years];
    float[] dates = new float[years];
    CoverLevels.Readings readings = levels.readings(years);
    double[][] likelihood = new double[years][levels.count()];
    double[] isForest = new double[levels.count()];
    ForestModel.Expectation shifted = new ForestModel.Expectation(years);
    boolean[] states = new boolean[years];
    forEachCorePixel(
        (index, pixel) -> {
          for (int t = 0; t < years; t++) {
            mean[t] = canopyPct.get(t).data()[pixel];
            error[t] = standardErrorPct.get(t).data()[pixel];
            dates[t] = validDates.get(t).data()[pixel];
          }
          if (zones.values().stream().noneMatch(zone -> zone.mm2()[index] > 0)
              || !readings.read(mean, dates)) {
            return;
          }
          chain.decode(mean, dates, states);
          for (ZoneSums zone : zones.values()) {
            long mm2 = zone.mm2()[index];
            for (int t = 0; mm2 > 0 && t < years; t++) {
              zone.years()[t].addDecoded(mm2, t, states);
            }
          }
          readings.likelihoods(likelihood);
          readings.hideBy(error);
          for (int side = 0; side < 2; side++) {
            readings.forestProbability(side == 0 ? -1 : 1, isForest);
            chain.expect(readings, likelihood, isForest, shifted);
            for (ZoneSums zone : zones.values()) {
              double mm2 = zone.fractions()[index] * pixelM2[index] * MM2_PER_M2;
              for (int t = 0; mm2 > 0 && t < years; t++) {
                zone.years()[t].lossShiftedMm2[side] += Math.round(mm2 * shifted.lost()[t]);
              }
            }
          }
          readings.forestProbability(0, isForest);
          for (int rate = 0; rate < rates; rate++) {
            chains.get(rate).expect(readings, likelihood, isForest, expected);
            for (ZoneSums zone : zones.values()) {
              double mm2 = zone.fractions()[index] * pixelM2[index] * MM2_PER_M2;
              for (int t = 0; mm2 > 0 && t < years; t++) {
                zone.years()[t].addExpected(mm2, t, rate, expected);
              }
            }
          }
        });
  }

  private void addStrata(Map<Zone, double[]> coverage, Strata strata) {
    int start = settings.indexOf(settings.startYear());
    int end = settings.indexOf(settings.endYear());
    int width = window.width();
    int height = window.height();
    boolean[] bare = new boolean[seen.length];
    boolean[] priorLoss = new boolean[seen.length];
    for (int pixel = 0; pixel < seen.length; pixel++) {
      bare[pixel] = seen[pixel] && !forest[start][pixel];
      priorLoss[pixel] = forest[0][pixel] && !forest[start][pixel];
    }
    double[] edgePx = Neighbourhood.distancePx(bare, width, height, settings.contextPx());
    double[] forestShare = Neighbourhood.share(forest[start], seen, width, height, SURROUNDINGS_PX);
    double[] lossShare = Neighbourhood.share(priorLoss, seen, width, height, SURROUNDINGS_PX);
    float[] canopy = canopyPct.get(start).data();
    forEachCorePixel(
        (index, pixel) -> {
          if (!forest[start][pixel] || Float.isNaN(canopy[pixel])) {
            return;
          }
          long[] values = {
            Math.round(edgePx[pixel] * pixelSizeM),
            Math.round(1000 * forestShare[pixel]),
            Math.round(1000 * lossShare[pixel]),
            Math.round(10 * canopy[pixel])
          };
          zoneOf(coverage, index)
              .ifPresent(
                  zone ->
                      strata.add(zone, index, values, forest[start][pixel] && !forest[end][pixel]));
        });
  }

  /** The zone that covers at least half of a pixel; pixels on a border may have none. */
  private static Optional<Zone> zoneOf(Map<Zone, double[]> coverage, int index) {
    return coverage.entrySet().stream()
        .filter(entry -> entry.getValue()[index] > 0.5)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private void addDraw(int draw, Map<Zone, ZoneSums> zones, Strata strata, boolean[] counted) {
    int years = forest.length;
    ErrorStructure errors = settings.errors();
    double[] lasting = errors.draw(settings.seed(), draw, ErrorStructure.EVERY_YEAR, core);
    double[][] passing = new double[years][];
    for (int t = 0; t < years; t++) {
      passing[t] = errors.draw(settings.seed(), draw, settings.years()[t], core);
    }
    int start = settings.indexOf(settings.startYear());
    int end = settings.indexOf(settings.endYear());
    float[] mean = new float[years];
    float[] dates = new float[years];
    boolean[] states = new boolean[years];
    forEachCorePixel(
        (index, pixel) -> {
          if (!counted[index]) {
            return;
          }
          for (int t = 0; t < years; t++) {
            mean[t] =
                (float)
                    (canopyPct.get(t).data()[pixel]
                        + standardErrorPct.get(t).data()[pixel]
                            * (lasting[index] + passing[t][index]));
            dates[t] = validDates.get(t).data()[pixel];
          }
          if (!chain.decode(mean, dates, states)) {
            return;
          }
          for (ZoneSums zone : zones.values()) {
            long mm2 = zone.mm2()[index];
            for (int t = 0; mm2 > 0 && t < years; t++) {
              YearSums sums = zone.years()[t];
              sums.forestDraws[draw] += states[t] ? mm2 : 0;
              sums.lossDraws[draw] += t > 0 && states[t - 1] && !states[t] ? mm2 : 0;
            }
          }
          if (states[start] && !states[end]) {
            strata.addLost(index, draw);
          }
        });
  }

  private interface CorePixel {
    void accept(int index, int pixel);
  }

  /** Visits the tile's pixels with their position in the tile and in the window. */
  private void forEachCorePixel(CorePixel visitor) {
    int index = 0;
    for (int row = core.row(); row < core.endRow(); row++) {
      int pixel = (row - window.row()) * window.width() + core.col() - window.col();
      for (int col = 0; col < core.width(); col++) {
        visitor.accept(index++, pixel++);
      }
    }
  }

  /** Sums of one zone and year. */
  private static final class YearSums {
    private long zoneMm2;
    private long observedMm2;
    private long forestMm2;
    private long lossMm2;
    private long gainMm2;
    private long canopy;
    private long canopyError;
    private long validDates;
    private final long[] forestDraws;
    private final long[] lossDraws;
    private final long[] decodedMm2 = new long[3];
    private final long[] forestExpectedMm2 = new long[ExpectedAreas.RATES.size()];
    private final long[] lossExpectedMm2 = new long[ExpectedAreas.RATES.size()];
    private final long[] lossShiftedMm2 = new long[2];
    private final long[] gainExpectedMm2 = new long[ExpectedAreas.RATES.size()];

    YearSums(int draws) {
      forestDraws = new long[draws];
      lossDraws = new long[draws];
    }

    void addDecoded(long mm2, int t, boolean[] states) {
      decodedMm2[0] += states[t] ? mm2 : 0;
      decodedMm2[1] += t > 0 && states[t - 1] && !states[t] ? mm2 : 0;
      decodedMm2[2] += t > 0 && !states[t - 1] && states[t] ? mm2 : 0;
    }

    void addExpected(double mm2, int t, int rate, ForestModel.Expectation expected) {
      forestExpectedMm2[rate] += Math.round(mm2 * expected.forest()[t]);
      lossExpectedMm2[rate] += Math.round(mm2 * expected.lost()[t]);
      gainExpectedMm2[rate] += Math.round(mm2 * expected.gained()[t]);
    }

    Row row(Zone zone, int year) {
      return RowFactory.create(
          zone.label(),
          year,
          zoneMm2,
          observedMm2,
          forestMm2,
          lossMm2,
          gainMm2,
          canopy,
          canopyError,
          validDates,
          forestDraws,
          lossDraws,
          decodedMm2,
          forestExpectedMm2,
          lossExpectedMm2,
          lossShiftedMm2,
          gainExpectedMm2);
    }
  }

  /** Counts of the tile's forest pixels by zone, block and stratum. */
  private final class Strata {
    private record Key(Zone zone, int blockRow, int blockCol, int stratum)
        implements Comparable<Key> {
      private static final Comparator<Key> ORDER =
          Comparator.comparing(Key::zone)
              .thenComparingInt(Key::blockRow)
              .thenComparingInt(Key::blockCol)
              .thenComparingInt(Key::stratum);

      @Override
      public int compareTo(Key other) {
        return ORDER.compare(this, other);
      }
    }

    private final class Counts {
      private long pixels;
      private final long[] lost = new long[settings.mapErrorDraws() + 1];
      private final long[] sums = new long[Covariate.values().length];
      private final long[] squares = new long[Covariate.values().length];
    }

    private final Map<Key, Counts> counts = new TreeMap<>();
    private final @Nullable Counts[] ofPixel = new Counts[core.width() * core.height()];

    void add(Zone zone, int index, long[] values, boolean lost) {
      int row = core.row() + index / core.width();
      int col = core.col() + index % core.width();
      Key key =
          new Key(
              zone, row / settings.blockPx(), col / settings.blockPx(), Covariate.stratum(values));
      Counts target = counts.computeIfAbsent(key, k -> new Counts());
      ofPixel[index] = target;
      target.pixels++;
      target.lost[0] += lost ? 1 : 0;
      for (int i = 0; i < values.length; i++) {
        target.sums[i] += values[i];
        target.squares[i] += values[i] * values[i];
      }
    }

    /** Whether a pixel of the tile belongs to a stratum. */
    boolean has(int index) {
      return ofPixel[index] != null;
    }

    void addLost(int index, int draw) {
      Counts target = ofPixel[index];
      if (target != null) {
        target.lost[draw + 1]++;
      }
    }

    List<Row> rows() {
      List<Row> rows = new ArrayList<>();
      counts.forEach(
          (key, count) ->
              rows.add(
                  RowFactory.create(
                      key.zone().label(),
                      key.blockRow(),
                      key.blockCol(),
                      key.stratum(),
                      count.pixels,
                      count.lost,
                      count.sums,
                      count.squares)));
      return rows;
    }
  }
}
