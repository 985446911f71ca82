package org.heartwood.verification.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2019 Refinement to the 2006 IPCC Guidelines, volume 4, chapter 4, tables 4.4 and 4.7. */
class IpccTablesValidationTest {
  private final IpccTables tables = new IpccTables();

  @ParameterizedTest
  @CsvSource({
    "Tropical mountain, Africa, Primary/Secondary (merged), 190.0, 131.2",
    "Tropical mountain, N&S America, Primary, 195.0, 95.6",
    "Tropical mountain, N&S America, Secondary >20y, 184.4, 111.0",
    "Tropical mountain, Asia, Primary, 433.5, 147.5",
    "Temperate mountain, N&S America, Secondary <=20y, 57.9, 78.6"
  })
  void biomassIsThatOfTable47(
      String zone, String continent, String status, double tonnesPerHa, double deviation) {
    IpccTables.Entry entry = tables.aboveGroundBiomass(zone, continent, status);
    assertThat(entry.mean()).isEqualTo(tonnesPerHa);
    assertThat(entry.standardDeviation()).isEqualTo(deviation);
    assertThat(entry.row())
        .isEqualTo("IPCC 2019 table 4.7: " + zone + ", " + continent + ", " + status);
  }

  @Test
  void aPrinted95PercentIntervalBecomesAStandardDeviation() {
    assertThat(
            tables
                .aboveGroundBiomass("Temperate mountain", "Asia", "Secondary >20y")
                .standardDeviation())
        .isCloseTo(57.85 / 1.96, within(1e-12));
  }

  @Test
  void theDefaultOfPlusMinus90PercentBecomesAStandardDeviation() {
    assertThat(
            tables
                .aboveGroundBiomass("Temperate mountain", "Europe", "Primary")
                .standardDeviation())
        .isCloseTo(0.9 * 301.1 / 1.96, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "Tropical mountain, N&S America, 190.0, 0.283, 0.16",
    "Tropical mountain, Asia, 125.1, 0.345, 0.28",
    "Tropical mountain, Asia, 125, 0.322, 0.084"
  })
  void ratioIsThatOfTable44(
      String zone, String continent, double tonnesPerHa, double ratio, double deviation) {
    IpccTables.Entry entry = tables.rootShootRatio(zone, continent, tonnesPerHa);
    assertThat(entry.mean()).isEqualTo(ratio);
    assertThat(entry.standardDeviation()).isEqualTo(deviation);
  }

  @Test
  void anUnknownRowIsAnsweredWithTheRowsOfTheZone() {
    assertThatThrownBy(() -> tables.aboveGroundBiomass("Tropical mountain", "Africa", "Primary"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "method.carbon: IPCC 2019 table 4.7 has no row for Tropical mountain, Africa, Primary;"
                + " choose one of: Tropical mountain, Africa, Primary/Secondary (merged), 190.0")
        .hasMessageContaining(" | Tropical mountain, Asia, Primary, 433.5");
    assertThatThrownBy(() -> tables.rootShootRatio("Tropical mountain", "Africa", 190))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("table 4.4 has no row for Tropical mountain, Africa, Natural, >125")
        .hasMessageContaining("Tropical, Mountain, N&S America, Natural, >125, 0.283");
  }
}
