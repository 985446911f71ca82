package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;

/**
 * Against PROJ 9.1.1: {@code echo "LAT LON" | cs2cs -f %.6f EPSG:4326 CODE} (PROJ takes EPSG:4326
 * latitude first and prints easting, northing).
 */
class MapProjectionValidationTest {
  private static final double MILLIMETRE = 1e-3;

  @ParameterizedTest
  @CsvSource({
    "EPSG:32636, 35.9, 7.5, 820087.845411, 830080.746086",
    "EPSG:32636, 33, 0, 500000.000000, 0.000000",
    "EPSG:32636, 38.999, -3.25, 1167693.435646, -361213.711171",
    "EPSG:32719, -69.5, -12.75, 445724.934476, 8590458.305832",
    "EPSG:32719, -66.0, -0.000001, 833978.556919, 9999999.889317",
    "EPSG:32750, 114.02, -1.31, 168336.282045, 9855008.066386",
    "EPSG:32632, 9, 60, 500000.000000, 6651411.190363",
    "EPSG:32632, 11.99, 83.5, 537772.446408, 9273255.347601",
    "EPSG:32601, -177.3, 45.1, 476396.576520, 4994103.001452",
    "EPSG:3395, 35.9, 7.5, 3996369.719479, 831717.355814",
    "EPSG:3395, -69.5, -12.75, -7736704.610133, -1421760.353749",
    "EPSG:3395, 114.02, -75.2, 12692648.340249, -12977462.073097",
    "EPSG:3857, 35.9, 7.5, 3996369.719479, 837290.732342",
    "EPSG:6933, 35.9, 7.5, 3463857.461007, 954142.137711",
    "EPSG:4326, 35.9, 7.5, 35.9, 7.5",
  })
  void agreesWithProjToAMillimetreBothWays(
      String code, double lonDeg, double latDeg, double x, double y) {
    MapProjection projection = MapProjection.of(code);
    Coordinate projected = projection.forward(lonDeg, latDeg);
    assertThat(projected.getX()).isCloseTo(x, within(MILLIMETRE));
    assertThat(projected.getY()).isCloseTo(y, within(MILLIMETRE));
    Coordinate back = projection.inverse(x, y);
    double millimetreDeg = Math.toDegrees(MILLIMETRE / 6_371_000);
    assertThat(back.getX())
        .isCloseTo(lonDeg, within(millimetreDeg / Math.cos(Math.toRadians(latDeg))));
    assertThat(back.getY()).isCloseTo(latDeg, within(2 * millimetreDeg));
  }

  /** Arc 1960, an ellipsoid and a datum of its own, which the conversion knows to metres anyway. */
  @Test
  void shiftsTheDatumToACentimetre() {
    MapProjection arc1960 = MapProjection.of("EPSG:21036");
    Coordinate projected = arc1960.forward(35.9, 7.5);
    assertThat(projected.getX()).isCloseTo(820002.288104, within(MILLIMETRE));
    assertThat(projected.getY()).isCloseTo(10830376.978677, within(MILLIMETRE));
    Coordinate back = arc1960.inverse(820002.288104, 10830376.978677);
    assertThat(back.getX()).isCloseTo(35.9, within(1e-7));
    assertThat(back.getY()).isCloseTo(7.5, within(1e-7));
  }
}
