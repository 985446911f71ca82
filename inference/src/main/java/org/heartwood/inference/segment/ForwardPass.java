package org.heartwood.inference.segment;

import java.util.List;

/** A network in native memory that serves all threads. */
interface ForwardPass extends AutoCloseable {
  /**
   * Runs a batch.
   *
   * @param input window × channel × row × column
   * @param shape the four sizes
   * @return the heads' channels of every window, in the same order
   */
  float[] run(float[] input, List<Integer> shape);

  @Override
  void close();
}
