package org.heartwood.inference.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.TrainedModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped model of NDVI, measured again as {@code heartwood evaluate} does. */
class ShippedModelGoldenTest {
  private static final Path SAMPLES = Path.of(System.getProperty("heartwood.samples"));
  private static final double RESIDUAL_TOLERANCE_PCT = 1e-3;

  private static TrainedModel model;
  private static ModelCard found;

  @BeforeAll
  static void evaluateTheShippedWeights() {
    model = ModelReader.load("canopy-ndvi-landsat");
    found =
        new CanopySceneKind()
            .evaluate(model, SAMPLES.resolve(model.card().training().trainingFile()))
            .card();
  }

  @Test
  void evaluatingTheShippedWeightsGivesTheTablesOfTheirCard() {
    assertThat(found.tables()).hasSameSizeAs(model.card().tables()).isNotEmpty();
    for (int i = 0; i < found.tables().size(); i++) {
      assertThat(model.card().tables().get(i).differences(found.tables().get(i))).isEmpty();
    }
    for (int i = 0; i < found.residuals().size(); i++) {
      assertThat(found.residuals().get(i).standardDeviationPct())
          .isCloseTo(
              model.card().residuals().get(i).standardDeviationPct(),
              within(RESIDUAL_TOLERANCE_PCT));
    }
  }

  @Test
  void theReferencePointsAreThoseOfTheCard() {
    assertThat(found.applicability()).hasSize(1);
    assertThat(found.applicability().get(0).sha256())
        .isEqualTo(model.card().applicability().get(0).sha256());
    assertThat(found.applicability().get(0).threshold())
        .isCloseTo(model.card().applicability().get(0).threshold(), within(1e-9));
  }

  @Test
  void theModelBeatsTheRegressionAndTheForestAndItsIntervalsCover() {
    ScoreTable test = table(SceneEvaluation.TEST_COLUMNS);

    assertThat(test.value(SceneEvaluation.MODEL, "RMSE %"))
        .isLessThan(test.value(SceneEvaluation.REGRESSION, "RMSE %"))
        .isLessThan(test.value(SceneEvaluation.FOREST, "RMSE %"));
    assertThat(test.value(SceneEvaluation.MODEL, "forest accuracy"))
        .isGreaterThan(test.value(SceneEvaluation.REGRESSION, "forest accuracy"));
    assertThat(test.value(SceneEvaluation.MODEL, "in 90 %")).isBetween(0.85, 0.95);
    assertThat(table(SceneEvaluation.EXCLUDED_WINDOW).value(SceneEvaluation.MODEL, "RMSE %"))
        .isLessThan(
            table(SceneEvaluation.EXCLUDED_WINDOW).value(SceneEvaluation.REGRESSION, "RMSE %"));
  }

  /** Learnt and scored with scikit-learn on the same pixels. */
  @Test
  void theRegressionScoresWhatAnIndependentFitScores() {
    ScoreTable test = table(SceneEvaluation.TEST_COLUMNS);

    assertThat(test.value(SceneEvaluation.REGRESSION, "RMSE %")).isCloseTo(11.2477, within(2e-4));
    assertThat(test.value(SceneEvaluation.REGRESSION, "forest accuracy"))
        .isCloseTo(0.8750, within(1e-4));
  }

  private static ScoreTable table(String title) {
    return found.tables().stream()
        .filter(table -> table.title().equals(title))
        .findFirst()
        .orElseThrow();
  }
}
