package org.heartwood.verification.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.scene.GeoTiffSource;

/**
 * Runs a model over a GeoTIFF of any size and writes mean and standard error as a cloud-optimised
 * GeoTIFF. One tile and its halo are in memory at a time.
 */
public final class PredictionLayer {
  private static final int TILE_PX = 256;

  private PredictionLayer() {}

  /**
   * What to predict.
   *
   * @param image single-band GeoTIFF of the model's input
   * @param scale factor from the file's numbers to the input's unit
   * @param output file to write
   */
  public record Request(Path image, double scale, Path output) {}

  /**
   * Predicts.
   *
   * @throws InputException if the image cannot be read, has not one band, or has pixels of another
   *     size than the model was trained on
   */
  public static CogFile write(Segmenter segmenter, Request request) throws IOException {
    try (GeoTiffSource image = GeoTiffSource.open(request.image())) {
      ModelCard card = segmenter.card();
      requireFit(image, card);
      TileGrid tiles = new TileGrid(image.grid(), TILE_PX);
      CogLayout layout =
          new CogLayout(
              image.grid(),
              Srs.of(image.grid().crs()),
              TILE_PX,
              new CogPixels.Measured(),
              List.of(
                  new CogBand(card.output().target(), card.output().unit()),
                  new CogBand("standard error of " + card.output().target(), card.output().unit())),
              Map.of("MODEL", card.name(), "MODEL_SHA256", card.weightsSha256()));
      Iterator<CogTile> predicted =
          IntStream.range(0, tiles.across() * tiles.down())
              .mapToObj(i -> new TileKey(i / tiles.across(), i % tiles.across()))
              .map(key -> predict(segmenter, image, request.scale(), tiles, key))
              .iterator();
      return CogWriter.write(request.output(), layout, predicted);
    }
  }

  private static void requireFit(GeoTiffSource image, ModelCard card) {
    if (card.inputs().size() != 1 || image.bands() != 1) {
      throw new InputException(
          image.file()
              + ": has "
              + image.bands()
              + " bands; predict takes an image of one band ("
              + card.inputs().get(0).name()
              + ")");
    }
    double trained = card.inputs().get(0).pixelSizeM();
    if (Math.abs(image.grid().pixelSize() / trained - 1) > 0.01) {
      throw new InputException(
          image.file()
              + ": pixels must be "
              + trained
              + " m, as in the model's training, were "
              + image.grid().pixelSize()
              + "; warp it with gdalwarp -tr");
    }
  }

  private static CogTile predict(
      Segmenter segmenter, GeoTiffSource image, double scale, TileGrid tiles, TileKey key) {
    PixelWindow window = tiles.full(key).grow(segmenter.card().haloPx());
    FloatRaster values = image.read(new int[] {0}, window).get(0);
    for (int i = 0; i < values.data().length; i++) {
      values.data()[i] = (float) (values.data()[i] * scale);
    }
    Prediction prediction = segmenter.predict(List.of(List.of(values))).get(0);
    PixelWindow core = tiles.core(key);
    return new CogTile(
        key.row(),
        key.col(),
        List.of(prediction.mean().crop(core), prediction.standardError().crop(core)));
  }
}
