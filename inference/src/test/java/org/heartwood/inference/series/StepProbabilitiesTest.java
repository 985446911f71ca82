package org.heartwood.inference.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StepProbabilitiesTest {
  @Test
  void threeEqualLogitsOfZeroGiveThreeQuarters() {
    StepProbabilities steps = StepProbabilities.of(new float[3], 1, 0);

    assertThat(steps.total()).isCloseTo(0.75, within(1e-12));
    assertThat(steps.medianStep()).isCloseTo(1, within(1e-12));
    assertThat(steps.deviationFrom(1)).isCloseTo(Math.sqrt(2.0 / 3 + 1.0 / 12), within(1e-12));
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    StepProbabilities steps = StepProbabilities.of(new float[] {0, 800, 0}, 1, 0);

    assertThat(steps.total()).isEqualTo(1);
    assertThat(steps.medianStep()).isCloseTo(1, within(1e-9));
  }

  @Test
  void scalingLogitsRepairsProbabilitiesThatAreTooSure() {
    Random random = new Random(2);
    List<LogitScale.Scored> samples = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      double logit = 2 * random.nextGaussian();
      boolean event = random.nextDouble() < 1 / (1 + StrictMath.exp(-logit));
      samples.add(new LogitScale.Scored(List.of(new float[] {(float) (3 * logit + 1)}), event));
    }

    LogitScale scale = LogitScale.fit(samples);

    assertThat(scale.slope()).isCloseTo(1.0 / 3, within(0.03));
    assertThat(scale.shift()).isCloseTo(-1.0 / 3, within(0.1));
  }
}
