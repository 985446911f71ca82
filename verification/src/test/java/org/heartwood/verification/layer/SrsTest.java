package org.heartwood.verification.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SrsTest {
  @ParameterizedTest
  @CsvSource({
    "EPSG:32636, 32636, WGS 84 / UTM zone 36N, Transverse_Mercator",
    "EPSG:3395, 3395, WGS 84 / World Mercator, Mercator",
    "EPSG:5880, 5880, SIRGAS 2000 / Brazil Polyconic, Polyconic",
    "EPSG:31983, 31983, SIRGAS 2000 / UTM zone 23S, Transverse_Mercator",
    "EPSG:5070, 5070, NAD83 / Conus Albers, Albers_Conic_Equal_Area"
  })
  void aSystemOfTheRegisterHasItsNameAndDefinition(
      String code, int epsg, String name, String projection) {
    Srs srs = Srs.of(code);
    assertThat(srs.epsg()).isEqualTo(epsg);
    assertThat(srs.name()).isEqualTo(name);
    assertThat(srs.code()).isEqualTo(code);
    assertThat(srs.geographic()).isFalse();
    assertThat(srs.wkt())
        .startsWith("PROJCS[\"" + name)
        .contains("PROJECTION[\"" + projection)
        .endsWith("AUTHORITY[\"EPSG\",\"" + epsg + "\"]]")
        .doesNotContain("\n");
  }

  @Test
  void aProjectionThatLayersCannotBeWrittenInIsRefused() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Srs.of("EPSG:6933"))
        .withMessageContaining("gdalwarp");
  }

  @Test
  void aCodeThatIsNotInTheRegisterIsRefused() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> Srs.of("EPSG:99999"))
        .withMessageContaining("EPSG:99999: is no system of the EPSG register, or one");
  }
}
