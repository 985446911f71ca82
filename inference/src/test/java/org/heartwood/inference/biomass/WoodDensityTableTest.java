package org.heartwood.inference.biomass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.heartwood.inference.biomass.WoodDensity.Level;
import org.heartwood.inference.biomass.WoodDensityTable.Entry;
import org.junit.jupiter.api.Test;

class WoodDensityTableTest {
  private static final Optional<String> FAMILY = Optional.of("Fabaceae");
  private final WoodDensityTable table =
      WoodDensityTable.of(
          List.of(
              new Entry("Inga alba", FAMILY, 0.5),
              new Entry("Inga alba", FAMILY, 0.7),
              new Entry("Inga edulis", FAMILY, 0.8),
              new Entry("Parkia nitida", FAMILY, 0.4),
              new Entry("Ceiba pentandra", Optional.of("Malvaceae"), 0.3)));

  @Test
  void aTreeTakesTheNearestKnownDensity() {
    assertThat(table.of(Optional.of("Inga alba"), FAMILY))
        .satisfies(
            found -> {
              assertThat(found.meanGPerCm3()).isCloseTo(0.6, within(1e-12));
              assertThat(found.level()).isEqualTo(Level.SPECIES);
            });
    assertThat(table.of(Optional.of("Inga sp."), FAMILY).meanGPerCm3())
        .as("mean of two species, not of three entries")
        .isCloseTo(0.7, within(1e-12));
    assertThat(table.of(Optional.of("Abarema jupunba"), FAMILY))
        .satisfies(
            found -> {
              assertThat(found.meanGPerCm3()).isCloseTo(0.6, within(1e-12));
              assertThat(found.level()).isEqualTo(Level.FAMILY);
            });
    assertThat(table.of(Optional.empty(), Optional.empty()))
        .satisfies(
            found -> {
              assertThat(found.meanGPerCm3()).isCloseTo(0.525, within(1e-12));
              assertThat(found.taxon()).as("its error is its own").isEmpty();
            });
  }

  @Test
  void theErrorGrowsWithTheDistanceToTheSpecies() {
    assertThat(table.deviationGPerCm3(Level.GENUS))
        .as("two species 0.2 apart, one degree of freedom")
        .isCloseTo(0.2 / Math.sqrt(2), within(1e-12));
    assertThat(table.deviationGPerCm3(Level.FAMILY))
        .isGreaterThan(table.deviationGPerCm3(Level.GENUS));
    assertThat(table.deviationGPerCm3(Level.MEAN))
        .isGreaterThan(table.deviationGPerCm3(Level.FAMILY));
  }

  @Test
  void aTableThatCannotTellItsErrorsIsRefused() {
    assertThatThrownBy(() -> WoodDensityTable.of(List.of(new Entry("Inga alba", FAMILY, 0.5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two species in one genus");
    assertThatThrownBy(() -> new Entry("Inga alba", FAMILY, 550))
        .hasMessage("wood density of Inga alba must be above 0.05 and below 1.4 g/cm3, was 550.0");
  }
}
