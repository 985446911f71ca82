package org.heartwood.inference.external;

import static org.heartwood.inference.external.ExternalModel.TensorShape.ANY;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.model.ModelContract;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TensorValues;
import org.heartwood.inference.segment.WindowCheck;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/**
 * A user's model. It is opened only if its digest is allowed, and run once on made values before it
 * serves, in each size that it claims to take; after that every pass is checked: the shape is the
 * one declared, and where all bands have data the result is a number.
 *
 * <p>One serves all threads of a JVM. A network that takes one size only is given windows in
 * overlapping pieces of that size.
 */
public final class ExternalSegmenter implements Segmenter {
  /** Pieces that go through the network together where it takes any number. */
  private static final int PIECES = 4;

  private static final int PROBE_PX = 64;

  private final ExternalModel model;
  private final String file;
  private final ModelContract contract;
  private final Network network;

  private ExternalSegmenter(ExternalModel model, NetworkFile file, Network network) {
    this.model = model;
    this.file = file.file().toString();
    this.contract = model.contract(file.sha256());
    this.network = network;
  }

  /**
   * Opens a model's folder.
   *
   * @param folder holds {@code item.json} and the file that it names
   * @param allowed what may run here
   * @throws InputException if the item or the file is refused, the file is not allowed, or the
   *     network does not do what the item says
   */
  public static ExternalSegmenter open(Path folder, AllowedModels allowed) {
    ModelItem.Described described = ModelItem.read(folder);
    NetworkFile network = described.network();
    allowed.require(network.sha256(), network.file());
    ExternalModel model = described.model();
    Network opened =
        switch (model.format()) {
          case TORCHSCRIPT -> TorchScriptNetwork.open(network);
          case ONNX -> OnnxNetwork.open(network, model);
        };
    ExternalSegmenter segmenter = new ExternalSegmenter(model, network, opened);
    try {
      segmenter.probe();
      return segmenter;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** A pass in two sizes, so that a network that was fixed to the size of its export is found. */
  private void probe() {
    int stride = model.tiling().stridePx();
    int side = (PROBE_PX + stride - 1) / stride * stride;
    forwardMidRange(side, side + stride);
    if (model.input().rows() == ANY || model.input().cols() == ANY) {
      forwardMidRange(side + 2 * stride, side);
    }
  }

  private void forwardMidRange(int rows, int cols) {
    PixelWindow window = new PixelWindow(0, 0, cols, rows);
    List<FloatRaster> bands =
        model.bands().stream()
            .map(
                band -> {
                  float[] values = new float[rows * cols];
                  // Not all alike: what is the same everywhere hides swapped axes.
                  for (int i = 0; i < values.length; i++) {
                    double part = 0.25 + 0.5 * (i % 7) / 7;
                    values[i] = (float) (band.minimum() + part * (band.maximum() - band.minimum()));
                  }
                  return new FloatRaster(window, values);
                })
            .toList();
    predict(List.of(bands, bands));
  }

  @Override
  public ModelContract contract() {
    return contract;
  }

  @Override
  public Raw run(List<List<FloatRaster>> windows) {
    if (windows.isEmpty()) {
      return List::of;
    }
    WindowCheck.require(contract, windows);
    PixelWindow first = windows.get(0).get(0).window();
    List<Prediction> results = windows.stream().map(bands -> empty(bands.get(0).window())).toList();
    int rows = model.input().rows() == ANY ? first.height() : model.input().rows();
    int cols = model.input().cols() == ANY ? first.width() : model.input().cols();
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      for (WindowCuts.Cut row : cuts(first.height(), rows)) {
        for (WindowCuts.Cut col : cuts(first.width(), cols)) {
          pieces.add(new Piece(windows.get(i), results.get(i), row, col));
        }
      }
    }
    int batch = model.input().batch() == ANY ? PIECES : model.input().batch();
    for (int from = 0; from < pieces.size(); from += batch) {
      List<Piece> together = pieces.subList(from, Math.min(from + batch, pieces.size()));
      forward(together, model.input().batch() == ANY ? together.size() : batch, rows, cols);
    }
    return () -> results;
  }

  private List<WindowCuts.Cut> cuts(int length, int side) {
    return WindowCuts.along(length, side, model.tiling().haloPx(), model.tiling().blendPx());
  }

  /** A part of a window, and the rasters that its prediction goes to. */
  private record Piece(
      List<FloatRaster> bands, Prediction results, WindowCuts.Cut row, WindowCuts.Cut col) {}

  private Prediction empty(PixelWindow window) {
    return new Prediction(
        model.targets().stream()
            .map(
                target ->
                    new Prediction.Target(FloatRaster.empty(window), FloatRaster.empty(window)))
            .toList());
  }

  private void forward(List<Piece> pieces, int batch, int rows, int cols) {
    int pixels = Math.multiplyExact(rows, cols);
    int channels = model.bands().size();
    float[] input = new float[Math.multiplyExact(Math.multiplyExact(batch, channels), pixels)];
    for (int i = 0; i < pieces.size(); i++) {
      write(pieces.get(i), input, i * channels * pixels, rows, cols);
    }
    TensorValues output = network.forward(input, List.of(batch, channels, rows, cols));
    int outputs = model.output().channels();
    if (!output.shape().equals(List.of(batch, outputs, rows, cols))) {
      throw new InputException(
          file
              + ": gave an output of "
              + output.shape()
              + " for an input of "
              + List.of(batch, channels, rows, cols)
              + ", the item declares "
              + model.output()
              + "; correct the item or export the network again");
    }
    for (int i = 0; i < pieces.size(); i++) {
      read(
          pieces.get(i),
          new OutputImage(output.values(), i * outputs * pixels, outputs, pixels),
          cols);
    }
  }

  /** Scaled bands, and the fill where they have no data or the piece reaches out of the window. */
  private void write(Piece piece, float[] input, int start, int rows, int cols) {
    for (int band = 0; band < piece.bands().size(); band++) {
      ExternalModel.Band described = model.bands().get(band);
      ValueScaling scaling = described.scaling();
      float fill = (float) model.noDataFill();
      FloatRaster raster = piece.bands().get(band);
      int width = raster.window().width();
      int height = raster.window().height();
      float[] values = raster.data();
      int to = start + band * rows * cols;
      for (int row = 0; row < rows; row++) {
        int y = piece.row().start() + row;
        for (int col = 0; col < cols; col++, to++) {
          int x = piece.col().start() + col;
          float value = y < height && x < width ? values[y * width + x] : Float.NaN;
          input[to] = described.hasData(value) ? scaling.apply(value) : fill;
        }
      }
    }
  }

  private void read(Piece piece, OutputImage image, int cols) {
    int width = piece.bands().get(0).window().width();
    for (int y = piece.row().from(); y < piece.row().to(); y++) {
      for (int x = piece.col().from(); x < piece.col().to(); x++) {
        int at = y * width + x;
        if (hasData(piece.bands(), at)) {
          int pixel = (y - piece.row().start()) * cols + x - piece.col().start();
          float weight = piece.row().weight(y) * piece.col().weight(x);
          for (int i = 0; i < model.targets().size(); i++) {
            Prediction.Target result = piece.results().targets().get(i);
            add(model.targets().get(i), image, pixel, weight, result, at);
          }
        }
      }
    }
  }

  /** Errors of pieces that overlap are taken as fully correlated, and averaged as means are. */
  private void add(
      Target target, OutputImage image, int pixel, float weight, Prediction.Target result, int at) {
    double mean = target.value(image, pixel);
    double error = target.standardError(image, pixel);
    boolean known = target.error().form() != Target.ErrorForm.UNKNOWN;
    if (Double.isNaN(mean) || (known && !(error >= 0 && error < Double.POSITIVE_INFINITY))) {
      throw new InputException(
          file
              + ": gave "
              + target.name()
              + " "
              + mean
              + " with standard error "
              + error
              + " where all bands have data; a network must give a number and an error >= 0 there."
              + " Are the item's ranges and scaling those of its training?");
    }
    add(result.mean(), at, weight * (float) mean);
    add(result.standardError(), at, weight * (float) error);
  }

  private static void add(FloatRaster sums, int at, float part) {
    float before = sums.data()[at];
    sums.data()[at] = Float.isNaN(before) ? part : before + part;
  }

  private boolean hasData(List<FloatRaster> bands, int at) {
    for (int band = 0; band < bands.size(); band++) {
      if (!model.bands().get(band).hasData(bands.get(band).data()[at])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    network.close();
  }
}
