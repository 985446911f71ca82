package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data that cannot carry an answer give a reason, from every estimator that works on cells. */
final class EstimatorsHostileTest {
  private static final CellSettings CELLS = new CellSettings(2, 50, 5, 5, 3);
  private static final MadeUpLandscape LANDSCAPE = new MadeUpLandscape(1, 1);
  private static final List<MatchingCovariate> COVARIATES = MadeUpLandscape.COVARIATES;

  static Stream<Estimator> estimators() {
    return Stream.of(
        DifferenceInDifferences.with(CELLS),
        DoublyRobust.with(CELLS),
        SyntheticControl.with(CELLS),
        InteractiveFixedEffects.with(CELLS));
  }

  private static Study study(CellPanel panel, BitSet inArea) {
    PixelSet none = LANDSCAPE.pixels().chosen(new int[0]);
    return Study.of(
        "hostile",
        none,
        new CandidateIndex(COVARIATES, none),
        new BitSet(),
        panel,
        inArea,
        new BitSet(),
        1);
  }

  /** Cells in a row, each with the same forest at every date. */
  private static CellPanel panel(Timeline timeline, int cells, long... forest) {
    int[] rows = new int[cells];
    int[] cols = new int[cells];
    long[] forestPx = new long[cells * timeline.dates()];
    for (int cell = 0; cell < cells; cell++) {
      cols[cell] = cell;
      System.arraycopy(forest, 0, forestPx, cell * timeline.dates(), timeline.dates());
    }
    return new CellPanel(
        timeline, 480, COVARIATES, rows, cols, forestPx, new double[2 * cells], new int[cells]);
  }

  private static BitSet first(int cells) {
    BitSet in = new BitSet();
    in.set(0, cells);
    return in;
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void aProjectThatFillsItsJurisdictionCannotBeCompared(Estimator estimator) {
    EffectEstimate estimate =
        estimator.estimate(study(LANDSCAPE.panel(), first(LANDSCAPE.panel().size())));

    assertThat(estimate.cannotTell()).contains("outside");
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void forestThatWasGoneBeforeTheStartCannotBeCompared(Estimator estimator) {
    CellPanel panel = panel(new Timeline(List.of(2000, 2005, 2010, 2015), 2), 40, 100, 50, 0, 0);

    assertThat(estimator.estimate(study(panel, first(10))).cannotTell())
        .contains("no forest at the start");
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void withoutAMapBeforeTheStartThereIsNoAnswer(Estimator estimator) {
    CellPanel panel = panel(new Timeline(List.of(2000, 2005), 0), 400, 100, 50);

    assertThat(estimator.estimate(study(panel, first(10))).cannotTell()).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void onePeriodBeforeTheStartNeverCarriesAVerdict(Estimator estimator) {
    CellPanel panel = panel(new Timeline(List.of(2000, 2005, 2010), 1), 400, 100, 90, 50);

    assertThat(estimator.estimate(study(panel, first(40))).reasonAgainst()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void anEmptyLandscapeCannotBeCompared(Estimator estimator) {
    CellPanel panel = panel(new Timeline(List.of(2000, 2005, 2010), 1), 0);

    assertThat(estimator.estimate(study(panel, first(1))).cannotTell()).isNotNull();
  }
}
