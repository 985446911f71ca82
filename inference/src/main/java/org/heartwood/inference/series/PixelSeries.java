package org.heartwood.inference.series;

import java.time.LocalDate;
import java.util.List;

/**
 * What one pixel looked like over time: one value for every band and date. NaN is no data. It owns
 * its array.
 */
public final class PixelSeries {
  private final List<LocalDate> dates;
  private final int bands;
  private final float[] values;

  /**
   * @param dates days of the observations; they may be irregular and a day may occur twice, but
   *     they must not fall
   * @param bands bands of each observation, > 0
   * @param values {@code [band × date]}, in the units that the model's card names, NaN = no data
   * @throws IllegalArgumentException if a date is before the one in front of it, or the values are
   *     not as many as bands times dates
   */
  public PixelSeries(List<LocalDate> dates, int bands, float[] values) {
    this.dates = List.copyOf(dates);
    this.bands = bands;
    this.values = values;
    if (bands <= 0 || values.length != (long) bands * dates.size()) {
      throw new IllegalArgumentException(
          "a series of "
              + bands
              + " bands on "
              + dates.size()
              + " dates needs bands > 0 and as many values as their product, had "
              + values.length);
    }
    for (int i = 1; i < dates.size(); i++) {
      if (dates.get(i).isBefore(dates.get(i - 1))) {
        throw new IllegalArgumentException(
            "the dates of a series must not fall; sort observations by date, "
                + dates.get(i)
                + " came after "
                + dates.get(i - 1));
      }
    }
  }

  public List<LocalDate> dates() {
    return dates;
  }

  public int bands() {
    return bands;
  }

  /** The value of a band on the date with an index, NaN = no data. */
  public float at(int band, int date) {
    return values[band * dates.size() + date];
  }
}
