package org.heartwood.verification.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.finding.Quantity;
import org.junit.jupiter.api.Test;

class NumberTextTest {
  @Test
  void decimalsFollowTheUnit() {
    assertThat(NumberText.of(1234567.8, "tCO2e")).isEqualTo("1,234,568");
    assertThat(NumberText.of(1234.56, "ha")).isEqualTo("1,234.6");
    assertThat(NumberText.of(12.345, "%")).isEqualTo("12.3");
    assertThat(NumberText.of(0.4213, "% of forest a year")).isEqualTo("0.42");
    assertThat(NumberText.of(431.25, "tCO2e/ha")).isEqualTo("431.3");
    assertThat(NumberText.of(17, "pixels")).isEqualTo("17");
    assertThat(NumberText.of(0.0012345, "share")).isEqualTo("0.00123");
  }

  @Test
  void intervalsReadFromLowToHighAndVanishWithoutWidth() {
    assertThat(NumberText.of(new Estimate(12.04, 4, 5.0, 19.1), "ha"))
        .isEqualTo("12.0 (5.0 to 19.1)");
    assertThat(NumberText.of(new Estimate(-3, 1, -5, -0.01), "ha")).isEqualTo("−3.0 (−5.0 to 0.0)");
    assertThat(NumberText.of(new Estimate(652.3, 0, 652.3, 652.3), "ha")).isEqualTo("652.3");
  }

  @Test
  void whatIsNotFiniteWasNotMeasured() {
    Estimate none = new Estimate(Double.NaN, Double.NaN, 0, 0);
    assertThat(NumberText.of(none, "%")).isEqualTo("not measured");
    assertThat(NumberText.of(new Estimate(1, 1, 0, Double.POSITIVE_INFINITY), "ha"))
        .isEqualTo("not measured");
    assertThat(NumberText.of((Estimate) null, "ha")).isEqualTo("not measured");
    assertThat(NumberText.percent(Double.NaN)).isEqualTo("not measured");
    assertThat(NumberText.withUnit(Quantity.exact("n", "ha", Double.NaN, "s")))
        .isEqualTo("not measured");
  }

  @Test
  void parametersKeepEveryDigit() {
    assertThat(NumberText.exactPercent(0.015)).isEqualTo("1.5 %");
    assertThat(NumberText.exactPercent(0.07)).isEqualTo("7 %");
    assertThat(NumberText.exactPercent(0.0004)).isEqualTo("0.04 %");
    assertThat(NumberText.exact(20000)).isEqualTo("20,000");
    assertThat(NumberText.exact(0.316)).isEqualTo("0.316");
    assertThat(NumberText.count(-31204)).isEqualTo("−31,204");
  }

  @Test
  void theMachinesLanguageChangesNothing() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(NumberText.of(1234.56, "ha")).isEqualTo("1,234.6");
      assertThat(NumberText.exact(1234.5)).isEqualTo("1,234.5");
      assertThat(PageText.escaped("\u202E")).isEqualTo("[U+202E]");
    } finally {
      Locale.setDefault(before);
    }
  }
}
