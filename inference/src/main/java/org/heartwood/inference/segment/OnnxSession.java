package org.heartwood.inference.segment;

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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A network with one input and one output of float32 on ONNX Runtime, on as many threads as
 * PyTorch. Idle threads sleep instead of spinning, since other tasks want the cores. No library of
 * custom operators is registered. One serves all threads of a JVM.
 */
public final class OnnxSession implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "heartwood");

  private final OrtSession session;
  private final String input;

  /** Buffers of runs that have ended: a new one would be filled with zeros first. */
  private final Queue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();

  private OnnxSession(OrtSession session) {
    this.session = session;
    this.input = session.getInputNames().iterator().next();
  }

  /** The network cannot be loaded or run; the message is the library's. */
  public static final class OnnxFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private OnnxFailure(String message) {
      super(message);
    }

    private OnnxFailure(OrtException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** What runs networks here, for messages. */
  public static String library() {
    return "ONNX Runtime " + ENVIRONMENT.getVersion();
  }

  /** Loads a network. */
  public static OnnxSession open(byte[] model) throws OnnxFailure {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(TorchRuntime.threads());
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      OrtSession session = ENVIRONMENT.createSession(model, options);
      if (session.getNumInputs() != 1 || session.getNumOutputs() != 1) {
        String found = session.getInputNames() + " and " + session.getOutputNames();
        session.close();
        throw new OnnxFailure("it must have one input and one output, has " + found);
      }
      return new OnnxSession(session);
    } catch (OrtException e) {
      throw new OnnxFailure(e);
    }
  }

  /** Sizes of the input's dimensions, -1 for any; empty if it is no tensor of float32. */
  public List<Integer> inputShape() throws OnnxFailure {
    try {
      return session.getInputInfo().values().iterator().next().getInfo() instanceof TensorInfo info
              && info.type == OnnxJavaType.FLOAT
          ? sizes(info)
          : List.of();
    } catch (OrtException e) {
      throw new OnnxFailure(e);
    }
  }

  private static List<Integer> sizes(TensorInfo info) {
    return Arrays.stream(info.getShape()).mapToObj(Math::toIntExact).toList();
  }

  /**
   * One forward pass.
   *
   * @param values row-major
   * @param shape sizes of their dimensions
   */
  public TensorValues run(float[] values, List<Integer> shape) throws OnnxFailure {
    // A buffer outside the heap is handed over as it is; an array would be copied by every layer.
    ByteBuffer bytes = buffer(Math.multiplyExact(values.length, Float.BYTES));
    FloatBuffer buffer = bytes.asFloatBuffer().put(values).flip();
    long[] sizes = shape.stream().mapToLong(Integer::longValue).toArray();
    try (OnnxTensor tensor = OnnxTensor.createTensor(ENVIRONMENT, buffer, sizes);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      OnnxValue value = result.get(0);
      if (!(value instanceof OnnxTensor output) || output.getInfo().type != OnnxJavaType.FLOAT) {
        throw new OnnxFailure("it must give a tensor of float32");
      }
      return new TensorValues(values(output.getFloatBuffer()), sizes(output.getInfo()));
    } catch (OrtException e) {
      throw new OnnxFailure(e);
    } finally {
      spare.add(bytes);
    }
  }

  private ByteBuffer buffer(int size) {
    ByteBuffer last = spare.poll();
    return last != null && last.capacity() >= size
        ? last.clear()
        : ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  /** The library's own copy, unless it is not in an array of just this size. */
  private static float[] values(FloatBuffer copied) {
    if (copied.hasArray() && copied.array().length == copied.remaining()) {
      return copied.array();
    }
    float[] values = new float[copied.remaining()];
    copied.get(values);
    return values;
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
