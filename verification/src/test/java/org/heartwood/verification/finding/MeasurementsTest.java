package org.heartwood.verification.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.change.ZoneTotals;
import org.junit.jupiter.api.Test;

class MeasurementsTest {
  private final Measurements measured =
      MadeUpMeasurements.of(MadeUpMeasurements.vintages(), 0, 0, 1);

  @Test
  void compositesThatSpanTheClaimsHaveNothingAgainstThem() {
    assertThat(measured.claimsBefore(2005)).isEmpty();
    assertThat(measured.claimsAfter(2011)).isEmpty();
  }

  @Test
  void imageryThatEndsBeforeTheClaimsIsNamed() {
    assertThat(measured.claimsAfter(2010))
        .contains("the claims run to 2010, the composites show changes to 2009 only");
    double all = measured.claimsUpTo(2011).avoidedCo2eTonnes().orElseThrow();
    assertThat(measured.claimsUpTo(2010).avoidedCo2eTonnes().orElseThrow())
        .isCloseTo(all * 5 / 6, within(1e-6));
    assertThat(measured.claimsUpTo(2004).avoidedCo2eTonnes()).isEmpty();
  }

  @Test
  void imageryThatBeginsAfterTheClaimsIsNamed() {
    assertThat(measured.claimsBefore(2006))
        .contains("the claims begin on 2005-01-01, the first composite used is that of 2006");
  }

  @Test
  void withoutClaimsNothingLiesOutside() {
    Measurements unclaimed = MadeUpMeasurements.of(List.of(), 0, 0, 1);
    assertThat(unclaimed.claimsBefore(2006)).isEmpty();
    assertThat(unclaimed.claimsAfter(2007)).isEmpty();
  }

  @Test
  void aZoneThatTheImageryDoesNotReachHoldsNoForest() {
    Measurements projectOnly =
        new Measurements(
            measured.dossier(),
            new ZoneTotals(measured.of(Zone.PROJECT), Map.of()),
            measured.density(),
            Optional.empty());
    assertThat(projectOnly.forestHa(Zone.BELT, 2005)).isZero();
    assertThat(projectOnly.forestHa(Zone.PROJECT, 2005)).isEqualTo(800);
  }
}
