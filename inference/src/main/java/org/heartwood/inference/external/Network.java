package org.heartwood.inference.external;

import java.util.List;

/** A network in native memory, ready to run; safe for use by several threads. */
interface Network extends AutoCloseable {
  /**
   * One forward pass.
   *
   * @param input image × channel × row × column
   * @param shape the four sizes
   * @throws org.heartwood.ingest.issue.InputException if the network cannot be run on that shape
   */
  Output forward(float[] input, List<Integer> shape);

  @Override
  void close();

  /**
   * What a network gave back.
   *
   * @param values row-major
   * @param shape sizes of all dimensions
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Output(float[] values, List<Integer> shape) {}
}
