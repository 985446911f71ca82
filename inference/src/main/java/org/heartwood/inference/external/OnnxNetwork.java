package org.heartwood.inference.external;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.heartwood.inference.segment.TorchRuntime;
import org.heartwood.ingest.issue.InputException;

/**
 * An ONNX network on ONNX Runtime, on as many threads as PyTorch. Idle threads sleep instead of
 * spinning, since other tasks want the cores; no library of custom operators is registered.
 */
final class OnnxNetwork implements Network {
  private static final OrtEnvironment ENVIRONMENT =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "heartwood");

  private final String file;
  private final OrtSession session;

  private OnnxNetwork(String file, OrtSession session) {
    this.file = file;
    this.session = session;
  }

  static OnnxNetwork open(NetworkFile network, ExternalModel model) {
    String file = network.file().toString();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(TorchRuntime.threads());
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      OrtSession session = ENVIRONMENT.createSession(network.bytes(), options);
      try {
        requireInput(file, session, model);
        return new OnnxNetwork(file, session);
      } catch (InputException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new InputException(
          file
              + ": ONNX Runtime "
              + ENVIRONMENT.getVersion()
              + " cannot load it ("
              + NetworkFile.firstLine(e)
              + ")",
          e);
    }
  }

  private static void requireInput(String file, OrtSession session, ExternalModel model)
      throws OrtException {
    if (session.getNumInputs() != 1 || session.getNumOutputs() != 1) {
      throw new InputException(
          file
              + ": must have one input and one output, has "
              + session.getInputNames()
              + " and "
              + session.getOutputNames());
    }
    if (!(session.getInputInfo().values().iterator().next().getInfo() instanceof TensorInfo info)
        || info.type != OnnxJavaType.FLOAT) {
      throw new InputException(file + ": its input must be a tensor of float32");
    }
    ExternalModel.TensorShape declared = model.input();
    int[] wanted = {declared.batch(), declared.channels(), declared.rows(), declared.cols()};
    long[] found = info.getShape();
    boolean fits = found.length == wanted.length;
    for (int i = 0; fits && i < wanted.length; i++) {
      fits = found[i] == -1 || found[i] == wanted[i];
    }
    if (!fits) {
      throw new InputException(
          file
              + ": takes an input of "
              + Arrays.toString(found)
              + " (-1 is any), the item declares "
              + declared);
    }
  }

  @Override
  public Output forward(float[] input, List<Integer> shape) {
    // A buffer outside the heap is handed over as it is; an array would be copied by every layer.
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(Math.multiplyExact(input.length, Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    buffer.put(input).flip();
    long[] sizes = shape.stream().mapToLong(Integer::longValue).toArray();
    try (OnnxTensor tensor = OnnxTensor.createTensor(ENVIRONMENT, buffer, sizes);
        OrtSession.Result result =
            session.run(Map.of(session.getInputNames().iterator().next(), tensor));
        OnnxValue value = result.get(0)) {
      if (!(value instanceof OnnxTensor output) || output.getInfo().type != OnnxJavaType.FLOAT) {
        throw new InputException(file + ": must give a tensor of float32; export it so");
      }
      FloatBuffer out = output.getFloatBuffer();
      float[] values = new float[out.remaining()];
      out.get(values);
      return new Output(
          values, Arrays.stream(output.getInfo().getShape()).mapToObj(Math::toIntExact).toList());
    } catch (OrtException e) {
      throw new InputException(
          file + ": cannot be run on " + shape + " (" + NetworkFile.firstLine(e) + ")", e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not free a session", e);
    }
  }
}
