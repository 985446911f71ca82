package org.heartwood.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelReaderTest {
  private final TrainedModel model = UntrainedModels.random(4);

  @TempDir private Path folder = Path.of("");

  @Test
  void whatIsWrittenIsRead() {
    model.write(folder);

    TrainedModel read = ModelReader.load(folder);

    assertThat(read.card()).isEqualTo(model.card());
    assertThat(read.members().get(0).toBytes()).isEqualTo(model.members().get(0).toBytes());
  }

  @Test
  void weightsThatAreNotTheCardsAreRefusedNamingBothDigests() throws IOException {
    model.write(folder);
    Path file = folder.resolve("member-1.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> ModelReader.load(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("member-1.safetensors")
        .hasMessageContaining(model.card().digest())
        .hasMessageContaining(Sha256.of(bytes));
  }

  @Test
  void aCardOfAnotherNetworkIsRefusedNamingTheTensor() {
    UNet wider = new UNet(1, 8, 2, List.of(UNet.Head.GAUSSIAN), -6, 3);
    UntrainedModels.of(wider, model.members().get(0)).write(folder);

    assertThatThrownBy(() -> ModelReader.load(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("full.down.1.weight must be F32 [8, 2, 3, 3]")
        .hasMessageContaining("was F32 [4, 2, 3, 3]");
  }

  @Test
  void anUnknownFieldOfTheCardIsNamed() throws IOException {
    model.write(folder);
    Path card = folder.resolve("card.json");
    Files.writeString(
        card, Files.readString(card).replace("\"limits\"", "\"limitz\" : [], \"limits\""));

    assertThatThrownBy(() -> ModelReader.load(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("card.json: unknown field limitz");
  }

  @Test
  void aFieldThatTheCardLacksIsNamed() throws IOException {
    model.write(folder);
    Path card = folder.resolve("card.json");
    Files.writeString(card, Files.readString(card).replace("\"seed\" : 7,", ""));

    assertThatThrownBy(() -> ModelReader.load(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("seed: this field is missing");
  }

  @Test
  void aCardThatPointsOutOfItsFolderIsRefused() throws IOException {
    model.write(folder);
    Path card = folder.resolve("card.json");
    Files.writeString(
        card, Files.readString(card).replace("member-1.safetensors", "../member-1.safetensors"));

    assertThatThrownBy(() -> ModelReader.load(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must be a plain name")
        .hasMessageContaining("../member-1.safetensors");
  }

  @Test
  void aFolderWithoutAModelIsNamed() {
    assertThatThrownBy(() -> ModelReader.load(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("card.json: no such file");
  }

  @Test
  void anUnknownBuiltInNameIsNamed() {
    assertThatThrownBy(() -> ModelReader.load("canopy-height"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no model named \"canopy-height\"");
    assertThatThrownBy(() -> ModelReader.load("../secret"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("\"../secret\"");
  }

  @Test
  void bytesThatAreNoWeightsAreRefused() {
    byte[] text = "this is not a weights file at all".getBytes(StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> Weights.read(text, "w", model.card().architecture().tensorShapes()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("w: is no safetensors file");
  }
}
