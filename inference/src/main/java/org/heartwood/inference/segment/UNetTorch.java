package org.heartwood.inference.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.List;
import org.heartwood.inference.model.UNet;
import org.heartwood.inference.model.Weights;

/** A {@link UNetBlock} on PyTorch, on any device and in any precision. */
final class UNetTorch implements ForwardPass {
  private final NDManager manager;
  private final UNetBlock block;
  private final DataType type;

  private UNetTorch(NDManager manager, UNetBlock block, DataType type) {
    this.manager = manager;
    this.block = block;
    this.type = type;
  }

  static UNetTorch open(UNet architecture, Weights weights, ComputeDevice device) {
    NDManager manager = TorchRuntime.engine().newBaseManager(device.device());
    DataType type = device.precision().type();
    UNetBlock block = UNetBlock.of(architecture, weights, manager, type);
    return new UNetTorch(manager, block, type);
  }

  @Override
  public float[] run(float[] input, List<Integer> shape) {
    try (NDManager pass = manager.newSubManager()) {
      Shape sizes = new Shape(shape.stream().mapToLong(Integer::longValue).toArray());
      NDArray array = pass.create(input, sizes).toType(type, false);
      return block
          .forward(new ParameterStore(pass, false), new NDList(array), false)
          .singletonOrThrow()
          .toType(DataType.FLOAT32, false)
          .toFloatArray();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
