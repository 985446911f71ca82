package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerrainTest {
  private static final Grid UTM = new Grid("EPSG:32636", 500000, 100000, 10, 3, 3);

  /** A plane that rises by the given metres a pixel to the east and to the north. */
  private static FloatRaster plane(double east, double north) {
    float[] z = new float[9];
    for (int row = 0; row < 3; row++) {
      for (int col = 0; col < 3; col++) {
        z[row * 3 + col] = (float) (100 + east * col - north * row);
      }
    }
    return Rasters.of(3, z);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, 45, 180",
    "0, -10, 45, 0",
    "10, 0, 45, 270",
    "-10, 0, 45, 90",
    "10, 10, 54.7356, 225",
    "-10, -10, 54.7356, 45",
  })
  void planesHaveTheirSlopeAndFaceDownhill(
      double east, double north, float slopeDeg, float aspectDeg) {
    FloatRaster z = plane(east, north);
    assertThat(Terrain.slopeDeg(z, UTM).at(1, 1)).isCloseTo(slopeDeg, within(1e-4f));
    assertThat(Terrain.slopePercent(z, UTM).at(1, 1))
        .isCloseTo((float) (10 * Math.hypot(east, north)), within(1e-3f));
    assertThat(Terrain.aspectDeg(z, UTM).at(1, 1)).isCloseTo(aspectDeg, within(1e-4f));
  }

  @Test
  void flatGroundFacesNowhere() {
    FloatRaster z = plane(0, 0);
    assertThat(Terrain.slopeDeg(z, UTM).at(1, 1)).isZero();
    assertThat(Terrain.aspectDeg(z, UTM).at(1, 1)).isNaN();
  }

  @Test
  void edgesAndPixelsBesideNoDataAreNaN() {
    FloatRaster z = plane(1, 1);
    for (int i = 0; i < 9; i++) {
      assertThat(Float.isNaN(Terrain.slopeDeg(z, UTM).data()[i])).isEqualTo(i != 4);
    }
    for (int i = 0; i < 9; i++) {
      FloatRaster gap = plane(1, 1);
      gap.data()[i] = Float.NaN;
      assertThat(Terrain.slopeDeg(gap, UTM).at(1, 1)).isNaN();
      assertThat(Terrain.aspectDeg(gap, UTM).at(1, 1)).isNaN();
    }
    assertThat(Terrain.slopeDeg(Rasters.row(1, 2), UTM).data()).containsOnly(Float.NaN);
  }

  /**
   * Lengths of a degree: Snyder 1987, USGS Professional Paper 1395, equations on WGS 84 (NGA
   * values).
   */
  @ParameterizedTest
  @CsvSource({
    "0, 110574.3, 111319.5",
    "30, 110852.4, 96486.3",
    "60, 111412.2, 55800.0",
  })
  void aDegreeHasItsLengthOnTheEllipsoid(double latDeg, double latitudeM, double longitudeM) {
    assertThat(MetresPerDegree.ofLatitude(latDeg)).isCloseTo(latitudeM, within(0.1));
    assertThat(MetresPerDegree.ofLongitude(latDeg)).isCloseTo(longitudeM, within(0.1));
  }

  @Test
  void degreesOfAnotherSystemAreRefused() {
    Grid sirgas = new Grid("EPSG:4674", -50, -10, 0.0003, 3, 3);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Terrain.slopeDeg(plane(1, 1), sirgas))
        .withMessageContaining("slope needs coordinates in metres or EPSG:4326");
  }
}
