package org.heartwood.inference.external;

import java.util.List;
import org.heartwood.inference.segment.OnnxSession;
import org.heartwood.inference.segment.TensorValues;
import org.heartwood.ingest.issue.InputException;

/** An ONNX network on ONNX Runtime. */
final class OnnxNetwork implements Network {
  private final String file;
  private final OnnxSession session;

  private OnnxNetwork(String file, OnnxSession session) {
    this.file = file;
    this.session = session;
  }

  static OnnxNetwork open(NetworkFile network, ExternalModel model) {
    String file = network.file().toString();
    try {
      OnnxSession session = OnnxSession.open(network.bytes());
      List<Integer> found = session.inputShape();
      if (!model.input().isWithin(found)) {
        session.close();
        throw new InputException(
            file
                + ": takes an input of float32 of "
                + found
                + " (-1 is any), the item declares "
                + model.input());
      }
      return new OnnxNetwork(file, session);
    } catch (OnnxSession.OnnxFailure e) {
      throw new InputException(
          file
              + ": "
              + OnnxSession.library()
              + " cannot load it ("
              + NetworkFile.firstLine(e)
              + ")",
          e);
    }
  }

  @Override
  public TensorValues forward(float[] input, List<Integer> shape) {
    try {
      return session.run(input, shape);
    } catch (OnnxSession.OnnxFailure e) {
      throw new InputException(
          file + ": cannot be run on " + shape + " (" + NetworkFile.firstLine(e) + ")", e);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
