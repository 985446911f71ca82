package org.heartwood.verification.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.heartwood.ingest.project.Dossier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReversalDeadlineTest {
  private static boolean known(String id, @Nullable String registry, @Nullable String methodology) {
    return ReversalDeadline.of(
            new Dossier.Project(
                id,
                "p",
                registry,
                methodology,
                "US",
                Dossier.Activity.IFM,
                LocalDate.of(2015, 1, 1),
                null,
                null,
                null))
        .isPresent();
  }

  @Test
  void onlyCaliforniasProgrammeHasAKnownDeadline() {
    assertThat(known("CAFR5029", null, null)).isTrue();
    assertThat(
            known(
                "ACR260",
                "American Carbon Registry",
                "ARB Compliance Offset Protocol U.S. Forest Projects"))
        .isTrue();
    assertThat(known("ACR260", "American Carbon Registry", null)).isFalse();
    assertThat(known("VCS1201", "Verra", "VM0007")).isFalse();
    assertThat(known("GS4210", null, "carbon harboured")).isFalse();
  }

  @Test
  void monthsAreCalendarMonths() {
    assertThat(ReversalDeadline.CALIFORNIA.due(LocalDate.of(2020, 8, 16)))
        .isEqualTo(LocalDate.of(2022, 7, 16));
    assertThat(ReversalDeadline.CALIFORNIA.due(LocalDate.of(2022, 3, 31)))
        .isEqualTo(LocalDate.of(2024, 2, 29));
    assertThatThrownBy(() -> new ReversalDeadline(Standards.CALIFORNIA_REVERSAL, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
