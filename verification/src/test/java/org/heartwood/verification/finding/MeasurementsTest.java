package org.heartwood.verification.finding;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(measured.claimsOutside(2005, 2011)).isEmpty();
  }

  @Test
  void imageryThatEndsBeforeTheClaimsIsNamed() {
    assertThat(measured.claimsOutside(2005, 2010))
        .contains("the claims run to 2010, the composites show changes to 2009 only");
  }

  @Test
  void imageryThatBeginsAfterTheClaimsIsNamed() {
    assertThat(measured.claimsOutside(2006, 2011))
        .contains("the claims begin on 2005-01-01, the first composite used is that of 2006");
  }

  @Test
  void withoutClaimsNothingLiesOutside() {
    assertThat(MadeUpMeasurements.of(List.of(), 0, 0, 1).claimsOutside(2006, 2007)).isEmpty();
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
