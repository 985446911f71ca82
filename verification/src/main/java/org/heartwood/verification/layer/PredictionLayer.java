package org.heartwood.verification.layer;

import com.google.common.collect.Iterators;
import com.google.common.collect.PeekingIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.heartwood.inference.applicability.DissimilarityIndex;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelContract;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.tiff.DecodedBlocks;

/**
 * Runs a model over a GeoTIFF of any size and writes a cloud-optimised GeoTIFF: mean and standard
 * error of every target, the dissimilarity index, and 1 or 0 for inside or outside the area of
 * applicability. Reading, predicting and writing overlap; a few tiles are in memory at a time.
 *
 * <p>Tiles are read with the model's halo, so that no seam shows where the halo holds all that a
 * prediction depends on. Where it may not, neighbouring tiles overlap and are blended.
 */
public final class PredictionLayer {
  /** Edge of a tile, pixels: with a halo of 24 px a tenth more is predicted than wanted. */
  public static final int TILE_PX = 1024;

  /** Edge of a block of the output, pixels, where tiles are a multiple of it. */
  private static final int BLOCK_PX = 512;

  /**
   * Part of the heap for blocks of the image that the next tile reads again: two columns of them,
   * 40 MB for six bands of floats in blocks of 512 px.
   */
  private static final int HEAP_PARTS = 8;

  /**
   * How far means and probabilities are rounded: by at most 0.05 % of themselves, 0.03 per cent of
   * tree cover.
   */
  private static final BitRounding MEAN = BitRounding.to(10);

  /** How far standard errors are rounded: by at most 0.8 % of themselves. */
  private static final BitRounding STANDARD_ERROR = BitRounding.to(6);

  /** The same for the dissimilarity index. */
  private static final int DISSIMILARITY_BITS = 6;

  private static final CogBand APPLICABLE = new CogBand("applicable", "1");

  private PredictionLayer() {}

  /**
   * What to predict. Values of the file become {@code value · scale + offset}, in the unit of the
   * model's inputs.
   *
   * @param image GeoTIFF that holds the model's inputs, one band each
   * @param bands which band is which input; empty to match them by name or order, see {@code
   *     heartwood predict --help}
   * @param scale factor from the file's numbers to the inputs' unit
   * @param offset added after the factor, in the inputs' unit
   * @param output file to write; one of that name is replaced
   * @param items more metadata for the output
   * @param work how to share the work
   */
  public record Request(
      Path image,
      List<String> bands,
      double scale,
      double offset,
      Path output,
      Map<String, String> items,
      Work work) {
    public Request {
      bands = List.copyOf(bands);
      items = Collections.unmodifiableMap(new TreeMap<>(items));
      if (!(scale != 0 && Double.isFinite(scale)) || !Double.isFinite(offset)) {
        throw new InputException(
            "scale must be finite and not 0 and offset finite, were " + scale + " and " + offset);
      }
    }

    /** All bands as they are, in the model's order or matched by name. */
    public static Request of(Path image, Path output) {
      return new Request(image, List.of(), 1, 0, output, Map.of(), Work.DEFAULT);
    }
  }

  /**
   * How the work is shared.
   *
   * @param tilePx edge of a tile, pixels: a multiple of 16 and of the model's stride, 16 to 4096;
   *     blocks of the output are as large, but 512 px where that divides it
   * @param batch tiles that go through the network together, > 0
   * @param threads batches that go through the network at once, > 0
   */
  public record Work(int tilePx, int batch, int threads) {
    /** One tile at a time, on one thread. */
    public static final Work DEFAULT = new Work(TILE_PX, 1, 1);

    public Work {
      if (tilePx < 16 || tilePx > 4096 || tilePx % 16 != 0) {
        throw new InputException(
            "tilePx must be a multiple of 16 pixels, 16 to 4096, was " + tilePx);
      }
      if (batch <= 0 || threads <= 0) {
        throw new InputException(
            "batch and threads must be > 0, were " + batch + " and " + threads);
      }
    }

    /** Edge of a block of the output, pixels. */
    int blockPx() {
      return tilePx % BLOCK_PX == 0 ? BLOCK_PX : tilePx;
    }
  }

  /** Told how far the work has come. */
  @FunctionalInterface
  public interface Progress {
    /** Says nothing. */
    Progress SILENT = (done, all) -> {};

    void tilesDone(long done, long all);
  }

