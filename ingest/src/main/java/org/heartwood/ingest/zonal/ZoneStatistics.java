package org.heartwood.ingest.zonal;

import static org.heartwood.ingest.zonal.Operation.Measure.AREA_HA;
import static org.heartwood.ingest.zonal.Operation.Measure.AREA_M2;
import static org.heartwood.ingest.zonal.Operation.Measure.HISTOGRAM;
import static org.heartwood.ingest.zonal.Operation.Measure.MAJORITY;
import static org.heartwood.ingest.zonal.Operation.Measure.MAX;
import static org.heartwood.ingest.zonal.Operation.Measure.MIN;
import static org.heartwood.ingest.zonal.Operation.Measure.MINORITY;
import static org.heartwood.ingest.zonal.Operation.Measure.NODATA_AREA_HA;
import static org.heartwood.ingest.zonal.Operation.Measure.QUANTILE;
import static org.heartwood.ingest.zonal.Operation.Measure.STDERR;
import static org.heartwood.ingest.zonal.Operation.Measure.STDEV;
import static org.heartwood.ingest.zonal.Operation.Measure.VARIANCE;
import static org.heartwood.ingest.zonal.Operation.Measure.VARIETY;
import static org.heartwood.ingest.zonal.Operation.Measure.WEIGHTED_MEAN;
import static org.heartwood.ingest.zonal.Operation.Measure.WEIGHTED_SUM;

import java.io.Serializable;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.zonal.Operation.Measure;
import org.jspecify.annotations.Nullable;

/**
 * What a raster holds inside one zone (METHOD.md §2.3). It is a sum over pixels: statistics of
 * parts of a zone merge, in any order, to those of the whole. Sums are carried in double-double
 * arithmetic, so that neither blocks nor tasks show in the result.
 *
 * <p>Not safe for several threads.
 */
