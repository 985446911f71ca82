package org.heartwood.inference.biomass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.heartwood.inference.model.HeightPowerLaw;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model that ships is what its training file makes, and says of itself what is measured. */
class BiomassHeightAmazonGoldenTest {
  private static final Path TRAINING = Path.of("../data-samples/amazon-inventories/training.json");

  private static final ModelCard CARD = ModelReader.load("biomass-height-amazon").card();

  @Test
  void trainingAgainMakesTheSameCard(@TempDir Path made) {
    new HeightPlotsKind()
        .train(
            new ModelKind.Training(TRAINING, made, List.of(), InstantSource.system()),
            ModelKind.Progress.SILENT);
    ModelCard again = ModelReader.load(made).card();

    assertThat(again.tables()).hasSameSizeAs(CARD.tables());
    for (int i = 0; i < CARD.tables().size(); i++) {
      assertThat(CARD.tables().get(i).differences(again.tables().get(i))).isEmpty();
    }
    HeightPowerLaw law = (HeightPowerLaw) again.architecture();
    HeightPowerLaw shipped = (HeightPowerLaw) CARD.architecture();
    for (double heightM : new double[] {16, 25, 39}) {
      assertThat(law.meanTonnesPerHa(heightM))
          .isCloseTo(shipped.meanTonnesPerHa(heightM), within(1e-6));
      assertThat(law.logDeviation(heightM)).isCloseTo(shipped.logDeviation(heightM), within(1e-9));
    }
    assertThat(again.training()).isEqualTo(CARD.training());
    assertThat(again.limits()).isEqualTo(CARD.limits());
  }

  @Test
  void everyRowOfTheListsIsATreeOrLeftOutForAReason() {
    ScoreTable lists = CARD.tables().get(0);
    for (ScoreTable.Row row : lists.rows()) {
      double leftOut = 0;
      for (LeftOut reason : LeftOut.values()) {
        leftOut +=
            lists.value(row.group(), reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
      }
      assertThat(lists.value(row.group(), "trees") + leftOut)
          .isEqualTo(lists.value(row.group(), "rows"));
    }
    assertThat(lists.value("CAU_A01", "rows")).isEqualTo(4650);
    assertThat(lists.value("CAU_A01", "plots")).isEqualTo(88);
  }

  @Test
  void smallTreesStandOnStripsOfTheStatedWidth() {
    ScoreTable lists = CARD.tables().get(0);
    for (ScoreTable.Row row : lists.rows()) {
      double measured = lists.value(row.group(), "strip as trees stand, m");
      if (!Double.isNaN(measured)) {
        assertThat(measured)
            .as(row.group())
            .isCloseTo(lists.value(row.group(), "strip, m"), within(2.5));
      }
    }
  }

  @Test
  void densitiesAreThoseOfAmazonianForest() {
    HeightPowerLaw law = (HeightPowerLaw) CARD.architecture();
    HeightPowerLaw.Interval tall = law.predict(30);

    assertThat(law.predict(25).meanTonnesPerHa()).isBetween(150.0, 300.0);
    assertThat(tall.meanTonnesPerHa()).isBetween(tall.lowTonnesPerHa(), tall.highTonnesPerHa());
    assertThat(law.covers(12)).as("lower than any plot").isFalse();
    assertThat(law.covers(25)).isTrue();
  }

  @Test
  void theCardHoldsTheLimitsThatItsTablesShow() {
    ScoreTable bins = CARD.tables().get(8);

    assertThat(bins.value("0 to 100 Mg/ha", "bias, Mg/ha")).isCloseTo(70, within(5.0));
    assertThat(bins.value("400 and more Mg/ha", "bias, Mg/ha")).isCloseTo(-145, within(5.0));
    assertThat(CARD.limits())
        .anyMatch(limit -> limit.contains("70 Mg/ha") && limit.contains("145 Mg/ha"));
    HeightPowerLaw.Interval cell = ((HeightPowerLaw) CARD.architecture()).predict(25);
    assertThat(cell.highTonnesPerHa() / cell.lowTonnesPerHa()).isBetween(2.6, 3.0);
  }

  @Test
  void anotherKindOfModelIsNotScoredAsThisOne() {
    TrainedModel canopy = ModelReader.load("canopy-ndvi-landsat");

    assertThatThrownBy(() -> new HeightPlotsKind().evaluate(canopy, TRAINING))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("makes height power laws, canopy-ndvi-landsat is none");
  }

  @Test
  void aTrainingFileWithAnUnknownFieldOrTooFewListsIsRefused(@TempDir Path folder)
      throws IOException {
    String good = Files.readString(TRAINING);
    Path file = folder.resolve("training.json");
    Files.writeString(file, good.replaceFirst("\"kind\"", "\"colour\": 1, \"kind\""));
    assertThatThrownBy(() -> StrictJson.read(file, HeightPlotsSpec.class))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("unknown field colour");

    HeightPlotsSpec spec = StrictJson.read(TRAINING, HeightPlotsSpec.class);
    HeightPlotsSpec one =
        new HeightPlotsSpec(
            spec.kind(),
            List.of(spec.inventories().get(6)),
            spec.simulation(),
            spec.referenceHeightM(),
            spec.canopy(),
            spec.card());
    Path beside = folder.resolve("one.json");
    Files.write(beside, StrictJson.bytes(one));
    Files.copy(
        TRAINING.resolveSibling(one.inventories().get(0).file()),
        folder.resolve(one.inventories().get(0).file()));
    assertThatThrownBy(
            () ->
                new HeightPlotsKind()
                    .train(
                        new ModelKind.Training(beside, folder, List.of(), InstantSource.system()),
                        ModelKind.Progress.SILENT))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("one.json: ");
  }
}
