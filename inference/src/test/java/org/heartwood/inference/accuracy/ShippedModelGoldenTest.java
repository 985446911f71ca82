package org.heartwood.inference.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.heartwood.inference.model.AreaScores;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.Scores;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.inference.train.TrainingSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShippedModelGoldenTest {
  private static final Path KAFA = Path.of(System.getProperty("heartwood.samples"), "kafa");
  private static final double TOLERANCE = 1e-3;

  private static TrainedModel model;
  private static EvaluationReport report;

  @BeforeAll
  static void evaluateTheShippedWeights() {
    model = ModelReader.load("canopy-ndvi-landsat");
    TrainingSpec spec = TrainingSpec.read(KAFA.resolve("training.json"));
    try (TorchSegmenter segmenter = TorchSegmenter.open(model)) {
      report = Evaluation.evaluate(spec.evaluationRequest(KAFA), segmenter);
    }
  }

  @Test
  void evaluatingTheShippedWeightsGivesTheScoresOnTheirCard() {
    assertThat(report.areas()).hasSameSizeAs(model.card().scores());
    for (int i = 0; i < report.areas().size(); i++) {
      AreaScores found = report.areas().get(i);
      AreaScores carded = model.card().scores().get(i);
      assertThat(found.area()).isEqualTo(carded.area());
      assertThat(found.input()).isEqualTo(carded.input());
      same(found.model(), carded.model());
      same(found.baseline(), carded.baseline());
    }
    for (int i = 0; i < report.residuals().size(); i++) {
      assertThat(report.residuals().get(i).standardDeviationPct())
          .isCloseTo(model.card().residuals().get(i).standardDeviationPct(), within(TOLERANCE));
    }
  }

  private static void same(Scores found, Scores carded) {
    assertThat(found.pixels()).isEqualTo(carded.pixels());
    assertThat(found.rmsePct()).isCloseTo(carded.rmsePct(), within(TOLERANCE));
    assertThat(found.biasPct()).isCloseTo(carded.biasPct(), within(TOLERANCE));
    assertThat(found.maePct()).isCloseTo(carded.maePct(), within(TOLERANCE));
    assertThat(found.forestAccuracyFraction())
        .isCloseTo(carded.forestAccuracyFraction(), within(TOLERANCE));
    assertThat(found.interval90CoverageFraction())
        .isCloseTo(carded.interval90CoverageFraction(), within(TOLERANCE));
  }

  @Test
  void theModelBeatsTheRegressionOnTheTestColumnsAndItsIntervalsCover() {
    AreaScores test = report.areas().get(0);

    assertThat(test.area()).isEqualTo(Evaluation.TEST_COLUMNS);
    assertThat(test.input()).isEqualTo("as acquired");
    assertThat(test.model().rmsePct()).isLessThan(test.baseline().rmsePct());
    assertThat(test.model().forestAccuracyFraction())
        .isGreaterThan(test.baseline().forestAccuracyFraction());
    assertThat(test.model().interval90CoverageFraction()).isBetween(0.85, 0.95);
  }

  @Test
  void theModelBeatsTheRegressionOnTheExcludedWindow() {
    AreaScores excluded =
        report.areas().stream()
            .filter(area -> area.area().equals(Evaluation.EXCLUDED_WINDOW))
            .findFirst()
            .orElseThrow();

    assertThat(excluded.model().rmsePct()).isLessThan(excluded.baseline().rmsePct());
  }

  @Test
  void theRegressionScoresWhatAnIndependentFitScores() {
    Scores baseline = report.areas().get(0).baseline();

    assertThat(baseline.rmsePct()).isCloseTo(11.2477, within(2e-4));
    assertThat(baseline.forestAccuracyFraction()).isCloseTo(0.8750, within(1e-4));
  }

  @Test
  void theTableShowsBothAreas() {
    assertThat(report.table())
        .contains("canopy-ndvi-landsat")
        .contains(Evaluation.TEST_COLUMNS)
        .contains(Evaluation.EXCLUDED_WINDOW)
        .contains("baseline");
  }
}
