package org.heartwood.verification.detect;

import static org.heartwood.verification.detect.PixelState.BACK;
import static org.heartwood.verification.detect.PixelState.BACK_DAY;
import static org.heartwood.verification.detect.PixelState.CONFIRMED;
import static org.heartwood.verification.detect.PixelState.COUNT;
import static org.heartwood.verification.detect.PixelState.DEVIATIONS;
import static org.heartwood.verification.detect.PixelState.FIRST_SEEN;
import static org.heartwood.verification.detect.PixelState.HEADER;
import static org.heartwood.verification.detect.PixelState.HISTORY;
import static org.heartwood.verification.detect.PixelState.HISTORY_DAY;
import static org.heartwood.verification.detect.PixelState.LAST_DAY;
import static org.heartwood.verification.detect.PixelState.OBSERVED;
import static org.heartwood.verification.detect.PixelState.PAGE;
import static org.heartwood.verification.detect.PixelState.PEAK;
import static org.heartwood.verification.detect.PixelState.RECOVERED;
import static org.heartwood.verification.detect.PixelState.RUN;
import static org.heartwood.verification.detect.PixelState.SIGMA;
import static org.heartwood.verification.detect.PixelState.STANDING;
import static org.heartwood.verification.detect.PixelState.START;
import static org.heartwood.verification.detect.PixelState.VALUES;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Watches the series of pixels: a regression on the history of each, then a chart on what deviates
 * from it. All that it knows of a pixel after the history are {@link #stateSize} doubles, and one
 * more scene changes them in a time that does not depend on how many came before.
 *
 * <p>A change's first date is the first observation of the present excursion of Page's cumulative
 * sum {@code g_i = max(0, g_{i−1} + z_i − 1)}, an estimate of where the mean moved by two standard
 * deviations or more (Page 1954, doi:10.1093/biomet/41.1-2.100; Hinkley 1971,
 * doi:10.1093/biomet/58.3.509); with Bayesian updating it is the flagged observation. It is
 * confirmed when the chart is beyond its limit, as often in a row as the chart asks. It has
 * recovered when three observations in a row lie within two standard deviations of the regression.
 * Only the way of a loss counts, so that the chance of a false alarm is half of what a chart's
 * level says.
 *
 * @param title name in tables
 * @param history how the history becomes a regression
 * @param chart what decides
 * @param direction which way a loss goes
 * @param watchFrom first day that is watched, days since 1970-01-01; all before is history
 */
public record ChangeDetector(
    String title, HistorySettings history, Chart chart, Direction direction, double watchFrom)
    implements Serializable {
  private static final double ALLOWANCE = 1;
  private static final double BACK_WITHIN = 2;
  private static final int BACK_RUN = 3;

  public ChangeDetector {
    if (!Double.isFinite(watchFrom)) {
      throw new IllegalArgumentException("watchFrom must be a finite day, was " + watchFrom);
    }
  }

  /**
   * BFAST Monitor (Verbesselt, Zeileis and Herold 2012, doi:10.1016/j.rse.2012.02.022): trend and
   * harmonics of order 3, stable history by reverse-ordered CUSUM, MOSUM with h = 0.25 at 5 %.
   *
   * @param leastSigma see {@link HistorySettings#leastSigma}
   */
  public static ChangeDetector bfastMonitor(
      Direction direction, double leastSigma, double watchFrom) {
    return new ChangeDetector(
        "BFAST Monitor",
        new HistorySettings(
            3, HarmonicModel.Trend.LINEAR, 16, leastSigma, HistorySettings.Stability.REVERSE_CUSUM),
        new MosumChart(0.25, 0.05),
        direction,
        watchFrom);
  }

  /** Any chart on harmonics of a given order without a trend, stable history as above. */
  public static ChangeDetector harmonic(
      Chart chart, int order, Direction direction, double leastSigma, double watchFrom) {
    return new ChangeDetector(
        chart.title(),
        new HistorySettings(
            order,
            HarmonicModel.Trend.NONE,
            2 * (1 + 2 * order) + 2,
            leastSigma,
            HistorySettings.Stability.REVERSE_CUSUM),
        chart,
        direction,
        watchFrom);
  }

  /**
   * The dates of an analysis with this detector's regressors, shared by all pixels.
   *
   * @param days ascending, days since 1970-01-01, each once
   */
  public Dates dates(double[] days) {
    int watched = 0;
    while (watched < days.length && days[watched] < watchFrom) {
      watched++;
    }
    for (int i = 1; i < days.length; i++) {
      if (!(days[i] > days[i - 1])) {
        throw new IllegalArgumentException(
            "days must ascend, day " + days[i] + " came after " + days[i - 1]);
      }
    }
    double first = days.length == 0 ? watchFrom : Math.min(days[0], watchFrom);
    HarmonicModel model = history.model(first, watchFrom);
    return new Dates(days.clone(), watched, model, model.rows(days), chart.limit());
  }

  /** Dates and their regressors. It owns its arrays. */
  public static final class Dates {
    private final double[] days;
    private final int watched;
    private final HarmonicModel model;
    private final double[] rows;

    /** The chart's limit, which some charts have to solve for. */
    private final double limit;

    private Dates(double[] days, int watched, HarmonicModel model, double[] rows, double limit) {
      this.limit = limit;
      this.days = days;
      this.watched = watched;
      this.model = model;
      this.rows = rows;
    }

    /** How many dates there are. */
    public int count() {
      return days.length;
    }

    /** How many of them are history. */
    public int historyDates() {
      return watched;
    }

    /** The regression; its trend is centred on the history. */
    public HarmonicModel model() {
      return model;
    }
  }

  /** Arrays that one task uses for pixel after pixel. */
  public static final class Workspace {
    private final HistoryFit fit;
    private final BlockSweep block;
    private final double[] residuals;

    /**
     * @param dates the longest history that it is used for
     */
    public Workspace(Dates dates) {
      int most = Math.max(1, dates.watched);
      this.fit = new HistoryFit(dates.model.terms(), most);
      this.block = new BlockSweep(dates.model.terms(), most);
      this.residuals = new double[most];
    }
  }

  /** Doubles of a pixel's state. */
  public int stateSize(Dates dates) {
    return HEADER + dates.model.terms() + chart.stateSize(dates.watched);
  }

  /**
   * Fits the history of a pixel and leaves a state that is ready for the first date watched.
   *
   * @param values this pixel's values begin at {@code valuesAt} and follow each other by date, NaN
   *     = no data
   * @param state where it is written, {@link #stateSize} doubles from {@code at}
   */
  public void begin(
      Dates dates, float[] values, int valuesAt, double[] state, int at, Workspace workspace) {
    Standing standing = workspace.fit.fit(history, dates.rows, values, valuesAt, dates.watched);
    begin(standing, dates, values, valuesAt, state, at, workspace);
  }

  private void begin(
      Standing standing,
      Dates dates,
      float[] values,
      int valuesAt,
      double[] state,
      int at,
      Workspace workspace) {
    int terms = dates.model.terms();
    Arrays.fill(state, at, at + stateSize(dates), 0);
    state[at + FIRST_SEEN] = Double.NaN;
    state[at + CONFIRMED] = Double.NaN;
    state[at + RECOVERED] = Double.NaN;
    state[at + START] = Double.NaN;
    state[at + LAST_DAY] = Double.NEGATIVE_INFINITY;
    HistoryFit fit = workspace.fit;
    state[at + HISTORY] = fit.used();
    if (standing != Standing.NO_CHANGE) {
      state[at + STANDING] = (fit.used() == 0 ? Standing.NO_DATA : standing).code();
      return;
    }
    double sigma = fit.sigma();
    state[at + STANDING] = Standing.NOT_WATCHED.code();
    state[at + HISTORY_DAY] = dates.days[fit.first()];
    state[at + LAST_DAY] = dates.days[fit.dateFromLast(0)];
    state[at + SIGMA] = sigma;
    System.arraycopy(fit.coefficients(), 0, state, at + HEADER, terms);
    int back = chart.lookback(fit.used());
    for (int i = 0; i < back; i++) {
      int date = fit.dateFromLast(i);
      double residual = values[valuesAt + date] - fit.predicted(dates.rows, date * terms);
      workspace.residuals[i] = direction.signed(residual) / sigma;
    }
    chart.begin(state, at + HEADER + terms, workspace.residuals, fit.used(), sigma);
  }

  /**
   * Takes one more observation. One that is not later than the last valid one, such as a scene
   * delivered twice, changes nothing; neither does one without data.
   *
   * @param date which of the dates it is
   */
  public void update(Dates dates, int date, float value, double[] state, int at) {
    int code = (int) state[at + STANDING];
    double day = dates.days[date];
    if (Float.isNaN(value) || !(day > state[at + LAST_DAY])) {
      return;
    }
    if (code >= Standing.FIRST_CANNOT_TELL && code != Standing.NOT_WATCHED.code()) {
      if (code == Standing.NO_DATA.code()) {
        state[at + STANDING] = Standing.SHORT_HISTORY.code();
      }
      return;
    }
    state[at + LAST_DAY] = day;
    state[at + OBSERVED]++;
    int terms = dates.model.terms();
    double residual = value;
    int row = date * terms;
    for (int i = 0; i < terms; i++) {
      residual -= state[at + HEADER + i] * dates.rows[row + i];
    }
    double sigma = state[at + SIGMA];
    double z = direction.signed(residual) / sigma;
    if (Double.isNaN(state[at + CONFIRMED])) {
      watch(state, at, terms, day, z, residual, value, dates.limit);
    } else if (Double.isNaN(state[at + RECOVERED])) {
      follow(state, at, terms, day, z, residual, value);
    }
  }

  private void watch(
      double[] state,
      int at,
      int terms,
      double day,
      double z,
      double residual,
      double value,
      double limit) {
    int chartAt = at + HEADER + terms;
    double page = Math.max(0, state[at + PAGE] + z - ALLOWANCE);
    state[at + PAGE] = page;
    double statistic = step(state, at, terms, z);
    if (chart.quiet(state, chartAt, page)) {
      forget(state, at);
    } else {
      if (Double.isNaN(state[at + START])) {
        state[at + START] = day;
      }
      add(state, at, residual, value);
    }
    boolean beyond = statistic >= limit && state[at + COUNT] > 0;
    state[at + RUN] = beyond ? state[at + RUN] + 1 : 0;
    state[at + PEAK] = Math.max(state[at + PEAK], statistic);
    boolean confirmed = state[at + RUN] >= chart.confirmations();
    boolean flagged = state[at + RUN] > 0 || (chart instanceof BayesChart && state[at + COUNT] > 0);
    state[at + FIRST_SEEN] = confirmed || flagged ? state[at + START] : Double.NaN;
    if (confirmed) {
      state[at + CONFIRMED] = day;
    }
    state[at + STANDING] =
        (confirmed ? Standing.CONFIRMED : flagged ? Standing.FLAGGED : Standing.NO_CHANGE).code();
  }

  private void follow(
      double[] state, int at, int terms, double day, double z, double residual, double value) {
    state[at + PEAK] = Math.max(state[at + PEAK], step(state, at, terms, z));
    add(state, at, residual, value);
    if (z > BACK_WITHIN) {
      state[at + BACK] = 0;
      return;
    }
    if (state[at + BACK] == 0) {
      state[at + BACK_DAY] = day;
    }
    state[at + BACK]++;
    if (state[at + BACK] == BACK_RUN) {
      state[at + RECOVERED] = state[at + BACK_DAY];
      state[at + STANDING] = Standing.RECOVERED.code();
    }
  }

  private double step(double[] state, int at, int terms, double z) {
    return chart.step(
        state,
        at + HEADER + terms,
        z,
        state[at + SIGMA],
        state[at + OBSERVED],
        state[at + HISTORY],
        state[at + PEAK]);
  }

  private static void forget(double[] state, int at) {
    state[at + START] = Double.NaN;
    state[at + DEVIATIONS] = 0;
    state[at + VALUES] = 0;
    state[at + COUNT] = 0;
  }

  private static void add(double[] state, int at, double residual, double value) {
    state[at + DEVIATIONS] += residual;
    state[at + VALUES] += value;
    state[at + COUNT]++;
  }

  /** Runs a whole series through history and watch. */
  public void run(
      Dates dates, float[] values, int valuesAt, double[] state, int at, Workspace workspace) {
    begin(dates, values, valuesAt, state, at, workspace);
    for (int date = dates.watched; date < dates.count(); date++) {
      update(dates, date, values[valuesAt + date], state, at);
    }
  }

  /**
   * Runs the series of many pixels, a good deal faster than one by one and with the same result.
   *
   * @param values values by pixel, then by date
   * @param first which pixel is the first
   * @param pixels how many pixels
   * @param states their states, one after the other from the start
   */
  public void runAll(
      Dates dates, float[] values, int first, int pixels, double[] states, Workspace workspace) {
    int count = dates.count();
    int size = stateSize(dates);
    for (int from = 0; from < pixels; from += BlockSweep.LANES) {
      int lanes = Math.min(BlockSweep.LANES, pixels - from);
      workspace.block.sweep(
          dates.rows, values, (first + from) * count, count, lanes, dates.watched);
      for (int lane = 0; lane < lanes; lane++) {
        int valuesAt = (first + from + lane) * count;
        int at = (from + lane) * size;
        Standing standing =
            workspace.fit.fit(
                history, dates.rows, values, valuesAt, dates.watched, workspace.block, lane);
        begin(standing, dates, values, valuesAt, states, at, workspace);
        for (int date = dates.watched; date < count; date++) {
          update(dates, date, values[valuesAt + date], states, at);
        }
      }
    }
  }

  /** What a state says. */
  public Outcome outcome(double[] state, int at) {
    return PixelState.outcome(state, at, chart);
  }

  /** Residual standard deviation of the regression in a state, 0 where there is none. */
  public double sigma(double[] state, int at) {
    return state[at + SIGMA];
  }

  /** What it says of one series; allocates, for tests, tables and figures. */
  public Outcome detect(double[] days, float[] values) {
    Dates dates = dates(days);
    double[] state = new double[stateSize(dates)];
    run(dates, values, 0, state, 0, new Workspace(dates));
    return outcome(state, 0);
  }
}
