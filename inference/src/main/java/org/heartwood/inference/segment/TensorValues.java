package org.heartwood.inference.segment;

import java.util.List;

/**
 * A tensor on the heap.
 *
 * @param values row-major
 * @param shape sizes of all dimensions
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record TensorValues(float[] values, List<Integer> shape) {
  public TensorValues {
    shape = List.copyOf(shape);
  }
}