  /**
   * Predicts.
   *
   * @param index tells where to believe the model; without it the output lacks its two bands
   * @throws InputException if the image cannot be read, has other bands, is in degrees, or has
   *     pixels of another size than the model was trained on; or if the output cannot be written
   */
  public static CogFile write(
      Segmenter segmenter, Optional<DissimilarityIndex> index, Request request, Progress progress)
      throws IOException {
    ModelContract model = segmenter.contract();
    if (request.work().tilePx() % model.stridePx() != 0) {
      throw new InputException(
          "tilePx must be a multiple of the model's stride, "
              + model.stridePx()
              + " px, was "
              + request.work().tilePx());
    }
    if (request.work().tilePx() < model.blendPx()) {
      throw new InputException(
          "tilePx must be at least the overlap in which the model's tiles are blended, "
              + model.blendPx()
              + " px, was "
              + request.work().tilePx());
    }
    try (GeoTiffSource image = open(request)) {
      requirePixelSize(image, model);
      InputBands bands = InputBands.all(image, model.name(), model.inputs(), request.bands());
      Map<String, String> items = new TreeMap<>(request.items());
      items.put("MODEL", model.name());
      items.put("MODEL_SHA256", model.digest());
      Tiles tiles = new Tiles(image, bands, index, Optional.of(segmenter), request);
      return tiles.write(items, progress);
    }
  }

  /**
   * Writes the dissimilarity index and where it is small enough, without predicting; the file may
   * lack some of the model's inputs. Distances, their mean and the threshold are then those on the
   * inputs that both have, which the output's metadata names.
   *
   * @throws InputException as {@link #write}, or if the model has no reference points
   */
  public static CogFile writeApplicability(TrainedModel model, Request request, Progress progress)
      throws IOException {
    ModelCard card = model.card();
    try (GeoTiffSource image = open(request)) {
      InputBands bands = InputBands.some(image, card.name(), card.inputs(), request.bands());
      DissimilarityIndex index = DissimilarityIndex.of(model, bands.inputs());
      Map<String, String> items = new TreeMap<>(request.items());
      items.put("MODEL", card.name());
      items.put("MODEL_SHA256", card.digest());
      Tiles tiles = new Tiles(image, bands, Optional.of(index), Optional.empty(), request);
      return tiles.write(items, progress);
    }
  }

  private static GeoTiffSource open(Request request) throws IOException {
    Path output = request.output().toAbsolutePath();
    if (Files.exists(output)
        && Files.exists(request.image())
        && Files.isSameFile(output, request.image())) {
      throw new InputException(output + ": is the image itself; give the output another name");
    }
    Path folder = output.getParent();
    if (Files.isDirectory(output)
        || folder == null
        || !Files.isDirectory(folder)
        || !Files.isWritable(folder)) {
      throw new InputException(
          output + ": cannot be written; the output must be a file in a folder that can be");
    }
    return GeoTiffSource.open(
        request.image(), new DecodedBlocks(Runtime.getRuntime().maxMemory() / HEAP_PARTS));
  }

