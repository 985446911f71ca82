package org.heartwood.verification.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PaletteTest {
  /** Relative luminance (WCAG 2.1), 0 black to 1 white. */
  private static double luminance(Rgb colour) {
    return 0.2126 * linear(colour.red())
        + 0.7152 * linear(colour.green())
        + 0.0722 * linear(colour.blue());
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  @Test
  void rampsDarkenWithEveryStep() {
    for (Palette ramp : List.of(Palette.lossYears(2000, 2001, 2013), Palette.canopyCover())) {
      List<Double> luminances =
          ramp.classes().stream().map(step -> -luminance(step.colour())).toList();
      assertThat(luminances).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void aLossYearIsTheYearsSince2000() {
    Palette years = Palette.lossYears(2000, 2001, 2013);

    assertThat(years.classes()).hasSize(13);
    assertThat(years.classes().get(12).value()).isEqualTo(13);
    assertThat(years.colour("2001")).isEqualTo(Rgb.of(0xFFE08A));
    assertThat(years.colour("2013")).isEqualTo(Rgb.of(0x4B1D63));
    assertThat(Palette.lossYears(2000, 2007, 2007).colour("2007")).isEqualTo(Rgb.of(0xFFE08A));
  }

  @Test
  void canopyColoursRunFromSandToGreen() {
    assertThat(Palette.canopyColour(-1)).isEqualTo(Rgb.of(0xF3E9D2));
    assertThat(Palette.canopyColour(0.5)).isEqualTo(Rgb.of(0x8DB86B));
    assertThat(Palette.canopyColour(1)).isEqualTo(Rgb.of(0x0F4D2A));
  }

  @Test
  void theStylesheetNamesEveryClass() {
    assertThat(Palette.zones().css())
        .isEqualTo(
            """
            --zone-project-area: #14213d;
            --zone-leakage-belt: #e08e0b;
            --zone-comparison-area: #3a7ca5;
            """);
  }

  @Test
  void unknownClassesAndYearsAreNamed() {
    assertThatThrownBy(() -> Palette.zones().colour("moon"))
        .hasMessage("palette zone has no class 'moon'");
    assertThatThrownBy(() -> Palette.lossYears(2000, 2000, 2013))
        .hasMessageContaining("were 2000 to 2013");
  }
}
