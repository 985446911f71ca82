package org.heartwood.inference.harmonise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RadiometricLineTest {
  @Test
  void itMapsAValueToTheReferenceYear() {
    RadiometricLine line = new RadiometricLine(2004, 0.5, 0.25, 0.01, 0.9, 1000);
    assertThat(line.apply(0.5f)).isEqualTo(0.5f);
    assertThat(line.apply(-1f)).isEqualTo(-0.25f);
    assertThat(line.apply(Float.NaN)).isNaN();
  }

  @Test
  void theIdentityChangesNoBit() {
    RadiometricLine line = RadiometricLine.identity(2001, 7);
    assertThat(line).isEqualTo(new RadiometricLine(2001, 1, 0, 0, 1, 7));
    for (float value : new float[] {0.1f, -0.7f, Float.MIN_VALUE, 1e30f}) {
      assertThat(line.apply(value)).isEqualTo(value);
    }
  }
}
