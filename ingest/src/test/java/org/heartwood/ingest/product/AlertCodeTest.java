package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.heartwood.ingest.product.Rasters.row;

import java.time.LocalDate;
import java.util.Optional;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.AlertCode.Confidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class AlertCodeTest {
  private static final LocalDate AS_OF = LocalDate.of(2025, 12, 31);

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.VALUE));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "alert_encoding.csv", numLinesToSkip = 1)
  void publishedValuesAreDecodedExactly(
      String source, int value, LocalDate date, String confidence) {
    AlertEncoding encoding =
        source.startsWith("DIST")
            ? AlertEncoding.GFW_DIST
            : source.startsWith("GFW integrated")
                ? AlertEncoding.GFW_INTEGRATED
                : AlertEncoding.GFW_DATE_CONF;
    assertThat(AlertCode.decode(encoding, value, AS_OF))
        .contains(
            new AlertCode(date, Confidence.valueOf(confidence.toUpperCase(java.util.Locale.ROOT))));
    assertThat(AlertCode.epochDays(row(value), encoding, AS_OF).values().data())
        .containsExactly((float) date.toEpochDay());
  }

  /** Examples of Global Forest Watch's description of the integrated layer. */
  @ParameterizedTest
  @CsvSource({
    "30055, 2015-02-24, HIGH",
    "21847, 2020-01-21, LOW",
    "41847, 2020-01-21, HIGHEST",
  })
  void theExamplesOfGlobalForestWatchAreDecoded(int value, LocalDate date, Confidence confidence) {
    assertThat(AlertCode.decode(AlertEncoding.GFW_INTEGRATED, value, AS_OF))
        .contains(new AlertCode(date, confidence));
  }

  @Test
  void zeroIsNoAlert() {
    assertThat(AlertCode.decode(AlertEncoding.GFW_INTEGRATED, 0, AS_OF)).isEmpty();
    assertThat(AlertCode.radd(0, 0, AS_OF)).isEmpty();
    assertThat(AlertCode.gladL(0, 0, 2021, AS_OF)).isEmpty();
    assertThat(AlertCode.gladS2(0, 0, AS_OF)).isEmpty();
    assertThat(AlertCode.dist(0, -1, AS_OF)).isEmpty();
    assertThat(AlertCode.dist(255, -1, AS_OF)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1", "10001", "50001", "-20001", "20000", "29999"})
  void valuesThatTheEncodingLacksAreRefused(int value) {
    refused(() -> AlertCode.decode(AlertEncoding.GFW_INTEGRATED, value, AS_OF));
    Decoded days = AlertCode.epochDays(row(value), AlertEncoding.GFW_INTEGRATED, AS_OF);
    assertThat(days.unknownPx()).isEqualTo(1);
    assertThat(days.values().data()).containsExactly(Float.NaN);
  }

  @Test
  void aSingleSystemHasNoHighestConfidence() {
    refused(() -> AlertCode.decode(AlertEncoding.GFW_DATE_CONF, 40001, AS_OF));
  }

  @Test
  void aDateReadWithTheWrongEpochIsNoticed() {
    // 23500 days since 2014-12-31 is July 2024; since 2020-12-31 it is 2030.
    assertThat(AlertCode.decode(AlertEncoding.GFW_INTEGRATED, 23500, AS_OF))
        .contains(new AlertCode(LocalDate.of(2024, 7, 31), Confidence.LOW));
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> AlertCode.decode(AlertEncoding.GFW_DIST, 23500, AS_OF))
        .withMessageContaining("expected a date from 2021-01-01 to 2025-12-31")
        .withMessageContaining("another product's epoch?");
  }

  @Test
  void raddCountsYearsAndDaysOfTheYear() {
    assertThat(AlertCode.radd(3, 21032, AS_OF))
        .contains(new AlertCode(LocalDate.of(2021, 2, 1), Confidence.HIGH));
    assertThat(AlertCode.radd(2, 20366, AS_OF))
        .contains(new AlertCode(LocalDate.of(2020, 12, 31), Confidence.LOW));
    refused(() -> AlertCode.radd(3, 21366, AS_OF));
    refused(() -> AlertCode.radd(3, 21000, AS_OF));
    refused(() -> AlertCode.radd(1, 21032, AS_OF));
    refused(() -> AlertCode.radd(3, 18365, AS_OF));
    refused(() -> AlertCode.radd(3, -1, AS_OF));
    refused(() -> AlertCode.radd(3, Integer.MAX_VALUE, AS_OF));
  }

  @Test
  void gladLCountsDaysOfTheYearOfItsLayer() {
    assertThat(AlertCode.gladL(3, 60, 2020, AS_OF))
        .contains(new AlertCode(LocalDate.of(2020, 2, 29), Confidence.HIGH));
    assertThat(AlertCode.gladL(2, 60, 2021, AS_OF))
        .contains(new AlertCode(LocalDate.of(2021, 3, 1), Confidence.LOW));
    refused(() -> AlertCode.gladL(2, 366, 2021, AS_OF));
    refused(() -> AlertCode.gladL(4, 60, 2021, AS_OF));
    refused(() -> AlertCode.gladL(2, 60, 2014, AS_OF));
  }

  /** The integrated layer encodes GLAD-S2 as 20000 + 10000·(alert > 1) + days + 1461. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 366", "3, 700", "4, 2000"})
  void gladS2AgreesWithTheIntegratedLayer(int alert, int days) {
    int integrated = 20000 + (alert > 1 ? 10000 : 0) + days + 1461;
    Optional<AlertCode> direct = AlertCode.gladS2(alert, days, AS_OF);
    assertThat(direct).isPresent();
    assertThat(direct).isEqualTo(AlertCode.decode(AlertEncoding.GFW_INTEGRATED, integrated, AS_OF));
  }

  @Test
  void gladS2RefusesWhatItLacks() {
    refused(() -> AlertCode.gladS2(5, 1, AS_OF));
    refused(() -> AlertCode.gladS2(4, 0, AS_OF));
  }

  @ParameterizedTest
  @CsvSource({"1, LOW", "2, LOW", "3, HIGH", "4, LOW", "5, LOW", "6, HIGH", "7, HIGH", "8, HIGH"})
  void confirmedDisturbancesAreOfHighConfidence(int status, Confidence confidence) {
    assertThat(AlertCode.dist(status, 1, AS_OF))
        .contains(new AlertCode(LocalDate.of(2021, 1, 1), confidence));
  }

  @Test
  void distRefusesWhatItLacks() {
    refused(() -> AlertCode.dist(9, 1, AS_OF));
    refused(() -> AlertCode.dist(3, -1, AS_OF));
  }
}
