package org.heartwood.ingest.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeasonTest {
  private static final Season DRY = new Season(12, 3);

  @ParameterizedTest
  @CsvSource({
    "2000-11-30, false",
    "2000-12-01, true",
    "2000-12-31, true",
    "2001-01-01, true",
    "2001-03-31, true",
    "2001-04-01, false",
    "2001-12-01, false",
    "2000-01-15, false",
    "1999-12-15, false",
  })
  void aSeasonOverNewYearBelongsToTheYearInWhichItEnds(LocalDate day, boolean contained) {
    assertThat(DRY.contains(2001, day)).isEqualTo(contained);
  }

  @ParameterizedTest
  @CsvSource({
    "2001-05-31, false",
    "2001-06-01, true",
    "2001-08-31, true",
    "2001-09-01, false",
    "2000-07-01, false",
    "2002-07-01, false",
  })
  void aPlainSeasonLiesInItsYear(LocalDate day, boolean contained) {
    assertThat(new Season(6, 8).contains(2001, day)).isEqualTo(contained);
  }

  @Test
  void everyDayOfTwelveMonthsBelongsToExactlyOneYear() {
    for (int firstMonth = 1; firstMonth <= 12; firstMonth++) {
      Season season = new Season(firstMonth, (firstMonth + 10) % 12 + 1);
      for (LocalDate day = LocalDate.of(2000, 1, 1); day.getYear() < 2002; day = day.plusDays(1)) {
        int years = 0;
        for (int year = 1999; year <= 2003; year++) {
          years += season.contains(year, day) ? 1 : 0;
        }
        assertThat(years).as("%s in %s", day, season).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "12, 3, 2001-02-01, 2000",
    "11, 2, 2001-01-01, 2000",
    "1, 3, 2001-02-01, 2000",
    "6, 8, 2001-07-01, 2001",
    "9, 10, 2001-10-01, 2001",
    "1, 12, 2001-07-01, 2001",
    "5, 5, 2001-05-01, 2000",
    "10, 12, 2001-11-01, 2001",
  })
  void aChangeIsBookedToTheYearThatHoldsMostOfTheTimeSinceTheCompositeBefore(
      int firstMonth, int lastMonth, LocalDate middle, int changeYear) {
    Season season = new Season(firstMonth, lastMonth);
    assertThat(season.middle(2001)).isEqualTo(middle);
    assertThat(season.changeYear(2001)).isEqualTo(changeYear);
    assertThat(season.contains(2001, middle)).isTrue();
    assertThat(season.middle(2002)).isEqualTo(middle.plusYears(1));
  }

  @Test
  void monthsThatDoNotExistAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Season(0, 3))
        .withMessage("season months must be 1 to 12, were 0 to 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Season(12, 13))
        .withMessage("season months must be 1 to 12, were 12 to 13");
  }
}
