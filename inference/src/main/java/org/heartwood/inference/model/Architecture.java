package org.heartwood.inference.model;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of a canopy U-Net: two halvings of the resolution, two 3 × 3 convolutions on every
 * level, nearest-neighbour upsampling, and a 1 × 1 head for mean and log-variance. It fixes the
 * name and the shape of every weight.
 *
 * @param kind always {@value #U_NET}
 * @param bands input bands; the network sees one channel more, which is 1 where all bands have data
 * @param baseChannels channels at full resolution, > 0; twice and four times as many below
 * @param logVarianceMin lower clamp of the log-variance of the scaled target
 * @param logVarianceMax upper clamp of the log-variance of the scaled target
 */
public record Architecture(
    String kind, int bands, int baseChannels, double logVarianceMin, double logVarianceMax)
    implements Serializable {
  /** The only kind there is. */
  public static final String U_NET = "canopy-u-net-2";

  /** Window sides, and origins of windows that shall agree, are multiples of this many pixels. */
  public static final int STRIDE_PX = 4;

  /**
   * Farthest input pixel, along a row or a column, that can change an output pixel. Four
   * convolutions at full resolution reach 1 px each, four at half 2 px, two at a quarter 4 px, 20
   * px together; up to 3 px more come from where a pixel lies in its 4 × 4 cell.
   */
  public static final int RECEPTIVE_FIELD_RADIUS_PX = 23;

  public Architecture {
    if (!kind.equals(U_NET)) {
      throw new IllegalArgumentException("kind must be " + U_NET + ", was " + kind);
    }
    if (bands <= 0 || baseChannels <= 0 || baseChannels > 256) {
      throw new IllegalArgumentException(
          "bands must be > 0 and baseChannels 1 to 256, were " + bands + " and " + baseChannels);
    }
    if (!(logVarianceMin < logVarianceMax)) {
      throw new IllegalArgumentException(
          "logVarianceMin must be < logVarianceMax, were "
              + logVarianceMin
              + " and "
              + logVarianceMax);
    }
  }

  /**
   * The convolutions with their normalisation, in the order of the forward pass.
   *
   * @param name prefix of the weights' names
   * @param in input channels
   * @param out output channels
   */
  public record Unit(String name, int in, int out) {}

  /** The ten 3 × 3 convolutions, in the order of the forward pass. */
  public List<Unit> units() {
    int b = baseChannels;
    return List.of(
        new Unit("full.down.1", bands + 1, b),
        new Unit("full.down.2", b, b),
        new Unit("half.down.1", b, 2 * b),
        new Unit("half.down.2", 2 * b, 2 * b),
        new Unit("quarter.1", 2 * b, 4 * b),
        new Unit("quarter.2", 4 * b, 4 * b),
        new Unit("half.up.1", 6 * b, 2 * b),
        new Unit("half.up.2", 2 * b, 2 * b),
        new Unit("full.up.1", 3 * b, b),
        new Unit("full.up.2", b, b));
  }

  /** Shape of every weight by name, in the order they are stored. */
  public Map<String, List<Integer>> tensorShapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    for (Unit unit : units()) {
      shapes.put(unit.name() + ".weight", List.of(unit.out(), unit.in(), 3, 3));
      for (String part : List.of(".gamma", ".beta", ".runningMean", ".runningVar")) {
        shapes.put(unit.name() + part, List.of(unit.out()));
      }
    }
    shapes.put("head.weight", List.of(2, baseChannels, 1, 1));
    shapes.put("head.bias", List.of(2));
    return shapes;
  }
}
