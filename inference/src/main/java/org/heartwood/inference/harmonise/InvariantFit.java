package org.heartwood.inference.harmonise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Fits the line between two dates through the pixels that did not change (METHOD.md §3.2).
 *
 * <p>Most of a landscape is the same from one dry season to the next apart from weather, dust and
 * sun, which act on all pixels alike; pseudo-invariant features carry that shift (Schott, Salvaggio
 * and Volchok 1988, doi:10.1016/0034-4257(88)90116-2). They are found here by trimming: a reduced
 * major axis, which treats both dates as noisy, is fitted to all pixels; those farther than 2.5
 * robust standard deviations (1.4826 times the median absolute deviation) from it are left out; and
 * so on until the set stays the same. Where a few pixels on the limit come and go for ever, the
 * line of the largest of the sets that take turns counts. Cleared pixels fall out of it and so do
 * not bend the line.
 */
public final class InvariantFit {
  private static final double TRIM = 2.5;
  private static final double MAD_TO_SD = 1.4826;
  private static final int MAX_ROUNDS = 100;
  private static final long MIN_PIXELS = 500;
  private static final double MIN_CORRELATION = 0.3;

  private InvariantFit() {}

  /**
   * Pixels that have the same pair of values, up to a bin.
   *
   * @param reference value in the reference year
   * @param value value in the year to be brought to it
   * @param pixels how many
   */
  public record Pair(double reference, double value, long pixels) {}

  /**
   * The line of a year.
   *
   * @param pairs joint histogram of the two years
   * @param binWidth width of its bins; the trimming distance is never below half of it
   * @return empty if there are fewer than 500 pixels, or the two years' invariant pixels correlate
   *     with less than 0.3, or trimming has not settled after 100 rounds: then the year cannot be
   *     brought to the reference
   */
  public static Optional<RadiometricLine> fit(int year, List<Pair> pairs, double binWidth) {
    Pair[] all =
        pairs.stream()
            .sorted(Comparator.comparingDouble(Pair::reference).thenComparingDouble(Pair::value))
            .toArray(Pair[]::new);
    long pixels = Arrays.stream(all).mapToLong(Pair::pixels).sum();
    BitSet kept = new BitSet(all.length);
    kept.set(0, all.length);
    Map<BitSet, Integer> rounds = new HashMap<>();
    List<RadiometricLine> lines = new ArrayList<>();
    while (rounds.putIfAbsent(kept, lines.size()) == null) {
      Moments moments = Moments.of(all, kept);
      if (lines.size() == MAX_ROUNDS
          || moments.pixels < MIN_PIXELS
          || !(moments.correlation() >= MIN_CORRELATION)) {
        return Optional.empty();
      }
      double gain = Math.sqrt(moments.varReference() / moments.varValue());
      double offset = moments.meanReference() - gain * moments.meanValue();
      double[] residuals = new double[all.length];
      for (int i = 0; i < all.length; i++) {
        residuals[i] = all[i].reference() - gain * all[i].value() - offset;
      }
      double centre = weightedMedian(residuals, all, kept);
      double[] distances = new double[all.length];
      for (int i = 0; i < all.length; i++) {
        distances[i] = Math.abs(residuals[i] - centre);
      }
      double sd = Math.max(MAD_TO_SD * weightedMedian(distances, all, kept), binWidth / 2);
      lines.add(
          new RadiometricLine(year, gain, offset, sd, (double) moments.pixels / pixels, pixels));
      BitSet next = new BitSet(all.length);
      for (int i = 0; i < all.length; i++) {
        next.set(i, distances[i] <= TRIM * sd);
      }
      kept = next;
    }
    // From the round that began with this set on, rounds would repeat themselves.
    int first = Objects.requireNonNull(rounds.get(kept));
    return lines.subList(first, lines.size()).stream()
        .max(Comparator.comparingDouble(RadiometricLine::invariantShareFraction));
  }

  private static double weightedMedian(double[] values, Pair[] pairs, BitSet kept) {
    Integer[] order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    long total = 0;
    for (int i = 0; i < values.length; i++) {
      total += kept.get(i) ? pairs[i].pixels() : 0;
    }
    long seen = 0;
    for (int i : order) {
      seen += kept.get(i) ? pairs[i].pixels() : 0;
      if (2 * seen >= total) {
        return values[i];
      }
    }
    throw new IllegalStateException("a median needs a value");
  }

  /** Sums over the kept pairs. */
  private record Moments(
      long pixels, double sumX, double sumY, double sumXx, double sumYy, double sumXy) {
    static Moments of(Pair[] pairs, BitSet kept) {
      long n = 0;
      double x = 0;
      double y = 0;
      double xx = 0;
      double yy = 0;
      double xy = 0;
      for (int i = 0; i < pairs.length; i++) {
        if (kept.get(i)) {
          Pair pair = pairs[i];
          n += pair.pixels();
          x += pair.pixels() * pair.value();
          y += pair.pixels() * pair.reference();
          xx += pair.pixels() * pair.value() * pair.value();
          yy += pair.pixels() * pair.reference() * pair.reference();
          xy += pair.pixels() * pair.value() * pair.reference();
        }
      }
      return new Moments(n, x, y, xx, yy, xy);
    }

    double meanValue() {
      return sumX / pixels;
    }

    double meanReference() {
      return sumY / pixels;
    }

    double varValue() {
      return sumXx / pixels - meanValue() * meanValue();
    }

    double varReference() {
      return sumYy / pixels - meanReference() * meanReference();
    }

    double correlation() {
      return (sumXy / pixels - meanValue() * meanReference())
          / Math.sqrt(varValue() * varReference());
    }
  }
}