  private static void requirePixelSize(GeoTiffSource image, ModelContract model) {
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

  /** One run over the tiles of an image; used once. */
  private static final class Tiles {
    private final GeoTiffSource image;
    private final InputBands bands;
    private final Optional<DissimilarityIndex> index;
    private final Optional<Segmenter> segmenter;
    private final Request request;
    private final Srs srs;
    private final TileGrid tiles;
    private final SeamBlend seams;
    private final int haloPx;
    private final int stridePx;
    private long valid;
    private long outside;

    Tiles(
        GeoTiffSource image,
        InputBands bands,
        Optional<DissimilarityIndex> index,
        Optional<Segmenter> segmenter,
        Request request) {
      this.image = image;
      this.bands = bands;
      this.index = index;
      this.segmenter = segmenter;
      this.request = request;
      this.srs = srs(image);
      this.tiles = new TileGrid(image.grid(), request.work().tilePx());
      this.seams =
          new SeamBlend(tiles, segmenter.map(model -> model.contract().blendPx()).orElse(0));
      this.haloPx = segmenter.map(model -> model.contract().haloPx()).orElse(0);
      this.stridePx = segmenter.map(model -> model.contract().stridePx()).orElse(1);
    }

    private static Srs srs(GeoTiffSource image) {
      String crs = image.grid().crs();
      try {
        Srs srs = Srs.of(crs);
        if (!srs.geographic()) {
          return srs;
        }
      } catch (IllegalArgumentException e) {
        throw unfit(image, e);
      }
      throw unfit(image, new IllegalArgumentException(crs + " is in degrees"));
    }

    private static InputException unfit(GeoTiffSource image, IllegalArgumentException cause) {
      return new InputException(
          image.file()
              + ": must be in metres, in a UTM zone of WGS 84, was in "
              + image.grid().crs()
              + "; warp it with gdalwarp -t_srs EPSG:326xx -tr, xx the zone (327xx in the south)",
          cause);
    }

    CogFile write(Map<String, String> items, Progress progress) throws IOException {
      CogLayout layout =
          new CogLayout(
              image.grid(),
              srs,
              request.work().blockPx(),
              new CogPixels.Measured(),
              outputBands(),
              items);
      long all = tiles.count();
      OrderedPipeline.Steps<List<TileKey>, Prepared, Predicted, Done> steps =
          new OrderedPipeline.Steps<>(this::prepare, this::predict, this::finish);
      try (OrderedPipeline<List<TileKey>, Prepared, Predicted, Done> pipeline =
          new OrderedPipeline<>(batches(), steps, request.work().threads())) {
        return CogWriter.write(
            request.output(),
            layout,
            told(pipeline, all, progress),
            this::findings,
            new CogWriter.Sharing(
                request.work().tilePx() / request.work().blockPx(), request.work().threads()));
      }
    }

    /** Means and standard errors of a tile, and the blocks of the output that it covers. */
    private record Finished(TileKey key, List<FloatRaster> predicted, List<CogTile> blocks) {}

    /** A batch, how many tiles it had, and where the model applies. */
    private record Done(List<Finished> tiles, int taken, long valid, long outside) {}

    private Iterator<CogTile> told(Iterator<Done> results, long all, Progress progress) {
      long[] done = {0};
      return Iterators.concat(
          Iterators.transform(
              results,
              result -> {
                done[0] += result.taken();
                valid += result.valid();
                outside += result.outside();
                progress.tilesDone(done[0], all);
                result.tiles().forEach(tile -> seams.blend(tile.key(), tile.predicted()));
                return result.tiles().stream().flatMap(tile -> tile.blocks().stream()).iterator();
              }));
    }

    private List<CogBand> outputBands() {
      List<CogBand> out = new ArrayList<>();
      for (ModelCard.Output output :
          segmenter.map(model -> model.contract().outputs()).orElse(List.of())) {
        out.add(new CogBand(output.target(), output.unit(), MEAN));
        out.add(new CogBand("standard error of " + output.target(), output.unit(), STANDARD_ERROR));
      }
      index.ifPresent(
          known -> {
            // A float above the threshold, which is a double, stays above the float below it.
            float threshold = (float) known.threshold();
            BitRounding rounding = new BitRounding(DISSIMILARITY_BITS, threshold);
            out.add(new CogBand("dissimilarity index", "1", rounding));
            out.add(APPLICABLE);
          });
      return out;
    }

    /** Rows of tiles in batches whose windows are equally large. */
    private Iterator<List<TileKey>> batches() {
      PeekingIterator<TileKey> keys =
          Iterators.peekingIterator(
              LongStream.range(0, tiles.count()).mapToObj(tiles::key).iterator());
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return keys.hasNext();
        }

        @Override
        public List<TileKey> next() {
          List<TileKey> batch = new ArrayList<>(List.of(keys.next()));
          while (batch.size() < request.work().batch()
              && keys.hasNext()
              && alike(batch.get(0), keys.peek())) {
            batch.add(keys.next());
          }
          return batch;
        }
      };
    }

    private boolean alike(TileKey a, TileKey b) {
      PixelWindow first = window(a);
      PixelWindow second = window(b);
      return first.width() == second.width() && first.height() == second.height();
    }

    /** A tile and its overlap in whole cells of the network, with the halo. */
    private PixelWindow window(TileKey key) {
      PixelWindow area = seams.area(key);
      return new PixelWindow(
              area.col(), area.row(), wholeCells(area.width()), wholeCells(area.height()))
          .grow(haloPx);
    }

    private int wholeCells(int px) {
      return (px + stridePx - 1) / stridePx * stridePx;
    }

    /** A tile on its way to the network. */
    private record Ready(TileKey key, List<FloatRaster> inputs) {}

    /** The tiles of a batch that have data, and how many it had. */
    private record Prepared(List<Ready> tiles, int taken) {}

    /** With what the networks gave, if they ran. */
    private record Predicted(Prepared batch, Optional<Segmenter.Raw> networks) {}

