package org.heartwood.inference.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvariantFitTest {
  private static final double BIN = 0.005;

  /** Counts pairs of values in bins as {@link HarmoniseJob} does. */
  private static final class Histogram {
    private final Map<List<Integer>, Long> counts = new HashMap<>();

    void add(double reference, double value) {
      counts.merge(List.of(bin(reference), bin(value)), 1L, Long::sum);
    }

    private static int bin(double value) {
      return (int) Math.floor(value / BIN);
    }

    List<InvariantFit.Pair> pairs() {
      List<InvariantFit.Pair> pairs = new ArrayList<>();
      counts.forEach(
          (bins, pixels) ->
              pairs.add(
                  new InvariantFit.Pair(
                      (bins.get(0) + 0.5) * BIN, (bins.get(1) + 0.5) * BIN, pixels)));
      return pairs;
    }
  }

  /** Pixels of which a share was cleared; {@code reference = gain × value + offset} elsewhere. */
  private static List<InvariantFit.Pair> landscape(
      int pixels, double gain, double offset, double changedFraction) {
    Random random = new Random(1);
    Histogram histogram = new Histogram();
    for (int i = 0; i < pixels; i++) {
      double truth = random.nextInt(10) < 6 ? 0.8 : 0.5;
      truth += 0.06 * random.nextGaussian();
      double reference = truth + 0.01 * random.nextGaussian();
      double value = (truth + 0.01 * random.nextGaussian() - offset) / gain;
      if (random.nextDouble() < changedFraction) {
        value -= 0.25 + 0.2 * random.nextDouble();
      }
      histogram.add(reference, value);
    }
    return histogram.pairs();
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "0.85, 0.08", "1.2, -0.11", "1.05, 0.02"})
  void theLineIsFoundAlthoughFifteenPerCentOfThePixelsChanged(double gain, double offset) {
    RadiometricLine line =
        InvariantFit.fit(2004, landscape(40_000, gain, offset, 0.15), BIN).orElseThrow();

    assertThat(line.year()).isEqualTo(2004);
    assertThat(line.pixels()).isEqualTo(40_000);
    assertThat(line.gain()).isCloseTo(gain, within(0.01));
    for (double truth : new double[] {0.4, 0.6, 0.85}) {
      float value = (float) ((truth - offset) / gain);
      assertThat((double) line.apply(value)).isCloseTo(truth, within(0.003));
    }
    // Two noises of 0.01, and no pixel that was cleared.
    assertThat(line.residualSd()).isCloseTo(0.01 * Math.sqrt(2), within(0.002));
    assertThat(line.invariantShareFraction()).isBetween(0.80, 0.86);
  }

  @Test
  void aPlainFitOfThoseDataWouldBeWrongByMoreThanTheInvariantOne() {
    List<InvariantFit.Pair> changed = landscape(40_000, 1, 0, 0.15);
    double meanReference = 0;
    double meanValue = 0;
    for (InvariantFit.Pair pair : changed) {
      meanReference += pair.pixels() * pair.reference() / 40_000;
      meanValue += pair.pixels() * pair.value() / 40_000;
    }
    assertThat(meanReference - meanValue).isGreaterThan(0.04);
    RadiometricLine line = InvariantFit.fit(2004, changed, BIN).orElseThrow();
    assertThat(Math.abs(line.apply(0.7f) - 0.7)).isLessThan(0.003);
  }

  /**
   * In one of fourteen such landscapes some pixels on the limit come and go for ever: the sets take
   * turns.
   */
  @Test
  void setsThatTakeTurnsLoseNoYear() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      Histogram histogram = new Histogram();
      for (int i = 0; i < 3000; i++) {
        double reference = 0.5 + 0.08 * random.nextGaussian();
        histogram.add(reference, reference / 0.66 - 0.33 + 0.01 * random.nextGaussian());
      }
      RadiometricLine line = InvariantFit.fit(2004, histogram.pairs(), BIN).orElseThrow();
      assertThat(line.gain()).as("seed %d", seed).isCloseTo(0.66, within(0.01));
      assertThat(line.invariantShareFraction()).isGreaterThan(0.95);
    }
  }

  @Test
  void theOrderOfThePairsDoesNotChangeABit() {
    List<InvariantFit.Pair> pairs = landscape(5_000, 0.9, 0.05, 0.1);
    RadiometricLine line = InvariantFit.fit(2004, pairs, BIN).orElseThrow();
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(pairs, new Random(i));
      assertThat(InvariantFit.fit(2004, pairs, BIN)).contains(line);
    }
  }

  @Test
  void equalImagesGiveTheIdentity() {
    Histogram histogram = new Histogram();
    for (int i = 0; i < 2_000; i++) {
      histogram.add(0.3 + i * 0.0002, 0.3 + i * 0.0002);
    }
    RadiometricLine line = InvariantFit.fit(2004, histogram.pairs(), BIN).orElseThrow();
    assertThat(line.gain()).isCloseTo(1, within(1e-12));
    assertThat(line.offset()).isCloseTo(0, within(1e-12));
    assertThat(line.residualSd()).isEqualTo(BIN / 2);
    assertThat(line.invariantShareFraction()).isEqualTo(1);
  }

  @Test
  void fewerThanFiveHundredPixelsAreRefused() {
    assertThat(InvariantFit.fit(2004, landscape(499, 1, 0, 0), BIN)).isEmpty();
    assertThat(InvariantFit.fit(2004, List.of(), BIN)).isEmpty();
    assertThat(InvariantFit.fit(2004, landscape(600, 1, 0, 0), BIN)).isPresent();
  }

  @Test
  void imagesThatDoNotCorrelateAreRefused() {
    Random random = new Random(2);
    Histogram unrelated = new Histogram();
    Histogram opposed = new Histogram();
    Histogram constant = new Histogram();
    for (int i = 0; i < 10_000; i++) {
      double value = random.nextDouble();
      unrelated.add(random.nextDouble(), value);
      opposed.add(1 - value + 0.01 * random.nextGaussian(), value);
      constant.add(value, 0.5);
    }
    assertThat(InvariantFit.fit(2004, unrelated.pairs(), BIN)).isEmpty();
    assertThat(InvariantFit.fit(2004, opposed.pairs(), BIN)).isEmpty();
    assertThat(InvariantFit.fit(2004, constant.pairs(), BIN)).isEmpty();
  }
}
