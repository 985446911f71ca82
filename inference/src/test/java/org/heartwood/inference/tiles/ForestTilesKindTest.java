package org.heartwood.inference.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import javax.imageio.ImageIO;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForestTilesKindTest {
  @TempDir private Path folder = Path.of("");

  private String tiny = "";

  @BeforeEach
  void aTinyTraining() throws IOException {
    tiny = MadeUpTiles.tiny();
  }

  @Test
  void theSameSeedsGiveTheSameBytesAndEveryTileIsScoredAndDrawn() throws IOException {
    TrainedModel first = train("first", tiny);
    train("again", tiny);
    TrainedModel other = train("other", tiny.replace("[1, 2, 3]", "[1, 4, 3]"));

    assertThat(Files.readAllBytes(folder.resolve("again/card.json")))
        .isEqualTo(Files.readAllBytes(folder.resolve("first/card.json")));
    assertThat(other.card().members().get(0)).isEqualTo(first.card().members().get(0));
    assertThat(other.card().members().get(1).sha256())
        .isNotEqualTo(first.card().members().get(1).sha256());
    assertThat(first.card().training().samples()).isEqualTo(4 * 512 * 512);
    assertThat(first.card().tables().get(0).rows())
        .extracting(ScoreTable.Row::group)
        .containsExactly("Amazon_720_40", "Amazon_970_1", "Amazon_692_6", "Amazon_832_43");

    List<Path> drawn =
        new ForestTilesKind()
            .draw(first, folder.resolve("training.json"), folder.resolve("pictures"));

    assertThat(drawn).hasSize(4);
    BufferedImage picture = ImageIO.read(drawn.get(0).toFile());
    assertThat(picture.getHeight()).isEqualTo(512);
    assertThat(picture.getWidth()).isEqualTo(4 * 512 + 3 * 4);
  }

  @Test
  void aMissingTileIsNamed() {
    assertThatThrownBy(() -> train("out", tiny.replace("Amazon_832_43", "Amazon_832_44")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("Amazon_832_44.tif");
  }

  @Test
  void tilesThatDoNotFitTheNetworksStrideOrBandsAreNamed() throws IOException {
    assertThatThrownBy(
            () ->
                train(
                    "out",
                    tiny.replace(MadeUpTiles.AMAZON + "/images", MadeUpTiles.AMAZON + "/masks")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must have 3 bands and its mask one, had 1 and 1");
  }

  @Test
  void aModelOfOtherFoldsIsNotMeasured() throws IOException {
    TrainedModel model = train("out", tiny);
    Path shipped = MadeUpTiles.AMAZON.resolve("training.json");

    assertThatThrownBy(() -> new ForestTilesKind().draw(model, shipped, folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("3 members")
        .hasMessageContaining("5 folds");
  }

  private TrainedModel train(String name, String text) throws IOException {
    Path file = folder.resolve("training.json");
    Files.writeString(file, text);
    return new ForestTilesKind()
        .train(
            new ModelKind.Training(file, folder.resolve(name), List.of(), InstantSource.system()),
            ModelKind.Progress.SILENT)
        .orElseThrow();
  }
}
