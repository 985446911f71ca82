package org.heartwood.verification.counterfactual;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Pixels that were forest at the start, in flat arrays: where they lie, their classes, their
 * covariates, and when they were lost. It owns its arrays; nobody may change them.
 */
public final class PixelSet {
  private final int size;
  private final int covariates;
  private final long[] keys;
  private final int[] hard;
  private final float[] values;
  private final byte[] lostBy;

  /**
   * @param covariates values a pixel
   * @param keys row and column of each pixel, {@link #key}
   * @param hard code of the combination of classes in which partners must agree
   * @param values {@code size × covariates}, pixel by pixel, finite
   * @param lostBy index of the first date at which the pixel is no longer forest; the number of
   *     dates if it is forest at the last
   */
  public PixelSet(int covariates, long[] keys, int[] hard, float[] values, byte[] lostBy) {
    this.size = keys.length;
    this.covariates = covariates;
    this.keys = keys;
    this.hard = hard;
    this.values = values;
    this.lostBy = lostBy;
    if (hard.length != size || lostBy.length != size || values.length != size * covariates) {
      throw new IllegalArgumentException(
          "pixels need as many classes, dates and values, were "
              + size
              + " pixels, "
              + hard.length
              + ", "
              + lostBy.length
              + ", "
              + values.length);
    }
  }

  /** Row and column in one number. */
  public static long key(int row, int col) {
    return ((long) row << 32) | (col & 0xFFFFFFFFL);
  }

  /** The pixels of several sets, in their order. */
  static PixelSet joined(int covariates, List<PixelSet> parts) {
    int size = parts.stream().mapToInt(PixelSet::size).sum();
    long[] keys = new long[size];
    int[] hard = new int[size];
    float[] values = new float[size * covariates];
    byte[] lostBy = new byte[size];
    int at = 0;
    for (PixelSet part : parts) {
      System.arraycopy(part.keys, 0, keys, at, part.size);
      System.arraycopy(part.hard, 0, hard, at, part.size);
      System.arraycopy(part.values, 0, values, at * covariates, part.values.length);
      System.arraycopy(part.lostBy, 0, lostBy, at, part.size);
      at += part.size;
    }
    return new PixelSet(covariates, keys, hard, values, lostBy);
  }

  /** Some of these pixels, in the order asked for. */
  public PixelSet chosen(int[] which) {
    long[] k = new long[which.length];
    int[] h = new int[which.length];
    float[] v = new float[which.length * covariates];
    byte[] l = new byte[which.length];
    for (int i = 0; i < which.length; i++) {
      k[i] = keys[which[i]];
      h[i] = hard[which[i]];
      l[i] = lostBy[which[i]];
      System.arraycopy(values, which[i] * covariates, v, i * covariates, covariates);
    }
    return new PixelSet(covariates, k, h, v, l);
  }

  /** These pixels, ordered by row and column; no two may lie at one place. */
  PixelSet ordered() {
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[Arrays.binarySearch(sorted, keys[i])] = i;
    }
    return chosen(order);
  }

  public int size() {
    return size;
  }

  /** Number of covariates. */
  public int covariates() {
    return covariates;
  }

  public long key(int i) {
    return keys[i];
  }

  public int row(int i) {
    return (int) (keys[i] >> 32);
  }

  public int col(int i) {
    return (int) keys[i];
  }

  public int hard(int i) {
    return hard[i];
  }

  /** Value of a covariate. */
  public float value(int i, int covariate) {
    return values[i * covariates + covariate];
  }

  /** All values; pixel i's begin at {@code i × covariates}. */
  float[] values() {
    return values;
  }

  public int lostBy(int i) {
    return lostBy[i];
  }

  /** Bytes that {@link #fromBytes} reads. */
  byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(8 + size * (8 + 4 + 1 + 4 * covariates));
    out.putInt(size).putInt(covariates);
    out.asLongBuffer().put(keys);
    out.position(out.position() + 8 * size);
    out.asIntBuffer().put(hard);
    out.position(out.position() + 4 * size);
    out.asFloatBuffer().put(values);
    out.position(out.position() + 4 * values.length);
    out.put(lostBy);
    return out.array();
  }

  static PixelSet fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int size = in.getInt();
    int covariates = in.getInt();
    long[] keys = new long[size];
    int[] hard = new int[size];
    float[] values = new float[size * covariates];
    byte[] lostBy = new byte[size];
    in.asLongBuffer().get(keys);
    in.position(in.position() + 8 * size);
    in.asIntBuffer().get(hard);
    in.position(in.position() + 4 * size);
    in.asFloatBuffer().get(values);
    in.position(in.position() + 4 * values.length);
    in.get(lostBy);
    return new PixelSet(covariates, keys, hard, values, lostBy);
  }
}
