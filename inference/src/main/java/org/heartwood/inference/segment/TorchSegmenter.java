package org.heartwood.inference.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.model.Architecture;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * A {@link CanopyNet} on PyTorch. Open one per JVM and let all tasks use it at once: the weights
 * are shared and never change, every call has memory of its own and frees it. Closing frees the
 * weights. Results are the same on every call; a window's result does not depend on its batch
 * beyond float rounding.
 */
public final class TorchSegmenter implements Segmenter {
  private final ModelCard card;
  private final NDManager manager;
  private final CanopyNet net;

  private TorchSegmenter(ModelCard card, NDManager manager, CanopyNet net) {
    this.card = card;
    this.manager = manager;
    this.net = net;
  }

  /** Copies a model's weights into native memory. */
  public static TorchSegmenter open(TrainedModel model) {
    NDManager manager = TorchRuntime.engine().newBaseManager();
    CanopyNet net = CanopyNet.of(model.card().architecture(), model.weights(), manager);
    return new TorchSegmenter(model.card(), manager, net);
  }

  @Override
  public ModelCard card() {
    return card;
  }

  @Override
  public List<Prediction> predict(List<List<FloatRaster>> windows) {
    if (windows.isEmpty()) {
      return List.of();
    }
    PixelWindow first = windows.get(0).get(0).window();
    windows.forEach(bands -> check(bands, first));
    int pixels = first.width() * first.height();
    int channels = card.inputs().size() + 1;
    float[] input = new float[Math.multiplyExact(windows.size() * channels, pixels)];
    for (int i = 0; i < windows.size(); i++) {
      ChannelStack.write(windows.get(i), card.inputs(), input, i * channels * pixels);
    }
    float[] output = forward(input, windows.size(), channels, first);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      predictions.add(prediction(windows.get(i), output, 2 * i * pixels));
    }
    return predictions;
  }

  private void check(List<FloatRaster> bands, PixelWindow first) {
    if (bands.size() != card.inputs().size()) {
      throw new IllegalArgumentException(
          card.name() + " needs " + card.inputs().size() + " bands, was given " + bands.size());
    }
    PixelWindow window = bands.get(0).window();
    if (bands.stream().anyMatch(band -> !band.window().equals(window))) {
      throw new IllegalArgumentException("the bands of a window must lie on one window: " + window);
    }
    if (window.width() != first.width() || window.height() != first.height()) {
      throw new IllegalArgumentException(
          "the windows of a batch must be equally large, were " + first + " and " + window);
    }
    if (window.width() % Architecture.STRIDE_PX != 0
        || window.height() % Architecture.STRIDE_PX != 0) {
      throw new IllegalArgumentException(
          "the sides of a window must be multiples of "
              + Architecture.STRIDE_PX
              + " px, was "
              + window);
    }
  }

  private float[] forward(float[] input, int windows, int channels, PixelWindow window) {
    try (NDManager pass = manager.newSubManager()) {
      NDArray array =
          pass.create(input, new Shape(windows, channels, window.height(), window.width()));
      return net.forward(new ParameterStore(pass, false), new NDList(array), false)
          .singletonOrThrow()
          .toFloatArray();
    }
  }

  private Prediction prediction(List<FloatRaster> bands, float[] output, int offset) {
    PixelWindow window = bands.get(0).window();
    ModelCard.Output target = card.output();
    double errorScale = target.scale() * card.calibration().standardErrorFactor();
    FloatRaster mean = FloatRaster.empty(window);
    FloatRaster standardError = FloatRaster.empty(window);
    int pixels = mean.data().length;
    for (int i = 0; i < pixels; i++) {
      if (hasData(bands, i)) {
        double value = target.offset() + target.scale() * output[offset + i];
        mean.data()[i] = (float) Math.max(target.minimum(), Math.min(target.maximum(), value));
        standardError.data()[i] =
            (float) (errorScale * StrictMath.exp(0.5 * output[offset + pixels + i]));
      }
    }
    return new Prediction(mean, standardError);
  }

  private boolean hasData(List<FloatRaster> bands, int pixel) {
    for (int band = 0; band < bands.size(); band++) {
      if (!ChannelStack.hasData(bands.get(band).data()[pixel], card.inputs().get(band))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    manager.close();
  }
}
