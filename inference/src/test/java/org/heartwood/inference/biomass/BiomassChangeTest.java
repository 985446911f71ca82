package org.heartwood.inference.biomass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.heartwood.inference.biomass.BiomassChange.Sharing;
import org.heartwood.inference.biomass.CanopyCells.Cell;
import org.heartwood.inference.model.HeightPowerLaw;
import org.heartwood.inference.model.HeightPowerLaw.Covariance;
import org.junit.jupiter.api.Test;

class BiomassChangeTest {
  private static final HeightPowerLaw LAW =
      new HeightPowerLaw(
          25, StrictMath.log(200), 2, new Covariance(0.0036, 0, 0.01), 0.15, 0.2, 1.8, 10, 45);

  private static BiomassChange change(List<Cell> cells, Sharing sharing) {
    return BiomassChange.of(LAW, cells, 0.05, sharing, 4000, 3);
  }

  @Test
  void aForestThatDidNotChangeHasNoChangeAndNoErrorOfIt() {
    List<Cell> still = Collections.nCopies(30, new Cell(25, 25));
    BiomassChange shared = change(still, Sharing.SHARED);

    assertThat(shared.change().meanTonnesPerHa()).isZero();
    assertThat(shared.change().deviationTonnesPerHa()).isZero();
    assertThat(shared.before().meanTonnesPerHa())
        .isCloseTo(LAW.meanTonnesPerHa(25), within(0.02 * LAW.meanTonnesPerHa(25)));
    assertThat(change(still, Sharing.INDEPENDENT).change().deviationTonnesPerHa())
        .as("two independent errors of one date")
        .isCloseTo(
            Math.sqrt(2) * shared.before().deviationTonnesPerHa(),
            within(0.1 * shared.before().deviationTonnesPerHa()));
  }

  @Test
  void sharedErrorsScaleTheChangeAndDoNotDrownIt() {
    List<Cell> lower = Collections.nCopies(30, new Cell(27, 24));
    BiomassChange shared = change(lower, Sharing.SHARED);
    double relative = shared.change().deviationTonnesPerHa() / -shared.change().meanTonnesPerHa();

    assertThat(shared.change().highTonnesPerHa()).isNegative();
    assertThat(relative)
        .as("as uncertain, relatively, as the stock, and a little for the exponent")
        .isCloseTo(
            shared.before().deviationTonnesPerHa() / shared.before().meanTonnesPerHa(),
            within(0.08));
    assertThat(change(lower, Sharing.SHARED_BUT_CELLS).change().deviationTonnesPerHa())
        .isGreaterThan(shared.change().deviationTonnesPerHa())
        .isLessThan(change(lower, Sharing.INDEPENDENT).change().deviationTonnesPerHa());
  }

  @Test
  void theSameSeedGivesTheSameDraws() {
    List<Cell> cells = List.of(new Cell(27, 24), new Cell(30, 31));

    assertThat(change(cells, Sharing.SHARED)).isEqualTo(change(cells, Sharing.SHARED));
  }
}
