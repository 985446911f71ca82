package org.heartwood.inference.series;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.TemporalConvNet;

/**
 * A series on steps of equal length. Step {@code k} gathers the observations whose day is nearest
 * to {@code first + k · stepDays}, and holds the mean of those that have data in every band. It
 * owns its arrays.
 */
final class StepSeries {
  /** Longest series that is read: 46 years of steps of 8 days. */
  static final int MAX_STEPS = 2100;

  private static final double DAYS_PER_YEAR = 365.25;
  private static final double CLIP_DEVIATIONS = 5;
  private static final int HARMONIC_TERMS = 3;

  private final LocalDate first;
  private final TemporalConvNet net;
  private final float[][] bands;
  private final boolean[] valid;

  private StepSeries(LocalDate first, TemporalConvNet net, float[][] bands, boolean[] valid) {
    this.first = first;
    this.net = net;
    this.bands = bands;
    this.valid = valid;
  }

  /**
   * Gathers a series into steps.
   *
   * @param inputs the bands, with the limits outside which a value is no data
   * @throws IllegalArgumentException if it has no date, other bands, or more steps than {@value
   *     #MAX_STEPS}
   */
  static StepSeries of(PixelSeries series, TemporalConvNet net, List<ModelCard.InputBand> inputs) {
    List<LocalDate> dates = series.dates();
    if (series.bands() != net.bands() || dates.isEmpty()) {
      throw new IllegalArgumentException(
          "a series must have at least one date and "
              + net.bands()
              + " bands, had "
              + dates.size()
              + " dates and "
              + series.bands()
              + " bands");
    }
    LocalDate first = dates.get(0);
    long steps = step(first, dates.get(dates.size() - 1), net.stepDays()) + 1;
    if (steps > MAX_STEPS) {
      throw new IllegalArgumentException(
          "a series must span at most " + MAX_STEPS + " steps, spanned " + steps + "; cut it");
    }
    float[][] sums = new float[net.bands()][(int) steps];
    int[] counts = new int[(int) steps];
    for (int i = 0; i < dates.size(); i++) {
      if (hasData(series, i, inputs)) {
        int step = (int) step(first, dates.get(i), net.stepDays());
        counts[step]++;
        for (int band = 0; band < net.bands(); band++) {
          sums[band][step] += series.at(band, i);
        }
      }
    }
    boolean[] valid = new boolean[counts.length];
    for (int step = 0; step < counts.length; step++) {
      valid[step] = counts[step] > 0;
      for (int band = 0; band < net.bands() && valid[step]; band++) {
        sums[band][step] /= counts[step];
      }
    }
    return new StepSeries(first, net, sums, valid);
  }

  private static long step(LocalDate first, LocalDate date, int stepDays) {
    return Math.floorDiv(2 * ChronoUnit.DAYS.between(first, date) + stepDays, 2L * stepDays);
  }

  private static boolean hasData(PixelSeries series, int date, List<ModelCard.InputBand> inputs) {
    for (int band = 0; band < inputs.size(); band++) {
      float value = series.at(band, date);
      if (!(value >= inputs.get(band).minimum() && value <= inputs.get(band).maximum())) {
        return false;
      }
    }
    return true;
  }

  int bands() {
    return bands.length;
  }

  int steps() {
    return valid.length;
  }

  boolean valid(int step) {
    return valid[step];
  }

  int validSteps() {
    int count = 0;
    for (boolean one : valid) {
      count += one ? 1 : 0;
    }
    return count;
  }

  /** Value of a band in a step, 0 where the step has no data. */
  float at(int band, int step) {
    return bands[band][step];
  }

  /** The middle of a step. */
  LocalDate date(int step) {
    return first.plusDays((long) step * net.stepDays());
  }

  /** A length on the axis of steps in days. */
  double days(double steps) {
    return steps * net.stepDays();
  }

  /** The place of a day on the axis of steps; it may lie outside the series. */
  double position(LocalDate date) {
    return ChronoUnit.DAYS.between(first, date) / (double) net.stepDays();
  }

  /** The same series with some steps' data left out. */
  StepSeries without(boolean[] hidden) {
    boolean[] left = valid.clone();
    float[][] values = copy();
    for (int step = 0; step < left.length; step++) {
      if (hidden[step]) {
        left[step] = false;
        for (float[] band : values) {
          band[step] = 0;
        }
      }
    }
    return new StepSeries(first, net, values, left);
  }

  /** The same series with something added to the valid steps of every band. */
  StepSeries plus(float[][] change) {
    float[][] values = copy();
    for (int band = 0; band < values.length; band++) {
      for (int step = 0; step < valid.length; step++) {
        if (valid[step]) {
          values[band][step] += change[band][step];
        }
      }
    }
    return new StepSeries(first, net, values, valid);
  }

  private float[][] copy() {
    float[][] values = new float[bands.length][];
    for (int band = 0; band < bands.length; band++) {
      values[band] = bands[band].clone();
    }
    return values;
  }

  /** A band without its mean and its annual cycle, 0 where a step has no data. */
  float[] deseasonalised(int band) {
    int terms = validSteps() >= 2 * HARMONIC_TERMS ? HARMONIC_TERMS : 1;
    double[][] normal = new double[terms][terms + 1];
    for (int step = 0; step < valid.length; step++) {
      if (valid[step]) {
        double[] row = harmonic(step);
        for (int i = 0; i < terms; i++) {
          for (int j = 0; j < terms; j++) {
            normal[i][j] += row[i] * row[j];
          }
          normal[i][terms] += row[i] * bands[band][step];
        }
      }
    }
    double[] fit = LinearSystem.solve(normal);
    float[] left = new float[valid.length];
    for (int step = 0; step < valid.length; step++) {
      if (valid[step]) {
        double[] row = harmonic(step);
        double seasonal = 0;
        for (int i = 0; i < terms; i++) {
          seasonal += fit[i] * row[i];
        }
        left[step] = (float) (bands[band][step] - seasonal);
      }
    }
    return left;
  }

  private double[] harmonic(int step) {
    double phase = 2 * Math.PI * step * net.stepDays() / DAYS_PER_YEAR;
    return new double[] {1, StrictMath.sin(phase), StrictMath.cos(phase)};
  }

  /**
   * What the network sees, {@code [channel × step]}: the bands, scaled, limited to 5 deviations and
   * 0 where a step has no data; 1 where it has; the season's sine and cosine if the network wants
   * them.
   *
   * @param gain factor on the scaled bands, 1 but in training
   */
  void write(List<ModelCard.InputBand> inputs, double gain, float[] out, int offset) {
    int at = offset;
    for (int band = 0; band < bands.length; band++) {
      ModelCard.InputBand input = inputs.get(band);
      float[] values =
          net.removal() == TemporalConvNet.Removal.ANNUAL ? deseasonalised(band) : bands[band];
      for (int step = 0; step < valid.length; step++, at++) {
        double scaled = gain * (values[step] - input.mean()) / input.deviation();
        out[at] =
            valid[step] ? (float) Math.max(-CLIP_DEVIATIONS, Math.min(CLIP_DEVIATIONS, scaled)) : 0;
      }
    }
    for (int step = 0; step < valid.length; step++, at++) {
      out[at] = valid[step] ? 1 : 0;
    }
    if (net.season() == TemporalConvNet.Season.ANNUAL) {
      for (int step = 0; step < valid.length; step++) {
        double phase = 2 * Math.PI * date(step).toEpochDay() / DAYS_PER_YEAR;
        out[at + step] = (float) StrictMath.sin(phase);
        out[at + valid.length + step] = (float) StrictMath.cos(phase);
      }
    }
  }
}
