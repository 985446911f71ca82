package org.heartwood.verification.report;

import java.util.List;
import java.util.stream.LongStream;

/**
 * A linear axis whose ends and ticks are round numbers.
 *
 * @param firstTick number of the first tick, in steps from zero
 * @param lastTick number of the last tick
 * @param step distance of the ticks, in the axis' unit
 * @param fromPx where the first tick lies
 * @param toPx where the last tick lies
 */
record Axis(long firstTick, long lastTick, double step, double fromPx, double toPx) {
  /**
   * The shortest axis of about a number of steps that holds two numbers.
   *
   * @param low finite
   * @param high finite, ≥ low
   * @param steps number of steps to come near to
   */
  static Axis holding(double low, double high, int steps, double fromPx, double toPx) {
    double span = high > low ? high - low : Math.max(Math.abs(high), 1);
    double magnitude = StrictMath.pow(10, Math.floor(StrictMath.log10(span / steps)));
    double rough = span / steps / magnitude;
    double step = magnitude * (rough <= 1 ? 1 : rough <= 2 ? 2 : rough <= 5 ? 5 : 10);
    long first = (long) Math.floor(low / step + 1e-9);
    long last = (long) Math.ceil(high / step - 1e-9);
    return new Axis(first, Math.max(last, first + 1), step, fromPx, toPx);
  }

  double px(double value) {
    return fromPx + (value / step - firstTick) / (lastTick - firstTick) * (toPx - fromPx);
  }

  List<Double> ticks() {
    return LongStream.rangeClosed(firstTick, lastTick).mapToObj(tick -> tick * step).toList();
  }

  /** The label of a tick, with as many decimals as the step needs. */
  String label(double tick) {
    int decimals = Math.max(0, (int) -Math.floor(StrictMath.log10(step) + 1e-9));
    return NumberText.rounded(tick, decimals);
  }
}