public final class ZoneStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final double M2_PER_HA = 10_000;

  /** Whole numbers from 0 to below this are counted: those of 8-bit rasters and class codes. */
  private static final int COUNTED_VALUES = 1024;

  /** Most values told apart for quantiles; beyond it neighbours are put together. */
  private static final int QUANTILE_VALUES = 4096;

  private static final int MOST_CLASSES = 1 << 16;

  private final Sums sums = new Sums();
  private final @Nullable Squares squares;
  private final @Nullable Extremes extremes;
  private final @Nullable Areas areas;
  private final @Nullable ValueWeights values;
  private final @Nullable ValueWeights classes;
  private final @Nullable ValueWeights classAreasM2;
  private final @Nullable Weighted weighted;

  /** Statistics of no pixel, ready for some measures. */
  ZoneStatistics(Set<Measure> measures) {
    squares = when(measures, Squares::new, VARIANCE, STDEV, STDERR);
    extremes = when(measures, Extremes::new, MIN, MAX);
    areas = when(measures, Areas::new, AREA_M2, AREA_HA, NODATA_AREA_HA);
    values = when(measures, () -> new ValueWeights(QUANTILE_VALUES), QUANTILE);
    classes = when(measures, () -> new ValueWeights(MOST_CLASSES), MAJORITY, MINORITY, VARIETY);
    classAreasM2 = when(measures, () -> new ValueWeights(MOST_CLASSES), HISTOGRAM);
    weighted = when(measures, Weighted::new, WEIGHTED_MEAN, WEIGHTED_SUM);
  }

  private static <T> @Nullable T when(Set<Measure> asked, Supplier<T> part, Measure... needing) {
    for (Measure measure : needing) {
      if (asked.contains(measure)) {
        return part.get();
      }
    }
    return null;
  }

  static Set<Measure> measures(Collection<Operation> operations) {
    Set<Measure> measures = EnumSet.noneOf(Measure.class);
    operations.forEach(each -> measures.add(each.measure()));
    return measures;
  }

  /** The state of these statistics, for {@link #fromBytes}. */
  public byte[] toBytes() {
    return StatisticsBytes.write(this);
  }

  /**
   * What {@link #toBytes} wrote.
   *
   * @throws IllegalStateException if another version of Heartwood wrote it
   */
  public static ZoneStatistics fromBytes(byte[] bytes) {
    return StatisticsBytes.read(bytes);
  }

  /** Adds some runs of a block. */
  void add(BlockPixels pixels, BlockRuns runs, int from, int to) {
    double[] data = pixels.values();
    sums.add(data, runs, from, to);
    if (squares != null) {
      squares.add(data, runs, from, to);
    }
    if (extremes != null) {
      extremes.add(data, runs, from, to);
    }
    if (areas != null) {
      areas.add(data, pixels.areas(), runs, from, to);
    }
    addValues(data, runs, from, to);
    if (classAreasM2 != null) {
      addAreas(classAreasM2, data, pixels.areas(), runs, from, to);
    }
    if (weighted != null) {
      weighted.add(data, pixels.weights(), runs, from, to);
    }
  }

  /** Small whole numbers are counted first, so that the maps are asked once a value. */
  private void addValues(double[] data, BlockRuns runs, int from, int to) {
    if (values == null && classes == null) {
      return;
    }
    int[] counts = new int[COUNTED_VALUES];
    int largest = -1;
    for (int run = from; run < to; run++) {
      double fraction = runs.fraction(run);
      for (int i = runs.start(run); i < runs.end(run); i++) {
        int whole = (int) data[i];
        if (fraction == 1 && whole == data[i] && whole >= 0 && whole < COUNTED_VALUES) {
          counts[whole]++;
          largest = Math.max(largest, whole);
        } else if (!Double.isNaN(data[i])) {
          addValue(data[i], fraction);
        }
      }
    }
    for (int value = 0; value <= largest; value++) {
      if (counts[value] > 0) {
        addValue(value, counts[value]);
      }
    }
  }

  private void addValue(double value, double weight) {
    if (values != null) {
      values.add(value, weight);
    }
    if (classes != null) {
      classes.add(value, weight);
    }
  }

  private static void addAreas(
      ValueWeights target, double[] data, BlockAreas areas, BlockRuns runs, int from, int to) {
    for (int run = from; run < to; run++) {
      double[] m2 = areas.m2(runs.start(run));
      for (int i = runs.start(run); i < runs.end(run); i++) {
        if (!Double.isNaN(data[i])) {
          target.add(data[i], runs.fraction(run) * m2[i]);
        }
      }
    }
  }

  /** Adds some runs of a block without data. */
  void addNoData(BlockPixels pixels, BlockRuns runs, int from, int to) {
    sums.addNoData(runs, from, to);
    if (areas != null) {
      areas.addNoData(pixels.areas(), runs, from, to);
    }
  }

  /**
   * Adds the statistics of other pixels of the zone.
   *
   * @param other for the same measures
   */
  public void merge(ZoneStatistics other) {
    sums.merge(other.sums);
    if (squares != null && other.squares != null) {
      squares.merge(other.squares);
    }
    if (extremes != null && other.extremes != null) {
      extremes.merge(other.extremes);
    }
    if (areas != null && other.areas != null) {
      areas.merge(other.areas);
    }
    if (values != null && other.values != null) {
      values.merge(other.values);
    }
    if (classes != null && other.classes != null) {
      classes.merge(other.classes);
    }
    if (classAreasM2 != null && other.classAreasM2 != null) {
      classAreasM2.merge(other.classAreasM2);
    }
    if (weighted != null && other.weighted != null) {
      weighted.merge(other.weighted);
    }
  }

  /**
   * One number.
   *
   * @param operation asked for when the statistics were computed; {@code histogram} is none, see
   *     {@link #classAreasHa()}
   * @return NaN where there is no pixel with data, but 0 for counts, areas and sums
   * @throws InputException if a class statistic is asked of a raster with more than 65,536 values
   * @throws IllegalStateException if it was not asked for
   */
  public double value(Operation operation) {
    return switch (operation.measure()) {
      case COUNT -> sums.count().doubleValue();
      case NODATA_COUNT -> sums.noData().doubleValue();
      case AREA_M2 -> ready(areas).dataM2();
      case AREA_HA -> ready(areas).dataM2() / M2_PER_HA;
      case NODATA_AREA_HA -> ready(areas).noDataM2() / M2_PER_HA;
      case SUM -> sums.sum().doubleValue();
      case MEAN -> sums.sum().divide(sums.count()).doubleValue();
      case VARIANCE -> variance();
      case STDEV -> Math.sqrt(variance());
      case STDERR -> Math.sqrt(variance() / ready(squares).effectiveCount(sums));
      case MIN -> ready(extremes).min();
      case MAX -> ready(extremes).max();
      case QUANTILE -> ready(values).quantile(operation.probability());
      case MAJORITY -> largest(ready(classes), 1);
      case MINORITY -> largest(ready(classes), -1);
      case VARIETY -> exact(ready(classes)).size();
      case WEIGHTED_MEAN -> ready(weighted).mean();
      case WEIGHTED_SUM -> ready(weighted).sum();
      case HISTOGRAM ->
          throw new IllegalStateException("a histogram is not one number; use classAreasHa");
    };
  }

  private double variance() {
    return sums.count().isZero() ? Double.NaN : ready(squares).variance(sums);
  }

  /**
   * Hectares on the ellipsoid of every value, by value.
   *
   * @throws InputException if there are more than 65,536 values
   * @throws IllegalStateException if {@code histogram} was not asked for
   */
  public SortedMap<Double, Double> classAreasHa() {
    SortedMap<Double, Double> areasHa = new TreeMap<>();
    exact(ready(classAreasM2))
        .toMap()
        .forEach((value, areaM2) -> areasHa.put(value, areaM2 / M2_PER_HA));
    return areasHa;
  }

  private static double largest(ValueWeights weights, int sign) {
    double value = Double.NaN;
    double weight = Double.NEGATIVE_INFINITY;
    for (Map.Entry<Double, Double> entry : exact(weights).toMap().entrySet()) {
      if (sign * entry.getValue() > weight) {
        weight = sign * entry.getValue();
        value = entry.getKey();
      }
    }
    return value;
  }

  private static ValueWeights exact(ValueWeights weights) {
    if (!weights.isExact()) {
      throw new InputException(
          Reason.TOO_LARGE,
          "majority, minority, variety and histogram are for class maps: the raster has more than "
              + MOST_CLASSES
              + " different values in a zone; ask for quantiles instead");
    }
    return weights;
  }

  private static <T> T ready(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the statistic was not asked for when the raster was read");
    }
    return part;
  }
}
