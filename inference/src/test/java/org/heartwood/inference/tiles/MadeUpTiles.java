package org.heartwood.inference.tiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/** Tiles with planted values, and a small training file on four real ones. */
final class MadeUpTiles {
  static final Path AMAZON = Path.of(System.getProperty("heartwood.samples"), "amazon");

  private MadeUpTiles() {}

  /** A square tile of three equal bands. */
  static ForestTile tile(String name, int side, IntToDoubleFunction value, float[] forest) {
    PixelWindow window = new PixelWindow(0, 0, side, side);
    float[] values = new float[side * side];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    FloatRaster band = new FloatRaster(window, values);
    return new ForestTile(name, List.of(band, band, band), new FloatRaster(window, forest));
  }

  static List<ModelCard.InputBand> inputs(TileSpec spec) {
    List<ModelCard.InputBand> inputs = new ArrayList<>();
    for (TileSpec.Band band : spec.imagery().bands()) {
      inputs.add(
          new ModelCard.InputBand(
              band.name(), "1", band.formula(), 0, 255, "", band.mean(), band.deviation()));
    }
    return inputs;
  }

  /** The shipped training file with a tiny network and three folds of four tiles. */
  static String tiny() throws IOException {
    String folds =
        """
        "folds": [
          {"test": ["Amazon_720_40", "Amazon_970_1"], "validation": ["Amazon_692_6"]},
          {"test": ["Amazon_692_6"], "validation": ["Amazon_832_43"]},
          {"test": ["Amazon_832_43"], "validation": ["Amazon_720_40"]}
        ],
        "randomHoldoutFraction"\
        """;
    return Files.readString(AMAZON.resolve("training.json"))
        .replaceAll("(?s)\"folds\": \\[.*\"randomHoldoutFraction\"", folds)
        .replaceAll("(?s)\"seeds\": \\[[^]]*]", "\"seeds\": [1, 2, 3]")
        .replace("\"images\": \"images\"", "\"images\": \"" + AMAZON + "/images\"")
        .replace("\"masks\": \"masks\"", "\"masks\": \"" + AMAZON + "/masks\"")
        .replaceAll("\"baseChannels\": \\d+", "\"baseChannels\": 2")
        .replaceAll("\"halvings\": \\d+", "\"halvings\": 1")
        .replaceAll("\"epochs\": \\d+", "\"epochs\": 2")
        .replaceAll("\"stepsPerEpoch\": \\d+", "\"stepsPerEpoch\": 2")
        .replaceAll("\"cropsPerStep\": \\d+", "\"cropsPerStep\": 2")
        .replaceAll("\"cropPx\": \\d+", "\"cropPx\": 64");
  }
}
