package org.heartwood.inference.external;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.heartwood.inference.segment.TensorValues;
import org.heartwood.inference.segment.TorchRuntime;
import org.heartwood.ingest.issue.InputException;

/** A TorchScript program on PyTorch. */
final class TorchScriptNetwork implements Network {
  private final String file;
  private final Model model;
  private final ParameterStore parameters;

  private TorchScriptNetwork(String file, Model model) {
    this.file = file;
    this.model = model;
    this.parameters = new ParameterStore(model.getNDManager(), false);
  }

  static TorchScriptNetwork open(NetworkFile network) {
    Model model = TorchRuntime.engine().newModel("external", ai.djl.Device.cpu());
    try {
      model.load(new ByteArrayInputStream(network.bytes()));
      return new TorchScriptNetwork(network.file().toString(), model);
    } catch (IOException | MalformedModelException | EngineException e) {
      model.close();
      throw new InputException(
          network.file()
              + ": PyTorch "
              + TorchRuntime.engine().getVersion()
              + " cannot load it ("
              + NetworkFile.firstLine(e)
              + ")",
          e);
    }
  }

  @Override
  public TensorValues forward(float[] input, List<Integer> shape) {
    try (NDManager call = model.getNDManager().newSubManager()) {
      Shape sizes = new Shape(shape.stream().mapToLong(Integer::longValue).toArray());
      NDList outputs =
          model.getBlock().forward(parameters, new NDList(call.create(input, sizes)), false);
      outputs.attach(call);
      if (outputs.size() != 1) {
        throw new InputException(
            file
                + ": must give one tensor, gave "
                + outputs.size()
                + "; export it with one output");
      }
      NDArray output = outputs.head();
      if (output.getDataType() != DataType.FLOAT32) {
        throw new InputException(
            file + ": must give float32, gave " + output.getDataType() + "; export it so");
      }
      return new TensorValues(
          output.toFloatArray(),
          Arrays.stream(output.getShape().getShape()).mapToObj(Math::toIntExact).toList());
    } catch (EngineException | IllegalArgumentException e) {
      throw new InputException(
          file + ": cannot be run on " + shape + " (" + NetworkFile.firstLine(e) + ")", e);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
