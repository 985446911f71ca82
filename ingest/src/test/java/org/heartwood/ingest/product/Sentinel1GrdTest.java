package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.heartwood.ingest.product.Rasters.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;

class Sentinel1GrdTest {
  @Test
  void decibelsAreTenTimesTheLogarithm() {
    assertThat(Sentinel1Grd.db(row(1, 0.1f, 0.01f, 100)).data()).containsExactly(0, -10, -20, 20);
    assertThat(Sentinel1Grd.db(row(0, -0.001f, Float.NaN)).data()).containsOnly(Float.NaN);
    assertThat(Sentinel1Grd.power(-10)).isCloseTo(0.1f, within(1e-7f));
    assertThat(Sentinel1Grd.db(Sentinel1Grd.power(-12.34f))).isCloseTo(-12.34f, within(1e-5f));
    assertThat(Sentinel1Grd.dbOfHundredths(-1234)).isEqualTo(-12.34f);
  }

  @Test
  void theRatioOfPowersIsTheDifferenceOfDecibels() {
    float[] ratio = Sentinel1Grd.ratioDb(row(-7, Float.NaN), row(-13, -13)).data();
    assertThat(ratio).containsExactly(6, Float.NaN);
    assertThat(Sentinel1Grd.power(ratio[0]))
        .isCloseTo(Sentinel1Grd.power(-7) / Sentinel1Grd.power(-13), within(1e-5f));
  }

  @Test
  void theMeanIsOneOfPowersOverTheDatesWithData() {
    float nan = Float.NaN;
    FloatRaster mean = Sentinel1Grd.meanDb(List.of(row(0, -10, nan), row(-10, nan, nan)));
    assertThat(mean.data()[0]).isCloseTo((float) (10 * Math.log10(0.55)), within(1e-5f));
    assertThat(mean.data()[1]).isCloseTo(-10, within(1e-5f));
    assertThat(mean.data()[2]).isNaN();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sentinel1Grd.meanDb(List.of(row(1), row(1, 2))));
    assertThatIllegalArgumentException().isThrownBy(() -> Sentinel1Grd.meanDb(List.of()));
  }

  /** Single-look speckle is exponential; its mean logarithm lies 10·γ/ln 10 = 2.507 dB lower. */
  @Test
  void aMeanOfDecibelsWouldBeTooLowUnderSpeckle() {
    Random random = new Random(7);
    List<FloatRaster> dates = new ArrayList<>();
    double sumDb = 0;
    int count = 200_000;
    for (int i = 0; i < count; i++) {
      float db = Sentinel1Grd.db((float) (-0.05 * Math.log(1 - random.nextDouble())));
      sumDb += db;
      dates.add(row(db));
    }
    double expected = 10 * Math.log10(0.05);
    assertThat((double) Sentinel1Grd.meanDb(dates).data()[0]).isCloseTo(expected, within(0.03));
    assertThat(sumDb / count).isCloseTo(expected - 2.507, within(0.05));
  }

  @Test
  void orbitsOfDifferentDirectionOrTrackAreDifferentGroups() {
    OrbitGroup group = OrbitGroup.of("ascending", 39);
    assertThat(group).isEqualTo(OrbitGroup.of("Ascending", 39));
    assertThat(group).isNotEqualTo(OrbitGroup.of("descending", 39));
    assertThat(group).isNotEqualTo(OrbitGroup.of("ascending", 112));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> OrbitGroup.of("geostationary", 39))
        .withMessageContaining("expected ascending or descending");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> OrbitGroup.of("ascending", 176))
        .withMessageContaining("1 to 175");
  }
}
