package org.heartwood.inference.segment;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.heartwood.inference.model.UNet;
import org.heartwood.inference.model.Weights;

/**
 * A trained {@link UNet} as an ONNX graph that computes what {@link UNetBlock} does. Every batch
 * normalisation is folded into the convolution before it: with g = gamma ÷ √(variance + {@value
 * #EPSILON}) the weights become g × w and the bias beta − g × mean, computed in double precision.
 */
final class UNetOnnx implements ForwardPass {
  /** What {@code BatchNorm} adds to a variance. */
  private static final double EPSILON = 1e-5;

  private static final String INPUT = "windows";

  private final OnnxSession session;

  private UNetOnnx(OnnxSession session) {
    this.session = session;
  }

  static UNetOnnx open(UNet architecture, Weights weights) {
    try {
      return new UNetOnnx(OnnxSession.open(model(architecture, weights)));
    } catch (OnnxSession.OnnxFailure e) {
      throw new IllegalStateException("a graph of ours cannot be loaded", e);
    }
  }

  @Override
  public float[] run(float[] input, List<Integer> shape) {
    try {
      return session.run(input, shape).values();
    } catch (OnnxSession.OnnxFailure e) {
      throw new IllegalStateException("a graph of ours cannot be run on " + shape, e);
    }
  }

  @Override
  public void close() {
    session.close();
  }

  /** The ONNX file. */
  static byte[] model(UNet architecture, Weights weights) {
    OnnxGraph graph = new OnnxGraph(INPUT, architecture.bands() + 1);
    List<UNet.Unit> units = architecture.units();
    int halvings = architecture.halvings();
    Deque<String> joined = new ArrayDeque<>();
    String features = pair(graph, weights, units, 0, INPUT);
    for (int level = 1; level <= halvings; level++) {
      joined.push(features);
      features = pair(graph, weights, units, level, graph.halved(features));
    }
    for (int step = halvings + 1; step <= 2 * halvings; step++) {
      String both = graph.joined(graph.doubled(features), joined.pop());
      features = pair(graph, weights, units, step, both);
    }
    String heads =
        graph.convolution(
            features,
            1,
            architecture.baseChannels(),
            weights.values("head.weight"),
            weights.values("head.bias"));
    return graph.model(clamped(graph, architecture, heads), architecture.outputChannels());
  }

  private static String pair(
      OnnxGraph graph, Weights weights, List<UNet.Unit> units, int pair, String in) {
    String first = unit(graph, weights, units.get(2 * pair), in);
    return unit(graph, weights, units.get(2 * pair + 1), first);
  }

  private static String unit(OnnxGraph graph, Weights weights, UNet.Unit unit, String in) {
    float[] gamma = weights.values(unit.name() + ".gamma");
    float[] beta = weights.values(unit.name() + ".beta");
    float[] mean = weights.values(unit.name() + ".runningMean");
    float[] variance = weights.values(unit.name() + ".runningVar");
    float[] folded = weights.values(unit.name() + ".weight").clone();
    float[] bias = new float[unit.out()];
    int each = folded.length / unit.out();
    for (int out = 0; out < unit.out(); out++) {
      double gain = gamma[out] / Math.sqrt(variance[out] + EPSILON);
      for (int i = out * each; i < (out + 1) * each; i++) {
        folded[i] = (float) (gain * folded[i]);
      }
      bias[out] = (float) (beta[out] - gain * mean[out]);
    }
    return graph.relu(graph.convolution(in, 3, unit.in(), folded, bias));
  }

  /** The heads with every log-variance within its limits. */
  private static String clamped(OnnxGraph graph, UNet architecture, String heads) {
    float[] minima = new float[architecture.outputChannels()];
    float[] maxima = new float[architecture.outputChannels()];
    Arrays.fill(minima, Float.NEGATIVE_INFINITY);
    Arrays.fill(maxima, Float.POSITIVE_INFINITY);
    int at = 0;
    for (UNet.Head head : architecture.heads()) {
      if (head == UNet.Head.GAUSSIAN) {
        minima[at + 1] = (float) architecture.logVarianceMin();
        maxima[at + 1] = (float) architecture.logVarianceMax();
      }
      at += head.channels();
    }
    return graph.clipped(heads, minima, maxima);
  }
}
