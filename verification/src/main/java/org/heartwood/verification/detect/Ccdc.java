package org.heartwood.verification.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Continuous change detection and classification: the series of five bands as segments, each a
 * regression on trend and season, that end where six observations in a row deviate. Observations
 * must be clear; bands are green, red, near infrared, shortwave infrared 1 and 2, in reflectance ×
 * 10,000, to which the penalty of the regression belongs.
 *
 * <p>It fits again as a segment grows, so that its state is the observations of the segment: one
 * more scene costs more than with {@link ChangeDetector}, and it is run on whole series.
 *
 * <p>Source: Zhu and Woodcock 2014, doi:10.1016/j.rse.2014.01.011, in the form of USGS LCMAP, pyccd
 * 2018.10.17: at least 12 observations and 365 days to begin, 6 to confirm, χ² limits of 5 bands at
 * 0.99 (15.0863) for a change and at 0.999999 (35.8882) for an outlier, 4, 6 or 8 coefficients for
 * less than 18, less than 24 and more observations.
 */
public final class Ccdc {
  static final double DAYS_PER_YEAR = 365.2425;

  private static final int BANDS = 5;
  private static final int[] SCREENED = {0, 3};
  private static final int MEOW = 12;
  private static final int PEEK = 6;
  private static final double DAY_DELTA = 365;
  private static final double CHANGE = 15.086272469388987;
  private static final double OUTLIER = 35.88818687961042;
  private static final double GROWTH = 1.33;
  private static final int SEASONAL = 24;
  private static final double ALPHA = 1;
  private static final double APART_DAYS = 30;

  private double[] days;
  private double[][] bands;
  private double[] variogram = {};
  private final List<Segment> segments = new ArrayList<>();

  /** Window of the segment, from {@code start} to before {@code stop}. */
  private int start;

  private int stop;

  /**
   * A stretch of the series with one regression.
   *
   * @param firstDay day of its first observation, in the unit of the input
   * @param lastDay day of its last one
   * @param breakDay day of the first observation that deviates; the first that it does not hold
   *     where {@code changed} is false
   * @param observations how many it holds
   * @param changed whether a change ended it
   */
  public record Segment(
      double firstDay, double lastDay, double breakDay, int observations, boolean changed) {}

  private Ccdc(double[] days, double[][] bands) {
    this.days = days;
    this.bands = bands;
  }

  /**
   * Finds the segments of a series.
   *
   * @param days ascending, each once; the phase of the season is counted from their zero
   * @param bands five bands by day, all clear
   * @return the segments by date; none if there are 12 observations or fewer
   */
  public static List<Segment> segments(double[] days, double[][] bands) {
    if (bands.length != BANDS) {
      throw new IllegalArgumentException("there must be 5 bands, were " + bands.length);
    }
    return days.length <= MEOW ? List.of() : new Ccdc(days, bands).run();
  }

  private List<Segment> run() {
    variogram = variogram();
    stop = MEOW;
    int previousEnd = 0;
    while (stop <= days.length - MEOW) {
      List<Lasso> models = initialise();
      if (models.isEmpty()) {
        break;
      }
      if (start > previousEnd) {
        lookBack(models, previousEnd);
      }
      if (segments.isEmpty() && start - previousEnd > PEEK) {
        segments.add(segment(previousEnd, start, Math.min(start, days.length - 1), false));
      }
      lookForward();
      previousEnd = stop;
      start = stop;
      stop = start + MEOW;
    }
    if (previousEnd + PEEK < days.length) {
      segments.add(segment(previousEnd, days.length, days.length - 1, false));
    }
    return List.copyOf(segments);
  }

  private Segment segment(int from, int to, int next, boolean changed) {
    return new Segment(days[from], days[to - 1], days[next], to - from, changed);
  }

  /** Looks for twelve stable observations; none if the series ends before. */
  private List<Lasso> initialise() {
    while (stop + MEOW < days.length) {
      if (days[stop - 1] - days[start] < DAY_DELTA) {
        stop++;
        continue;
      }
      boolean[] outliers = new boolean[stop - start];
      for (int band : SCREENED) {
        CloudScreen.mark(
            Arrays.copyOfRange(days, start, stop),
            Arrays.copyOfRange(bands[band], start, stop),
            variogram[band],
            outliers);
      }
      int[] kept = IntStream.range(0, outliers.length).filter(i -> !outliers[i]).toArray();
      if (kept.length < MEOW
          || days[start + kept[kept.length - 1]] - days[start + kept[0]] < DAY_DELTA) {
        stop++;
        continue;
      }
      for (int i = outliers.length - 1; i >= 0; i--) {
        if (outliers[i]) {
          remove(start + i);
          stop--;
        }
      }
      List<Lasso> models = fit(start, stop, 4);
      if (stable(models)) {
        return models;
      }
      start++;
      stop++;
    }
    return List.of();
  }

  private boolean stable(List<Lasso> models) {
    double sum = 0;
    for (int band = 0; band < BANDS; band++) {
      Lasso model = models.get(band);
      double check =
          (Math.abs(model.weight(0) * (days[stop - 1] - days[start]))
                  + Math.abs(model.residual(0))
                  + Math.abs(model.residual(stop - start - 1)))
              / Math.max(variogram[band], model.rmse());
      sum += check * check;
    }
    return sum < CHANGE;
  }

  /** Takes in observations before the window that fit, back to the end of the segment before. */
  private void lookBack(List<Lasso> models, int previousEnd) {
    double[] rmse = models.stream().mapToDouble(Lasso::rmse).toArray();
    while (start > previousEnd) {
      int from = start - 1;
      int until = start - previousEnd > PEEK ? start - PEEK + 1 : Math.max(previousEnd, 0);
      double least = Double.POSITIVE_INFINITY;
      for (int i = from; i >= until; i--) {
        least = Math.min(least, magnitude(models, rmse, i));
      }
      if (least > CHANGE) {
        return;
      }
      if (magnitude(models, rmse, from) > OUTLIER) {
        remove(from);
        start--;
        stop--;
      } else {
        start--;
      }
    }
  }

