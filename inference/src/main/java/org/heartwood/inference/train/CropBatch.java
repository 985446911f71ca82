package org.heartwood.inference.train;

/**
 * Crops for one weight update, each array row-major within {@code [crop × channel × row × col]}. It
 * owns its arrays.
 */
final class CropBatch {
  private final int crops;
  private final int sidePx;
  private final float[] inputs;
  private final float[] labels;
  private final float[] mask;

  CropBatch(int crops, int sidePx, int channels) {
    int pixels = crops * sidePx * sidePx;
    this.crops = crops;
    this.sidePx = sidePx;
    this.inputs = new float[pixels * channels];
    this.labels = new float[pixels];
    this.mask = new float[pixels];
  }

  int crops() {
    return crops;
  }

  int sidePx() {
    return sidePx;
  }

  /** Scaled bands and the validity channel. */
  float[] inputs() {
    return inputs;
  }

  /** Scaled labels, 0 where there is none. */
  float[] labels() {
    return labels;
  }

  /** 1 where a label counts, else 0. */
  float[] mask() {
    return mask;
  }

  /** Whether any label counts. */
  boolean learnable() {
    for (float weight : mask) {
      if (weight > 0) {
        return true;
      }
    }
    return false;
  }
}
