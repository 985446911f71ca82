package org.heartwood.inference.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Square crops for one weight update, every array row-major within {@code [crop × channel × row ×
 * col]}. It owns its arrays.
 */
public final class Batch {
  private final int crops;
  private final int sidePx;
  private final float[] inputs;
  private final List<Target> targets;

  /**
   * An empty batch.
   *
   * @param channels input channels, the validity channel among them
   * @param heads heads of the network
   */
  public Batch(int crops, int sidePx, int channels, int heads) {
    int pixels = crops * sidePx * sidePx;
    this.crops = crops;
    this.sidePx = sidePx;
    this.inputs = new float[pixels * channels];
    this.targets = new ArrayList<>();
    for (int i = 0; i < heads; i++) {
      targets.add(new Target(pixels));
    }
  }

  public int crops() {
    return crops;
  }

  public int sidePx() {
    return sidePx;
  }

  /** Scaled bands and the validity channel. */
  public float[] inputs() {
    return inputs;
  }

  /** What a head shall say. */
  public Target target(int head) {
    return targets.get(head);
  }

  /** Whether any label of the first head counts. */
  public boolean learnable() {
    for (float weight : targets.get(0).weights) {
      if (weight > 0) {
        return true;
      }
    }
    return false;
  }

  /** Labels of one head, one value a pixel. */
  public static final class Target {
    private final float[] labels;
    private final float[] variances;
    private final float[] weights;

    private Target(int pixels) {
      labels = new float[pixels];
      variances = new float[pixels];
      weights = new float[pixels];
    }

    /** Scaled labels, or probabilities; 0 where there is none. */
    public float[] labels() {
      return labels;
    }

    /** Variance of the scaled labels: 0 for a measured label, a teacher's variance for a taught. */
    public float[] variances() {
      return variances;
    }

    /** How much a label counts, 0 where there is none. */
    public float[] weights() {
      return weights;
    }
  }
}
