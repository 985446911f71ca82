package org.heartwood.verification.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GrowthDatesTest {
  @Test
  void datesAreThoseThatVm0047AsksForWhereThereAreSuch() {
    int[] every = IntStream.rangeClosed(1990, 2012).toArray();
    assertThat(GrowthDates.of(every, 2005, 2011))
        .isEqualTo(new GrowthDates(1996, 2001, 2005, 2011));
    assertThat(GrowthDates.of(every, 2005, 2011).missing()).isNull();
    assertThat(GrowthDates.of(every, 2005, 2011).years()).containsExactly(1996, 2001, 2005, 2011);
  }

  @Test
  void oneDateServesOnce() {
    assertThat(GrowthDates.of(new int[] {1997, 2005, 2011}, 2005, 2011))
        .isEqualTo(new GrowthDates(1997, null, 2005, 2011));
    assertThat(GrowthDates.of(new int[] {1997, 1998, 2005, 2011}, 2005, 2011).before())
        .isEqualTo(1998);
  }

  @Test
  void whatIsMissingIsNamed() {
    GrowthDates late = GrowthDates.of(new int[] {2003, 2005, 2011}, 2005, 2011);
    assertThat(late).isEqualTo(new GrowthDates(null, 2003, 2005, 2011));
    assertThat(late.missing()).startsWith("no composite eight to ten years before the start");
    assertThat(GrowthDates.of(new int[] {1996, 2005, 2011}, 2005, 2011).missing())
        .startsWith("no composite one to eight years");
    assertThatThrownBy(() -> new GrowthDates(null, null, 2005, 2005))
        .hasMessageContaining("2005 to 2005");
  }
}
