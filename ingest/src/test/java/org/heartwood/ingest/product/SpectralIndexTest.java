package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.heartwood.ingest.product.Rasters.row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SpectralIndexTest {
  @ParameterizedTest
  @CsvSource({
    "NDVI, 0.4, 0.1, 0.6",
    "NBR, 0.3, 0.1, 0.5",
    "NDMI, 0.3, 0.2, 0.2",
    "EVI2, 0.4, 0.05, 0.575658",
    "MNDWI, 0.06, 0.02, 0.5",
    "EVI2, 0, 0, 0",
    "NDVI, 0.3, -0.01, 1",
    "NDVI, -0.01, 0.3, -1",
  })
  void indicesFollowTheirFormulas(SpectralIndex index, float nir, float other, float expected) {
    assertThat(index.value(nir, other)).isCloseTo(expected, within(1e-5f));
  }

  @ParameterizedTest
  @EnumSource(value = SpectralIndex.class, names = "EVI2", mode = EnumSource.Mode.EXCLUDE)
  void withoutAnyLightThereIsNoIndex(SpectralIndex index) {
    assertThat(index.value(0, 0)).isNaN();
    assertThat(index.value(-0.01f, -0.02f)).isNaN();
  }

  @ParameterizedTest
  @EnumSource
  void noDataStaysNoData(SpectralIndex index) {
    assertThat(index.of(row(Float.NaN, 0.3f), row(0.1f, Float.NaN)).data()).containsOnly(Float.NaN);
  }

  @Test
  void rastersMustCoverTheSameWindow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpectralIndex.NDVI.of(row(1), row(1, 2)))
        .withMessageContaining("the same window");
  }
}