  /** Grows the window until six observations in a row deviate, or the series ends. */
  private void lookForward() {
    List<Lasso> models = List.of();
    int fitStart = start;
    int fitStop = stop;
    double fitSpan = days[stop - 1] - days[start];
    boolean changed = false;
    while (stop + PEEK <= days.length) {
      double span = days[stop - 1] - days[start];
      if (models.isEmpty() || stop - start < SEASONAL || span >= GROWTH * fitSpan) {
        fitSpan = span;
        fitStart = start;
        fitStop = stop;
        models = fit(start, stop, coefficients(stop - start));
      }
      double[] rmse =
          stop - start <= SEASONAL
              ? models.stream().mapToDouble(Lasso::rmse).toArray()
              : seasonalRmse(models, fitStart, fitStop);
      double least = Double.POSITIVE_INFINITY;
      for (int i = stop; i < stop + PEEK; i++) {
        least = Math.min(least, magnitude(models, rmse, i));
      }
      if (least > CHANGE) {
        changed = true;
        break;
      }
      if (magnitude(models, rmse, stop) > OUTLIER) {
        remove(stop);
      } else {
        stop++;
      }
    }
    stop = Math.min(stop, days.length);
    segments.add(segment(start, stop, Math.min(stop, days.length - 1), changed));
  }

  private static int coefficients(int observations) {
    int wanted = observations / 3;
    return wanted < 6 ? 4 : wanted < 8 ? 6 : 8;
  }

  /** Root mean square residual of the fitted dates nearest in season to the last one peeked at. */
  private double[] seasonalRmse(List<Lasso> models, int fitStart, int fitStop) {
    double day = days[stop + PEEK - 1];
    double[] distance = new double[fitStop - fitStart];
    for (int i = 0; i < distance.length; i++) {
      double apart = days[fitStart + i] - day;
      distance[i] = Math.abs(Math.rint(apart / 365.25) * 365.25 - apart);
    }
    List<Integer> nearest =
        IntStream.range(0, distance.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> distance[i]))
            .limit(SEASONAL)
            .toList();
    return models.stream()
        .mapToDouble(
            model ->
                Math.sqrt(
                        nearest.stream()
                            .mapToDouble(i -> model.residual(i) * model.residual(i))
                            .sum())
                    / Math.sqrt(SEASONAL - 8))
        .toArray();
  }

  private double magnitude(List<Lasso> models, double[] rmse, int observation) {
    double[] row = row(days[observation], 8);
    double sum = 0;
    for (int band = 0; band < BANDS; band++) {
      double z =
          (bands[band][observation] - models.get(band).at(row))
              / Math.max(variogram[band], rmse[band]);
      sum += z * z;
    }
    return sum;
  }

  private List<Lasso> fit(int from, int to, int coefficients) {
    double[][] columns = new double[coefficients - 1][to - from];
    for (int i = from; i < to; i++) {
      double[] row = row(days[i], coefficients);
      for (int j = 0; j < columns.length; j++) {
        columns[j][i - from] = row[j];
      }
    }
    return Arrays.stream(bands)
        .map(band -> Lasso.fit(columns, Arrays.copyOfRange(band, from, to), ALPHA))
        .toList();
  }

  private static double[] row(double day, int coefficients) {
    double[] row = new double[coefficients - 1];
    row[0] = day;
    for (int j = 1; j < row.length; j += 2) {
      int harmonic = (j + 1) / 2;
      double phase = 2 * Math.PI / DAYS_PER_YEAR * day * harmonic;
      row[j] = StrictMath.cos(phase);
      row[j + 1] = StrictMath.sin(phase);
    }
    return row;
  }

  private void remove(int observation) {
    days = without(days, observation);
    bands = Arrays.stream(bands).map(band -> without(band, observation)).toArray(double[][]::new);
  }

  private static double[] without(double[] values, int at) {
    double[] out = new double[values.length - 1];
    System.arraycopy(values, 0, out, 0, at);
    System.arraycopy(values, at + 1, out, at, out.length - at);
    return out;
  }

  /**
   * Median change between observations so many places apart that their usual distance is more than
   * 30 days, of those pairs that are more than 30 days apart.
   */
  private double[] variogram() {
    int lag = 1;
    while (lag < days.length && usualDistance(lag) <= APART_DAYS) {
      lag++;
    }
    boolean sparse = lag < days.length;
    int apart = sparse ? lag : 1;
    return Arrays.stream(bands)
        .mapToDouble(
            band ->
                median(
                    IntStream.range(0, days.length - apart)
                        .filter(i -> !sparse || days[i + apart] - days[i] > APART_DAYS)
                        .mapToDouble(i -> Math.abs(band[i + apart] - band[i]))
                        .sorted()
                        .toArray()))
        .toArray();
  }

  /** The most frequent distance, the smallest of several. */
  private double usualDistance(int lag) {
    double[] distances =
        IntStream.range(0, days.length - lag)
            .mapToDouble(i -> days[i + lag] - days[i])
            .sorted()
            .toArray();
    double best = 0;
    int most = 0;
    int run = 0;
    for (int i = 0; i < distances.length; i++) {
      run = i > 0 && distances[i] == distances[i - 1] ? run + 1 : 1;
      if (run > most) {
        most = run;
        best = distances[i];
      }
    }
    return best;
  }

  /** Median of sorted values. */
  static double median(double[] sorted) {
    int n = sorted.length;
    return 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
  }
}
