package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.product.AlertCode.Confidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AlertEncodingRoundTripTest {
  private static final LocalDate AS_OF = LocalDate.of(2060, 1, 1);

  /** The values of gfw_forest_loss_geotrellis' own tests, and those of its date_conf layers. */
  @ParameterizedTest
  @CsvSource({
    "GFW_DATE_CONF, 2015-01-01, LOW, 20001",
    "GFW_DATE_CONF, 2016-01-01, LOW, 20366",
    "GFW_DATE_CONF, 2017-01-01, LOW, 20732",
    "GFW_DATE_CONF, 2015-01-01, HIGH, 30001",
    "GFW_DATE_CONF, 2016-01-01, HIGH, 30366",
    "GFW_DATE_CONF, 2017-01-01, HIGH, 30732",
    "GFW_INTEGRATED, 2015-01-01, HIGHEST, 40001",
    "GFW_DIST, 2021-01-01, LOW, 20001"
  })
  void publishedValuesAreWritten(
      AlertEncoding encoding, LocalDate date, Confidence confidence, int value) {
    assertThat(new AlertCode(date, confidence).encoded(encoding)).isEqualTo(value);
  }

  @ParameterizedTest
  @EnumSource(AlertEncoding.class)
  void whatIsWrittenIsReadBackOnEveryDay(AlertEncoding encoding) {
    for (Confidence confidence : Confidence.values()) {
      if (encoding.hasDigit(confidence.digit())) {
        for (int day = 1; day <= 9999; day++) {
          AlertCode code = new AlertCode(encoding.epoch().plusDays(day), confidence);
          assertThat(AlertCode.decode(encoding, code.encoded(encoding), AS_OF)).contains(code);
        }
      }
    }
  }

  @Test
  void layersOfRaddAndGladS2AreReadBackOnEveryDay() {
    for (Confidence confidence : List.of(Confidence.LOW, Confidence.HIGH)) {
      for (LocalDate day = LocalDate.of(2019, 1, 1);
          day.isBefore(LocalDate.of(2042, 5, 18));
          day = day.plusDays(1)) {
        AlertCode code = new AlertCode(day, confidence);
        AlertCode.Layers radd = code.asRadd();
        AlertCode.Layers glad = code.asGladS2();
        assertThat(AlertCode.radd(radd.code(), radd.date(), AS_OF)).contains(code);
        assertThat(AlertCode.gladS2(glad.code(), glad.date(), AS_OF)).contains(code);
        // 20000 + 10000 · (alert > 1) + alertDate + 1461, as Global Forest Watch integrates it.
        assertThat(code.encoded(AlertEncoding.GFW_DATE_CONF))
            .isEqualTo(20000 + (glad.code() > 1 ? 10000 : 0) + glad.date() + 1461);
      }
    }
  }

  @Test
  void severalSystemsAreIntegratedWhateverTheirOrder() {
    AlertCode low = new AlertCode(LocalDate.of(2021, 3, 1), Confidence.LOW);
    AlertCode early = new AlertCode(LocalDate.of(2021, 2, 1), Confidence.LOW);
    AlertCode high = new AlertCode(LocalDate.of(2021, 4, 1), Confidence.HIGH);
    assertThat(AlertCode.integrated(List.of())).isEmpty();
    assertThat(AlertCode.integrated(List.of(low))).contains(low);
    assertThat(AlertCode.integrated(List.of(high))).contains(high);
    assertThat(AlertCode.integrated(List.of(low, early)))
        .contains(new AlertCode(early.date(), Confidence.HIGHEST));
    assertThat(AlertCode.integrated(List.of(high, low, early)))
        .isEqualTo(AlertCode.integrated(List.of(early, low, high)));
  }

  @Test
  void datesBeforeTheEpochAndForeignConfidencesAreRefused() {
    AlertCode old = new AlertCode(LocalDate.of(2014, 12, 31), Confidence.LOW);
    AlertCode sure = new AlertCode(LocalDate.of(2020, 1, 1), Confidence.HIGHEST);
    assertThatThrownBy(() -> old.encoded(AlertEncoding.GFW_DATE_CONF))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("LOW alert of 2014-12-31")
        .hasMessageContaining("2015-01-01");
    assertThatThrownBy(() -> sure.encoded(AlertEncoding.GFW_DATE_CONF))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(old::asRadd).isInstanceOf(InputException.class);
    assertThatThrownBy(sure::asGladS2).isInstanceOf(InputException.class);
  }
}
