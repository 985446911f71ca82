package org.heartwood.inference.series;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.TemporalConvNet;

/** Series of one band with a season, noise and, if wanted, a fall. */
final class MadeUpSeries {
  static final LocalDate FIRST = LocalDate.of(2015, 1, 1);
  static final int STEPS = 60;
  static final int STEP_DAYS = 12;
  static final TemporalConvNet NET =
      new TemporalConvNet(
          1,
          STEP_DAYS,
          TemporalConvNet.Removal.ANNUAL,
          TemporalConvNet.Season.NONE,
          8,
          List.of(1, 2, 4));
  static final List<ModelCard.InputBand> INPUTS =
      List.of(new ModelCard.InputBand("x", "dB", "made up", -40, 40, "NaN", 0, 1));

  private MadeUpSeries() {}

  static List<LocalDate> dates(int count) {
    List<LocalDate> dates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      dates.add(FIRST.plusDays((long) STEP_DAYS * i));
    }
    return dates;
  }

  /** A series whose values fall by 3 from a step on, for ten steps; -1 for none. */
  static PixelSeries series(int fallStep, long seed) {
    Random random = new Random(seed);
    float[] values = new float[STEPS];
    for (int i = 0; i < STEPS; i++) {
      boolean low = fallStep >= 0 && i >= fallStep && i < fallStep + 10;
      double season = StrictMath.sin(2 * Math.PI * i * STEP_DAYS / 365.25);
      values[i] = (float) (season + 0.4 * random.nextGaussian() - (low ? 3 : 0));
    }
    return new PixelSeries(dates(STEPS), 1, values);
  }

  static StepSeries steps(PixelSeries series) {
    return StepSeries.of(series, NET, INPUTS);
  }
}
