package org.heartwood.inference.external;

import java.util.List;
import org.heartwood.inference.segment.TensorValues;

/** A network in native memory, ready to run; safe for use by several threads. */
interface Network extends AutoCloseable {
  /**
   * One forward pass.
   *
   * @param input image × channel × row × column
   * @param shape the four sizes
   * @throws org.heartwood.ingest.issue.InputException if the network cannot be run on that shape
   */
  TensorValues forward(float[] input, List<Integer> shape);

  @Override
  void close();
}
