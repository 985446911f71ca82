package org.heartwood.ingest.tiff;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Turns the stored values of one sample type into floats or doubles, with NaN where a value equals
 * the no-data value. The bytes are little-endian. One tight loop a type: this is where the time
 * goes that is not spent inflating.
 */
abstract class Samples {
  static final VarHandle SHORTS = view(short[].class);
  static final VarHandle INTS = view(int[].class);
  static final VarHandle LONGS = view(long[].class);
  private static final VarHandle FLOATS = view(float[].class);
  private static final VarHandle DOUBLES = view(double[].class);

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Converts values that lie {@code step} bytes apart.
   *
   * @param start byte of the first value
   * @param count how many values
   * @param target receives them from index 0 on
   */
  abstract void convert(byte[] bytes, int start, int step, int count, float[] target);

  /** As with floats. */
  abstract void convert(byte[] bytes, int start, int step, int count, double[] target);

  /**
   * The converter of a sample type.
   *
   * @param noData no-data value, NaN = none; an integer type has none that it cannot hold
   */
  static Samples of(SampleType type, double noData) {
    boolean held = type.holds(noData);
    return switch (type) {
      case UINT8, INT8 -> new Bytes(type, noData);
      case UINT16 -> new Shorts(0xFFFF, held ? (int) noData : Integer.MIN_VALUE);
      case INT16 -> new Shorts(-1, held ? (int) noData : Integer.MIN_VALUE);
      case UINT32 -> new Ints(0xFFFFFFFFL, held ? (long) noData : Long.MIN_VALUE);
      case INT32 -> new Ints(-1, held ? (long) noData : Long.MIN_VALUE);
      case FLOAT32 -> new Floats(held ? (float) noData : Float.NaN);
      case FLOAT64 -> new Doubles(noData);
    };
  }

  private static final class Bytes extends Samples {
    private final float[] floats = new float[256];
    private final double[] doubles = new double[256];

    Bytes(SampleType type, double noData) {
      for (int i = 0; i < 256; i++) {
        int value = type == SampleType.INT8 ? (byte) i : i;
        floats[i] = value == noData ? Float.NaN : value;
        doubles[i] = value == noData ? Double.NaN : value;
      }
    }

    @Override
    void convert(byte[] bytes, int start, int step, int count, float[] target) {
      for (int i = 0, at = start; i < count; i++, at += step) {
        target[i] = floats[bytes[at] & 0xFF];
      }
    }

    @Override
    void convert(byte[] bytes, int start, int step, int count, double[] target) {
      for (int i = 0, at = start; i < count; i++, at += step) {
        target[i] = doubles[bytes[at] & 0xFF];
      }
    }
  }

  private static final class Shorts extends Samples {
    private final int mask;
    private final int noData;

    /**
     * @param mask −1 keeps the sign, 0xFFFF drops it
     */
    Shorts(int mask, int noData) {
      this.mask = mask;
      this.noData = noData;
    }

    @Override
    void convert(byte[] bytes, int start, int step, int count, float[] target) {
      for (int i = 0, at = start; i < count; i++, at += step) {
        int value = (short) SHORTS.get(bytes, at) & mask;
        target[i] = value == noData ? Float.NaN : value;
      }
    }

    @Override
    void convert(byte[] bytes, int start, int step, int count, double[] target) {
      for (int i = 0, at = start; i < count; i++, at += step) {
        int value = (short) SHORTS.get(bytes, at) & mask;
        target[i] = value == noData ? Double.NaN : value;
      }
    }
  }

  private static final class Ints extends Samples {
    private final long mask;
    private final long noData;

    /**
     * @param mask −1 keeps the sign, 0xFFFFFFFF drops it
     */
    Ints(long mask, long noData) {
      this.mask = mask;
      this.noData = noData;
    }

    @Override
    void convert(byte[] bytes, int start, int step, int count, float[] target) {
      for (int i = 0, at = start; i < count; i++, at += step) {
        long value = (int) INTS.get(bytes, at) & mask;
        target[i] = value == noData ? Float.NaN : value;
      }
    }

    @Override
    void convert(byte[] bytes, int start, int step, int count, double[] target) {
      for (int i = 0, at = start; i < count; i++, at += step) {
        long value = (int) INTS.get(bytes, at) & mask;
        target[i] = value == noData ? Double.NaN : value;
      }
    }
  }

  private static final class Floats extends Samples {
    private final float noData;

    Floats(float noData) {
      this.noData = noData;
    }

    @Override
    void convert(byte[] bytes, int start, int step, int count, float[] target) {
      for (int i = 0, at = start; i < count; i++, at += step) {
        float value = (float) FLOATS.get(bytes, at);
        target[i] = value == noData ? Float.NaN : value;
      }
    }

    @Override
    void convert(byte[] bytes, int start, int step, int count, double[] target) {
      for (int i = 0, at = start; i < count; i++, at += step) {
        float value = (float) FLOATS.get(bytes, at);
        target[i] = value == noData ? Double.NaN : value;
      }
    }
  }

  private static final class Doubles extends Samples {
    private final double noData;

    Doubles(double noData) {
      this.noData = noData;
    }

    @Override
    void convert(byte[] bytes, int start, int step, int count, float[] target) {
      for (int i = 0, at = start; i < count; i++, at += step) {
        double value = (double) DOUBLES.get(bytes, at);
        target[i] = value == noData ? Float.NaN : (float) value;
      }
    }

    @Override
    void convert(byte[] bytes, int start, int step, int count, double[] target) {
      for (int i = 0, at = start; i < count; i++, at += step) {
        double value = (double) DOUBLES.get(bytes, at);
        target[i] = value == noData ? Double.NaN : value;
      }
    }
  }
}
