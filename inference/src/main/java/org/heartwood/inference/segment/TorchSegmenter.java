package org.heartwood.inference.segment;

import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelContract;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.model.UNet;
import org.heartwood.inference.model.Weights;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * A U-Net, or an ensemble of them: on the CPU on ONNX Runtime, which takes about half the time
 * there ({@link UNetOnnx}), on a GPU or in another precision on PyTorch ({@link UNetTorch}). Open
 * one per JVM and let all tasks use it at once: the weights are shared and never change, every call
 * has memory of its own and frees it. Closing frees the weights. Results are the same on every
 * call; a window's result does not depend on its batch beyond float rounding.
 *
 * <p>An ensemble's variance is the mean of its members' variances plus the variance of their means
 * (law of total variance; Lakshminarayanan et al. 2017, arXiv 1612.01474), its probability the mean
 * of theirs.
 */
public final class TorchSegmenter implements Segmenter {
  private final ModelContract contract;
  private final UNet architecture;
  private final double[] errorFactors;
  private final List<ForwardPass> members;

  private TorchSegmenter(
      ModelContract contract, UNet architecture, double[] errorFactors, List<ForwardPass> members) {
    this.contract = contract;
    this.architecture = architecture;
    this.errorFactors = errorFactors;
    this.members = members;
  }

  /**
   * Copies a model's weights into native memory.
   *
   * @throws IllegalStateException if the model is no U-Net
   */
  public static TorchSegmenter open(TrainedModel model) {
    return open(model.card(), model.members());
  }

  /** As {@link #open(TrainedModel)}, on a device. */
  public static TorchSegmenter open(TrainedModel model, ComputeDevice device) {
    return open(model.card(), model.members(), device);
  }

  /**
   * Some members of a model alone, with the card's scaling of standard errors.
   *
   * @param members at least one
   */
  public static TorchSegmenter open(ModelCard card, List<Weights> members) {
    return open(card, members, ComputeDevice.CPU);
  }

  private static TorchSegmenter open(ModelCard card, List<Weights> members, ComputeDevice device) {
    ModelContract contract = card.contract();
    UNet architecture = (UNet) card.architecture();
    double[] factors = new double[contract.outputs().size()];
    for (int i = 0; i < factors.length; i++) {
      ModelCard.Output output = contract.outputs().get(i);
      factors[i] =
          output.scale()
              * card.calibration().stream()
                  .filter(entry -> entry.target().equals(output.target()))
                  .mapToDouble(ModelCard.Calibration::standardErrorFactor)
                  .findFirst()
                  .orElse(1);
    }
    List<ForwardPass> passes = new ArrayList<>();
    for (Weights weights : members) {
      passes.add(
          device.equals(ComputeDevice.CPU)
              ? UNetOnnx.open(architecture, weights)
              : UNetTorch.open(architecture, weights, device));
    }
    return new TorchSegmenter(contract, architecture, factors, passes);
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
    int pixels = first.width() * first.height();
    int channels = contract.inputs().size() + 1;
    float[] input = new float[Math.multiplyExact(windows.size() * channels, pixels)];
    for (int i = 0; i < windows.size(); i++) {
      ChannelStack.write(windows.get(i), contract.inputs(), input, i * channels * pixels);
    }
    List<Integer> shape = List.of(windows.size(), channels, first.height(), first.width());
    List<float[]> outputs = forward(input, shape);
    return () -> predictions(windows, outputs, pixels);
  }

  private List<Prediction> predictions(
      List<List<FloatRaster>> windows, List<float[]> outputs, int pixels) {
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      predictions.add(
          prediction(windows.get(i), outputs, i * architecture.outputChannels() * pixels));
    }
    return predictions;
  }

  /**
   * The networks alone.
   *
   * @param input scaled bands and the validity channel, window by window, row-major
   * @param shape windows, channels, rows and columns
   * @return the channels of all heads as they come, for every member
   */
  public List<float[]> forward(float[] input, List<Integer> shape) {
    return members.stream().map(member -> member.run(input, shape)).toList();
  }

  private Prediction prediction(List<FloatRaster> bands, List<float[]> outputs, int offset) {
    int pixels = bands.get(0).data().length;
    boolean[] valid = ChannelStack.validity(bands, contract.inputs());
    List<Prediction.Target> targets = new ArrayList<>();
    int at = offset;
    for (int i = 0; i < architecture.heads().size(); i++) {
      UNet.Head head = architecture.heads().get(i);
      FloatRaster mean = FloatRaster.empty(bands.get(0).window());
      FloatRaster error = FloatRaster.empty(bands.get(0).window());
      for (int pixel = 0; pixel < pixels; pixel++) {
        if (valid[pixel]) {
          Moments moments = new Moments();
          for (float[] output : outputs) {
            moments.add(head, output, at + pixel, pixels);
          }
          mean.data()[pixel] = moments.mean(contract.outputs().get(i));
          error.data()[pixel] = (float) (errorFactors[i] * moments.deviation());
        }
      }
      targets.add(new Prediction.Target(mean, error));
      at += head.channels() * pixels;
    }
    return new Prediction(targets);
  }

  /** Mean and variance over the members, for one pixel and head, on the network's scale. */
  private static final class Moments {
    private int members;
    private double sum;
    private double squares;
    private double variances;

    void add(UNet.Head head, float[] output, int at, int pixels) {
      double value =
          switch (head) {
            case GAUSSIAN -> output[at];
            case PROBABILITY -> 1 / (1 + StrictMath.exp(-output[at]));
          };
      members++;
      sum += value;
      squares += value * value;
      variances += head == UNet.Head.GAUSSIAN ? StrictMath.exp(output[at + pixels]) : 0;
    }

    float mean(ModelCard.Output output) {
      double value = output.offset() + output.scale() * (sum / members);
      return (float) Math.max(output.minimum(), Math.min(output.maximum(), value));
    }

    double deviation() {
      double mean = sum / members;
      double between = Math.max(0, squares / members - mean * mean);
      return Math.sqrt(variances / members + between);
    }
  }

  @Override
  public void close() {
    members.forEach(ForwardPass::close);
  }
}
