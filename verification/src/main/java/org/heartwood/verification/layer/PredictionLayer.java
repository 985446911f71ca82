package org.heartwood.verification.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelContract;
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
   * @param image GeoTIFF of the model's inputs, one band each, in the model's order
   * @param scale factor from the file's numbers to the input's unit
   * @param output file to write
   */
  public record Request(Path image, double scale, Path output) {}

  /**
   * Predicts.
   *
   * @throws InputException if the image cannot be read, has other bands, or has pixels of another
   *     size than the model was trained on
   */
  public static CogFile write(Segmenter segmenter, Request request) throws IOException {
    return write(segmenter, request, Map.of());
  }

  /**
   * Predicts, and says more about the predictions in the file.
   *
   * @param items further metadata, name to text, such as the recalibration that was applied
   * @throws InputException as {@link #write(Segmenter, Request)}
   */
  public static CogFile write(Segmenter segmenter, Request request, Map<String, String> items)
      throws IOException {
    Map<String, String> metadata = new TreeMap<>(items);
    metadata.put("MODEL", segmenter.contract().name());
    metadata.put("MODEL_SHA256", segmenter.contract().digest());
    try (GeoTiffSource image = GeoTiffSource.open(request.image())) {
      ModelContract model = segmenter.contract();
      requireFit(image, model);
      TileGrid tiles = new TileGrid(image.grid(), TILE_PX);
      CogLayout layout =
          new CogLayout(
              image.grid(),
              Srs.of(image.grid().crs()),
              TILE_PX,
              new CogPixels.Measured(),
              bands(model),
              metadata);
      Iterator<CogTile> predicted =
          IntStream.range(0, tiles.across() * tiles.down())
              .mapToObj(i -> new TileKey(i / tiles.across(), i % tiles.across()))
              .map(key -> predict(segmenter, image, request.scale(), tiles, key))
              .iterator();
      return CogWriter.write(request.output(), layout, predicted);
    }
  }

  /** Mean and standard error of every target. */
  private static List<CogBand> bands(ModelContract model) {
    List<CogBand> bands = new ArrayList<>();
    for (ModelCard.Output output : model.outputs()) {
      bands.add(new CogBand(output.target(), output.unit()));
      bands.add(new CogBand("standard error of " + output.target(), output.unit()));
    }
    return bands;
  }

  private static void requireFit(GeoTiffSource image, ModelContract model) {
    List<String> names = model.inputs().stream().map(ModelCard.InputBand::name).toList();
    if (image.bands() != names.size()) {
      throw new InputException(
          image.file()
              + ": has "
              + image.bands()
              + " bands; "
              + model.name()
              + " takes an image of the "
              + names.size()
              + " bands "
              + names
              + ", in this order");
    }
    for (ModelCard.Imagery taught : model.imagery()) {
      if (Math.abs(image.grid().pixelSize() / taught.pixelSizeM() - 1) > 0.01) {
        throw new InputException(
            image.file()
                + ": pixels must be "
                + taught.pixelSizeM()
                + " m, as in the model's training, were "
                + image.grid().pixelSize()
                + "; warp it with gdalwarp -tr");
      }
    }
  }

  private static CogTile predict(
      Segmenter segmenter, GeoTiffSource image, double scale, TileGrid tiles, TileKey key) {
    PixelWindow window = tiles.full(key).grow(segmenter.contract().haloPx());
    List<FloatRaster> values = image.read(IntStream.range(0, image.bands()).toArray(), window);
    for (FloatRaster band : values) {
      for (int i = 0; i < band.data().length; i++) {
        band.data()[i] = (float) (band.data()[i] * scale);
      }
    }
    Prediction prediction = segmenter.predict(List.of(values)).get(0).crop(tiles.core(key));
    List<FloatRaster> rasters = new ArrayList<>();
    prediction
        .targets()
        .forEach(target -> rasters.addAll(List.of(target.mean(), target.standardError())));
    return new CogTile(key.row(), key.col(), rasters);
  }
}
