package org.heartwood.ingest.zonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueWeightsTest {
  @Test
  void quantilesOfFewValuesAreExact() {
    ValueWeights weights = new ValueWeights(8);
    weights.add(3, 1);
    weights.add(1, 1);
    weights.add(2, 0.5);
    weights.add(2, 1.5);
    assertThat(weights.isExact()).isTrue();
    assertThat(weights.quantile(0)).isEqualTo(1);
    assertThat(weights.quantile(0.2)).isEqualTo(1);
    assertThat(weights.quantile(0.25)).isEqualTo(1.5);
    assertThat(weights.quantile(0.5)).isEqualTo(2);
    assertThat(weights.quantile(0.75)).isEqualTo(2.5);
    assertThat(weights.quantile(1)).isEqualTo(3);
    assertThat(new ValueWeights(8).quantile(0.5)).isNaN();
  }

  @Test
  void numbersOfAnySignAreInOrderAndBothZerosAreOne() {
    ValueWeights weights = new ValueWeights(100);
    for (double value : new double[] {-0.0, 0.0, -1e300, 1e-300, -1e-300, 1e300}) {
      weights.add(value, 1);
    }
    assertThat(weights.toMap().keySet()).containsExactly(-1e300, -1e-300, 0.0, 1e-300, 1e300);
    assertThat(weights.toMap()).containsEntry(0.0, 2.0);
  }

  @Test
  void noBitDependsOnTheOrderOrTheParts() {
    Random random = new Random(4);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      values.add((double) (float) (random.nextGaussian() * 100));
    }
    ValueWeights whole = new ValueWeights(1000);
    values.forEach(value -> whole.add(value, 0.1));
    assertThat(whole.isExact()).isFalse();
    for (int parts : new int[] {2, 7, 100}) {
      Collections.shuffle(values, random);
      ValueWeights merged = new ValueWeights(1000);
      int each = values.size() / parts;
      for (int part = 0; part < parts; part++) {
        ValueWeights some = new ValueWeights(1000);
        int end = part == parts - 1 ? values.size() : (part + 1) * each;
        values.subList(part * each, end).forEach(value -> some.add(value, 0.1));
        merged.merge(some);
      }
      assertThat(merged.toMap()).isEqualTo(whole.toMap());
    }
  }

  @Test
  void manyValuesKeepTheirQuantilesToAPartOfTheValue() {
    Random random = new Random(5);
    double[] values = random.doubles(200_000, 10, 300).toArray();
    ValueWeights weights = new ValueWeights(4096);
    for (double value : values) {
      weights.add(value, 1);
    }
    java.util.Arrays.sort(values);
    for (double probability : new double[] {0.001, 0.05, 0.5, 0.95, 0.999}) {
      double exact = values[(int) (probability * values.length)];
      assertThat(weights.quantile(probability) / exact).isCloseTo(1, within(0.001));
    }
  }
}
