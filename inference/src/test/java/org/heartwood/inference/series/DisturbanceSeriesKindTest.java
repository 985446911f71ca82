package org.heartwood.inference.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisturbanceSeriesKindTest {
  private static final int DATES = 23;
  private static final String TRAINING =
      """
      {
        "kind": "disturbance-series",
        "data": {
          "source": "table", "file": "series.csv", "columns": ["ndvi"],
          "eventLabel": "cleared", "otherLabel": "forest", "cellDeg": 0.1, "guardDeg": 0.01,
          "imagery": []
        },
        "inputs": [
          {"name": "NDVI", "unit": "1", "formula": "made up", "minimum": -1, "maximum": 1,
           "noDataRule": "NaN", "mean": 0.7, "deviation": 0.2}
        ],
        "folds": 2,
        "randomFolds": 2,
        "network": {"kind": "temporal-conv-net", "bands": 1, "stepDays": 16, "removal": "NONE",
                    "season": "ANNUAL", "width": 8, "dilations": [1, 2]},
        "optimisation": {
          "seeds": [3], "plantedUpdates": 0, "plantedLearningRate": 0.01,
          "labelledUpdates": 100, "labelledLearningRate": 0.01, "plantedShare": 0, "batch": 16,
          "hiddenFraction": 0.2, "gainSpread": 0.05, "labelDeviationDays": 16
        },
        "planting": [],
        "evaluation": {"bootstrapDraws": 20, "seed": 1},
        "card": {
          "name": "made-up", "version": "1", "task": "none",
          "status": {"standing": "DEMONSTRATION", "reason": "made up"},
          "origin": "made up", "dataLicence": "none", "licence": "none",
          "limits": [], "intendedUse": [], "refusals": []
        }
      }
      """;

  @TempDir private Path folder = Path.of("");

  /** Clear series stay at 0.8; the others fall to 0.4 for good at some date. */
  private Path writeTraining() throws IOException {
    Random random = new Random(4);
    List<String> lines = new ArrayList<>();
    StringBuilder header = new StringBuilder("longitude,latitude,start_date,end_date,label");
    for (int i = 1; i <= DATES; i++) {
      header.append(String.format(Locale.ROOT, ",ndvi_%02d", i));
    }
    lines.add(header.toString());
    for (int row = 0; row < 200; row++) {
      boolean cleared = row % 2 == 0;
      int fall = cleared ? 4 + random.nextInt(DATES - 8) : DATES;
      StringBuilder line =
          new StringBuilder(
              String.format(
                  Locale.ROOT,
                  "%.4f,%.4f,2015-08-29,2016-08-15,%s",
                  -52 + random.nextDouble(),
                  -4 + random.nextDouble(),
                  cleared ? "cleared" : "forest"));
      for (int i = 0; i < DATES; i++) {
        double value = (i < fall ? 0.8 : 0.4) + 0.05 * random.nextGaussian();
        line.append(random.nextInt(10) == 0 ? ",NA" : String.format(Locale.ROOT, ",%.3f", value));
      }
      lines.add(line.toString());
    }
    Files.write(folder.resolve("series.csv"), lines);
    return Files.writeString(folder.resolve("training.json"), TRAINING);
  }

  private static TrainedModel train(Path training, Path output) {
    return new DisturbanceSeriesKind()
        .train(
            new ModelKind.Training(training, output, List.of(), () -> Instant.EPOCH),
            ModelKind.Progress.SILENT)
        .orElseThrow();
  }

  @Test
  void aHundredUpdatesLearnAFallAndTheSameSeedGivesTheSameBytes() throws IOException {
    Path training = writeTraining();

    TrainedModel model = train(training, folder.resolve("one"));
    train(training, folder.resolve("two"));

    ScoreTable pooled = model.card().tables().get(0);
    assertThat(pooled.value("model, spatial folds", "AUC")).isGreaterThan(0.95);
    assertThat(model.card().members())
        .extracting(member -> member.file())
        .containsExactly(
            "spatial-1-3.safetensors",
            "spatial-2-3.safetensors",
            "random-1-3.safetensors",
            "random-2-3.safetensors");
    try (var files = Files.list(folder.resolve("one"))) {
      for (Path file : files.toList()) {
        assertThat(folder.resolve("two").resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
    TrainedModel read = ModelReader.load(folder.resolve("one"));
    List<ScoreTable> again = new DisturbanceSeriesKind().evaluate(read, training).card().tables();
    assertThat(again).isEqualTo(read.card().tables());
  }

  @Test
  void plantingWithoutSeriesToPlantInIsRefused() throws IOException {
    Path training = writeTraining();
    Files.writeString(
        training, TRAINING.replace("\"plantedUpdates\": 0", "\"plantedUpdates\": 100"));

    assertThatThrownBy(() -> train(training, folder.resolve("out")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("optimisation asks for planted disturbances");
  }

  @Test
  void aTableThatCannotBeReadNamesTheLine() throws IOException {
    Path training = writeTraining();
    Path table = folder.resolve("series.csv");
    List<String> lines = Files.readAllLines(table);
    lines.set(5, lines.get(5).replaceFirst("cleared|forest", "burnt"));
    Files.write(table, lines);

    assertThatThrownBy(() -> train(training, folder.resolve("out")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("series.csv, line 6: label must be cleared or forest, was burnt");
  }

  @Test
  void aFoldWithoutEventsIsRefused() throws IOException {
    Path training = writeTraining();
    Path table = folder.resolve("series.csv");
    List<String> lines = Files.readAllLines(table);
    lines.replaceAll(line -> line.replace("cleared", "forest"));
    Files.write(table, lines);

    assertThatThrownBy(() -> train(training, folder.resolve("out")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("fold 1 holds 0 disturbed");
  }
}
