package org.heartwood.inference.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanopySceneKindTest {
  private static final Path KAFA = Path.of(System.getProperty("heartwood.samples"), "kafa");

  @TempDir private Path folder = Path.of("");

  private Path specFile = KAFA;
  private String spec = "";

  @BeforeEach
  void aTinyTraining() throws IOException {
    specFile = folder.resolve("training.json");
    spec = tiny("training-height-demonstration.json");
  }

  private static String tiny(String trainingFile) throws IOException {
    return Files.readString(KAFA.resolve(trainingFile))
        .replaceAll("\"(etm_2001|vcf2000|lulc2011|synthetic)", "\"" + KAFA + "/$1")
        .replaceAll("\"baseChannels\": \\d+", "\"baseChannels\": 2")
        .replaceAll("\"epochs\": \\d+", "\"epochs\": 2")
        .replaceAll("\"gradientNormMax\": \\d+", "\"gradientNormMax\": 0.1")
        .replaceAll("\"stepsPerEpoch\": \\d+", "\"stepsPerEpoch\": 2")
        .replaceAll("\"cropsPerStep\": \\d+", "\"cropsPerStep\": 2")
        .replaceAll("\"validationBlocks\": \\d+", "\"validationBlocks\": 2");
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedDoesNot() throws IOException {
    List<ModelKind.Epoch> told = new ArrayList<>();
    String first = train("first", spec, told::add).card().digest();
    String again = train("again", spec, ModelKind.Progress.SILENT).card().digest();
    String other =
        train("other", spec.replace("[20010205]", "[5]"), ModelKind.Progress.SILENT)
            .card()
            .digest();

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(Files.readAllBytes(folder.resolve("again/card.json")))
        .isEqualTo(Files.readAllBytes(folder.resolve("first/card.json")));
    assertThat(told).extracting(ModelKind.Epoch::epoch).containsExactly(1, 2);
    assertThat(told).extracting(ModelKind.Epoch::epochs).containsOnly(2);
    assertThat(ModelReader.load(folder.resolve("first")).card().tables())
        .extracting(ScoreTable::title)
        .containsExactly(
            "Test columns, canopy height in m",
            "Test columns, above-ground biomass density in t/ha");
    assertThat(folder.resolve("first/curves.svg")).content().contains("polyline");
    assertThat(folder.resolve("first/checkpoint-1.safetensors")).doesNotExist();
  }

  @Test
  void trainingThatWasKilledGoesOnAsIfItHadNot() throws IOException {
    String whole = train("whole", spec, ModelKind.Progress.SILENT).card().digest();

    assertThatThrownBy(
            () ->
                train(
                    "killed",
                    spec,
                    epoch -> {
                      throw new UncheckedIOException(new IOException("killed"));
                    }))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(folder.resolve("killed/checkpoint-1.safetensors")).exists();
    List<ModelKind.Epoch> rest = new ArrayList<>();
    String resumed = train("killed", spec, rest::add).card().digest();

    assertThat(rest).extracting(ModelKind.Epoch::epoch).containsExactly(2);
    assertThat(resumed).isEqualTo(whole);
  }

  @Test
  void aCheckpointOfAnotherTrainingFileIsRefused() throws IOException {
    train("out", spec, ModelKind.Progress.SILENT);

    assertThatThrownBy(
            () ->
                train(
                    "out",
                    spec.replace("\"learningRate\": 0.002", "\"learningRate\": 0.001"),
                    ModelKind.Progress.SILENT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("history-1.json: belongs to another training file");
  }

  @Test
  void membersLearnTheSameTogetherOrApart() throws IOException {
    String two = spec.replace("[20010205]", "[1, 2]");
    TrainedModel together = train("one", two, ModelKind.Progress.SILENT);
    Files.writeString(specFile, two);
    for (int member = 2; member > 0; member--) {
      assertThat(
              new CanopySceneKind()
                  .train(
                      new ModelKind.Training(
                          specFile, folder.resolve("two"), List.of(member), InstantSource.system()),
                      ModelKind.Progress.SILENT))
          .isEmpty();
    }
    TrainedModel apart = train("two", two, ModelKind.Progress.SILENT);

    assertThat(apart.card()).isEqualTo(together.card());
    assertThat(apart.card().members()).hasSize(2);
  }

  @Test
  void aForestHeadGivesAProbabilityThatIsScored() throws IOException {
    String forest = tiny("training-sr.json").replaceAll("\"seeds\": .*,", "\"seeds\": [1],");

    TrainedModel model = train("forest", forest, ModelKind.Progress.SILENT);

    assertThat(model.card().outputs())
        .extracting(ModelCard.Output::target)
        .containsExactly("tree cover", "forest probability");
    assertThat(model.card().tables())
        .extracting(ScoreTable::title)
        .contains(
            SceneEvaluation.TEST_COLUMNS,
            SceneEvaluation.EXCLUDED_WINDOW,
            "Test columns, forest probability",
            "Test columns by land use of 2011",
            "Random beside spatial validation");
  }

  @Test
  void aStudentLearnsFromItsTeacherAlone() throws IOException {
    train("teacher", spec, ModelKind.Progress.SILENT);
    String taught = spec.replace("\"teachers\": []", "\"teachers\": [\"teacher\"]");

    TrainedModel student = train("student", taught, ModelKind.Progress.SILENT);

    assertThat(student.card().digest())
        .isNotEqualTo(ModelReader.load(folder.resolve("teacher")).card().digest());
    assertThat(student.card().tables()).isNotEmpty();
  }

  @Test
  void anUnknownFieldIsNamedWithItsPlace() throws IOException {
    Files.writeString(
        specFile, spec.replace("\"learningRate\"", "\"learningSpeed\": 1, \"learningRate\""));

    assertThatThrownBy(() -> CanopySpec.read(specFile))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("training.json: unknown field optimisation.learningSpeed")
        .hasMessageContaining("learningRate");
  }

  @Test
  void anImpossibleValueIsNamedWithItsLimit() throws IOException {
    Files.writeString(specFile, spec.replace("\"cropPx\": 128", "\"cropPx\": 20"));

    assertThatThrownBy(() -> CanopySpec.read(specFile))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("training.json: optimisation: cropPx must be more than twice")
        .hasMessageContaining("20 and 12");
  }

  @Test
  void aMissingImageIsNamed() {
    assertThatThrownBy(
            () -> train("out", spec.replace("etm_2001", "etm_2002"), ModelKind.Progress.SILENT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("etm_2002_sr_x10000.tif: no such file");
  }

  @Test
  void aMissingTrainingFileIsNamed() {
    Path absent = folder.resolve("absent.json");

    assertThatThrownBy(() -> CanopySpec.read(absent))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("absent.json: no such file");
  }

  private TrainedModel train(String name, String text, ModelKind.Progress progress)
      throws IOException {
    Files.writeString(specFile, text);
    return new CanopySceneKind()
        .train(
            new ModelKind.Training(
                specFile, folder.resolve(name), List.of(), InstantSource.system()),
            progress)
        .orElseThrow();
  }
}