    /** Runs on one thread. Tiles without any data are left out. */
    private Prepared prepare(List<TileKey> batch) {
      int[] wanted = bands.bands().stream().mapToInt(band -> band).toArray();
      List<Ready> ready = new ArrayList<>();
      for (TileKey key : batch) {
        List<FloatRaster> inputs = image.read(wanted, window(key));
        inputs.forEach(this::toUnit);
        PixelWindow area = seams.area(key);
        if (inputs.stream().allMatch(input -> hasData(input, area))) {
          ready.add(new Ready(key, inputs));
        }
      }
      return new Prepared(ready, batch.size());
    }

    private void toUnit(FloatRaster band) {
      if (request.scale() != 1 || request.offset() != 0) {
        float[] values = band.data();
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (values[i] * request.scale() + request.offset());
        }
      }
    }

    private static boolean hasData(FloatRaster raster, PixelWindow area) {
      for (int row = area.row(); row < area.endRow(); row++) {
        int from = raster.index(area.col(), row);
        for (int i = from; i < from + area.width(); i++) {
          if (!Float.isNaN(raster.data()[i])) {
            return true;
          }
        }
      }
      return false;
    }

    /** Runs on several threads. */
    private Predicted predict(Prepared batch) {
      return new Predicted(
          batch,
          segmenter
              .filter(model -> !batch.tiles().isEmpty())
              .map(model -> model.run(batch.tiles().stream().map(Ready::inputs).toList())));
    }

    /** Runs on several threads. */
    private Done finish(Predicted given) {
      List<Ready> batch = given.batch().tiles();
      List<Prediction> predictions =
          given.networks().map(Segmenter.Raw::predictions).orElse(List.of());
      List<Finished> finished = new ArrayList<>();
      long batchValid = 0;
      long batchOutside = 0;
      for (int i = 0; i < batch.size(); i++) {
        TileKey key = batch.get(i).key();
        PixelWindow core = tiles.core(key);
        List<FloatRaster> predicted = new ArrayList<>();
        if (!predictions.isEmpty()) {
          for (Prediction.Target target : predictions.get(i).targets()) {
            predicted.add(target.mean());
            predicted.add(target.standardError());
          }
        }
        List<FloatRaster> rasters = new ArrayList<>(predicted);
        if (index.isPresent()) {
          Judged judged = Judged.of(index.get(), batch.get(i).inputs(), core);
          rasters.add(judged.dissimilarity());
          rasters.add(judged.applicable());
          batchValid += judged.valid();
          batchOutside += judged.outside();
        }
        finished.add(new Finished(key, predicted, blocks(core, rasters)));
      }
      return new Done(finished, given.batch().taken(), batchValid, batchOutside);
    }

    /** The blocks of the output that a tile covers, row by row. */
    private List<CogTile> blocks(PixelWindow core, List<FloatRaster> rasters) {
      int edge = request.work().blockPx();
      List<CogTile> blocks = new ArrayList<>();
      for (int row = core.row(); row < core.endRow(); row += edge) {
        for (int col = core.col(); col < core.endCol(); col += edge) {
          blocks.add(new CogTile(row / edge, col / edge, rasters));
        }
      }
      return blocks;
    }

    /** How unlike the training points the pixels of a tile are, and how many are too unlike. */
    private record Judged(
        FloatRaster dissimilarity, FloatRaster applicable, long valid, long outside) {
      static Judged of(DissimilarityIndex known, List<FloatRaster> inputs, PixelWindow core) {
        FloatRaster dissimilarity = known.of(inputs, core);
        FloatRaster applicable = FloatRaster.empty(dissimilarity.window());
        long valid = 0;
        long outside = 0;
        for (int i = 0; i < applicable.data().length; i++) {
          float value = dissimilarity.data()[i];
          if (!Float.isNaN(value)) {
            boolean inside = value <= known.threshold();
            applicable.data()[i] = inside ? 1 : 0;
            valid++;
            outside += inside ? 0 : 1;
          }
        }
        return new Judged(dissimilarity, applicable, valid, outside);
      }
    }

    /** Called after the last tile. */
    private Map<String, String> findings() {
      Map<String, String> found = new TreeMap<>();
      index.ifPresent(
          known -> {
            found.put("APPLICABILITY_INPUTS", String.join(",", known.inputs()));
            found.put("APPLICABILITY_THRESHOLD", String.valueOf(known.threshold()));
            found.put("APPLICABILITY_REFERENCE_POINTS", String.valueOf(known.points()));
            found.put("VALID_PIXELS", String.valueOf(valid));
            if (valid > 0) {
              found.put(
                  "OUTSIDE_FRACTION", String.format(Locale.ROOT, "%.6f", (double) outside / valid));
            }
          });
      return found;
    }
  }
}
