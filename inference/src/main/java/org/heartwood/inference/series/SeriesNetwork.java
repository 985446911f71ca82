package org.heartwood.inference.series;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.TemporalConvNet;
import org.heartwood.inference.model.Weights;
import org.heartwood.inference.segment.TorchRuntime;

/**
 * One set of weights on PyTorch. Several threads may use it at once; every call has memory of its
 * own. Closing frees the weights.
 */
final class SeriesNetwork implements AutoCloseable {
  /** Numbers that one pass through the engine takes in, at most; about 16 MiB. */
  private static final int MAX_INPUTS = 4 << 20;

  private final TemporalConvNet shape;
  private final List<ModelCard.InputBand> inputs;
  private final NDManager manager;
  private final SeriesBlock net;

  SeriesNetwork(TemporalConvNet shape, List<ModelCard.InputBand> inputs, Weights weights) {
    this.shape = shape;
    this.inputs = inputs;
    manager = TorchRuntime.engine().newBaseManager();
    net = SeriesBlock.of(shape, weights, manager);
  }

  /** The logits of every series' steps, in the order given. */
  List<float[]> logits(List<StepSeries> series) {
    List<float[]> out = new ArrayList<>();
    int start = 0;
    while (start < series.size()) {
      int steps = series.get(start).steps();
      int most = Math.max(1, MAX_INPUTS / (shape.channels() * steps));
      int end = start;
      while (end < series.size() && end - start < most && series.get(end).steps() == steps) {
        end++;
      }
      pass(series.subList(start, end), steps, out);
      start = end;
    }
    return out;
  }

  private void pass(List<StepSeries> series, int steps, List<float[]> out) {
    int size = shape.channels() * steps;
    float[] x = new float[series.size() * size];
    for (int i = 0; i < series.size(); i++) {
      series.get(i).write(inputs, 1, x, i * size);
    }
    float[] z;
    try (NDManager pass = manager.newSubManager()) {
      NDArray array = pass.create(x, new Shape(series.size(), shape.channels(), steps));
      z =
          net.forward(new ParameterStore(pass, false), new NDList(array), false)
              .singletonOrThrow()
              .toFloatArray();
    }
    for (int i = 0; i < series.size(); i++) {
      float[] one = new float[steps];
      System.arraycopy(z, i * steps, one, 0, steps);
      out.add(one);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
