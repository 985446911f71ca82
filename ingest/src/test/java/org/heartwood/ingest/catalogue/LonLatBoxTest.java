package org.heartwood.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LonLatBoxTest {
  @ParameterizedTest
  @CsvSource({
    "0, 10, 5, 15, true",
    "0, 10, 10, 15, true",
    "0, 10, 11, 15, false",
    "170, -170, 175, 176, true",
    "170, -170, -176, -175, true",
    "170, -170, 0, 10, false",
    "170, -170, 160, -160, true",
    "170, -170, -180, 180, true",
    "179, 180, -180, -179, true",
    "170, -170, -169, 169, false"
  })
  void boxesMeetAcrossTheAntimeridian(
      double west, double east, double otherWest, double otherEast, boolean meet) {
    LonLatBox box = new LonLatBox(west, 0, east, 1);
    LonLatBox other = new LonLatBox(otherWest, 0, otherEast, 1);
    assertThat(box.intersects(other)).isEqualTo(meet);
    assertThat(other.intersects(box)).isEqualTo(meet);
    assertThat(box.intersects(new LonLatBox(otherWest, 1.5, otherEast, 2))).isFalse();
  }

  @Test
  void positionsOffTheEarthAreRefused() {
    assertThatThrownBy(() -> new LonLatBox(0, 1, 1, 0))
        .hasMessage("latitudes must be -90 to 90 degrees, south first, were 1.0, 0.0");
    assertThatThrownBy(() -> new LonLatBox(Double.NaN, 0, 1, 1))
        .hasMessage("longitudes must be -180 to 180 degrees, were NaN, 1.0");
  }
}
