package org.heartwood.inference.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  private static final Path KAFA = Path.of(System.getProperty("heartwood.samples"), "kafa");

  @TempDir private Path folder = Path.of("");

  private Path specFile = KAFA;
  private String spec = "";

  @BeforeEach
  void aTinyTraining() throws IOException {
    specFile = folder.resolve("training.json");
    spec =
        Files.readString(KAFA.resolve("training.json"))
            .replace("\"etm_2001", "\"" + KAFA + "/etm_2001")
            .replace("\"vcf2000", "\"" + KAFA + "/vcf2000")
            .replaceAll("\"baseChannels\": \\d+", "\"baseChannels\": 2")
            .replaceAll("\"epochs\": \\d+", "\"epochs\": 2")
            .replaceAll("\"stepsPerEpoch\": \\d+", "\"stepsPerEpoch\": 2")
            .replaceAll("\"cropsPerStep\": \\d+", "\"cropsPerStep\": 2")
            .replaceAll("\"validationBlocks\": \\d+", "\"validationBlocks\": 2");
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedDoesNot() throws IOException {
    List<TrainingProgress.Epoch> told = new ArrayList<>();
    String first = train("first", spec, told::add).card().weightsSha256();
    String again = train("again", spec, TrainingProgress.SILENT).card().weightsSha256();
    String other =
        train("other", spec.replaceAll("\"seed\": \\d+", "\"seed\": 5"), TrainingProgress.SILENT)
            .card()
            .weightsSha256();

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(Files.readAllBytes(folder.resolve("again/card.json")))
        .isEqualTo(Files.readAllBytes(folder.resolve("first/card.json")));
    assertThat(told).extracting(TrainingProgress.Epoch::epoch).containsExactly(1, 2);
    assertThat(told).extracting(TrainingProgress.Epoch::epochs).containsOnly(2);
    assertThat(ModelReader.load(folder.resolve("first")).card().scores()).hasSize(10);
  }

  @Test
  void anUnknownFieldIsNamedWithItsPlace() throws IOException {
    Files.writeString(
        specFile, spec.replace("\"learningRate\"", "\"learningSpeed\": 1, \"learningRate\""));

    assertThatThrownBy(() -> TrainingSpec.read(specFile))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("training.json: unknown field optimisation.learningSpeed")
        .hasMessageContaining("learningRate");
  }

  @Test
  void anImpossibleValueIsNamedWithItsLimit() throws IOException {
    Files.writeString(specFile, spec.replace("\"cropPx\": 160", "\"cropPx\": 162"));

    assertThatThrownBy(() -> TrainingSpec.read(specFile))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("training.json: optimisation: cropPx must be a multiple of 4")
        .hasMessageContaining("162");
  }

  @Test
  void aMissingImageIsNamed() {
    assertThatThrownBy(
            () -> train("out", spec.replace("etm_2001", "etm_2002"), TrainingProgress.SILENT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("etm_2002_sr_x10000.tif: no such file");
  }

  @Test
  void aMissingTrainingFileIsNamed() {
    Path absent = folder.resolve("absent.json");

    assertThatThrownBy(() -> TrainingSpec.read(absent))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("absent.json: no such file");
  }

  @Test
  void theLearningRateRisesThenFallsToNothing() {
    assertThat(CanopyLearner.learningRate(0.01, 0, 100)).isZero();
    assertThat(CanopyLearner.learningRate(0.01, 20, 100)).isGreaterThan(0.008f);
    assertThat(CanopyLearner.learningRate(0.01, 100, 100)).isLessThan(1e-6f);
  }

  private TrainedModel train(String name, String text, TrainingProgress progress)
      throws IOException {
    Files.writeString(specFile, text);
    return TrainingRun.run(
            new TrainingRun.Request(specFile, folder.resolve(name), InstantSource.system()),
            progress)
        .model();
  }
}
