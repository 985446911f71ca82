package org.heartwood.inference.segment;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import java.util.Optional;

/**
 * Where a network runs and in which precision.
 *
 * @param gpu number of the CUDA device as the process sees it; empty for the CPU
 * @param precision of weights and features
 */
public record ComputeDevice(Optional<Integer> gpu, Precision precision) {
  /** The CPU in single precision: what scores on cards were measured with. */
  public static final ComputeDevice CPU = new ComputeDevice(Optional.empty(), Precision.SINGLE);

  public ComputeDevice {
    gpu.ifPresent(
        number -> {
          if (number < 0) {
            throw new IllegalArgumentException("gpu must be >= 0, was " + number);
          }
        });
  }

  /** How numbers are kept inside a network; what goes in and out is float32. */
  public enum Precision {
    /** IEEE 754 binary32. */
    SINGLE(DataType.FLOAT32),
    /** IEEE 754 binary16; bfloat16 is not offered because DJL's binding to PyTorch ends the JVM. */
    HALF(DataType.FLOAT16);

    private final DataType type;

    Precision(DataType type) {
      this.type = type;
    }

    DataType type() {
      return type;
    }
  }

  Device device() {
    return gpu.map(Device::gpu).orElseGet(Device::cpu);
  }
}
