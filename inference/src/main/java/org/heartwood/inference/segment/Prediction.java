package org.heartwood.inference.segment;

import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * A prediction with its error for every pixel of a window.
 *
 * @param targets one for each output of the model, in its order
 */
public record Prediction(List<Target> targets) {
  public Prediction {
    targets = List.copyOf(targets);
    PixelWindow window = targets.get(0).mean().window();
    for (Target target : targets) {
      if (!target.mean().window().equals(window)) {
        throw new IllegalArgumentException(
            "all targets must lie on one window, were "
                + window
                + " and "
                + target.mean().window());
      }
    }
  }

  /**
   * One output.
   *
   * @param mean expected value in the unit of the output (tree cover: per cent, 0 to 100; a
   *     probability: 0 to 1); NaN where the input has no data
   * @param standardError standard deviation of value − mean, same unit, calibrated where the model
   *     is; of a probability that of the members' probabilities, 0 for a single one. NaN where the
   *     mean is
   */
  public record Target(FloatRaster mean, FloatRaster standardError) {
    public Target {
      if (!mean.window().equals(standardError.window())) {
        throw new IllegalArgumentException(
            "mean and standardError must lie on one window, were "
                + mean.window()
                + " and "
                + standardError.window());
      }
    }

    /** The pixels of a window inside this one. */
    public Target crop(PixelWindow part) {
      return new Target(mean.crop(part), standardError.crop(part));
    }
  }

  /** The window it covers. */
  public PixelWindow window() {
    return mean().window();
  }

  /** Mean of the main target. */
  public FloatRaster mean() {
    return targets.get(0).mean();
  }

  /** Standard error of the main target. */
  public FloatRaster standardError() {
    return targets.get(0).standardError();
  }

  /** The pixels of a window inside this one. */
  public Prediction crop(PixelWindow part) {
    return new Prediction(targets.stream().map(target -> target.crop(part)).toList());
  }
}
