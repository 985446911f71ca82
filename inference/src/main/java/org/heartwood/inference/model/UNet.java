package org.heartwood.inference.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A U-Net (Ronneberger et al. 2015, doi:10.1007/978-3-319-24574-4_28): some halvings of the
 * resolution, two 3 × 3 convolutions on every level on the way down and on the way up,
 * nearest-neighbour upsampling, and a 1 × 1 convolution to the heads.
 *
 * @param bands input bands; the network sees one channel more, which is 1 where all bands have data
 * @param baseChannels channels at full resolution, 1 to 256; twice as many a level below
 * @param halvings how often the resolution is halved, 1 to 4
 * @param heads what it predicts, one head for each output of the card, in the same order
 * @param logVarianceMin lower clamp of the log-variance of a scaled target
 * @param logVarianceMax upper clamp of the log-variance of a scaled target
 */
public record UNet(
    int bands,
    int baseChannels,
    int halvings,
    List<Head> heads,
    double logVarianceMin,
    double logVarianceMax)
    implements Architecture {
  /** Value of {@code kind} in JSON. */
  public static final String KIND = "u-net";

  private static final List<String> LEVELS =
      List.of("full", "half", "quarter", "eighth", "sixteenth");

  /** What a head gives for a pixel. */
  public enum Head {
    /** Mean and log-variance of a scaled target. */
    GAUSSIAN(2),
    /** The logit of a probability. */
    PROBABILITY(1);

    private final int channels;

    Head(int channels) {
      this.channels = channels;
    }

    /** Channels of the network's output that belong to it. */
    public int channels() {
      return channels;
    }
  }

  public UNet {
    heads = List.copyOf(heads);
    if (bands <= 0 || baseChannels <= 0 || baseChannels > 256) {
      throw new IllegalArgumentException(
          "bands must be > 0 and baseChannels 1 to 256, were " + bands + " and " + baseChannels);
    }
    if (halvings < 1 || halvings >= LEVELS.size()) {
      throw new IllegalArgumentException("halvings must be 1 to 4, was " + halvings);
    }
    if (heads.isEmpty()) {
      throw new IllegalArgumentException("heads must name at least one head");
    }
    if (!(logVarianceMin < logVarianceMax)) {
      throw new IllegalArgumentException(
          "logVarianceMin must be < logVarianceMax, were "
              + logVarianceMin
              + " and "
              + logVarianceMax);
    }
  }

  /** Window sides, and origins of windows that shall agree, are multiples of this many pixels. */
  public int stridePx() {
    return 1 << halvings;
  }

  /**
   * Farthest input pixel, along a row or a column, that can change an output pixel. A convolution l
   * levels down reaches 2^l px; there are four on every level and two on the lowest. Up to a stride
   * less one pixel more comes from where a pixel lies in its cell of the lowest level.
   */
  public int receptiveFieldRadiusPx() {
    int reach = 2 * stridePx() + stridePx() - 1;
    for (int level = 0; level < halvings; level++) {
      reach += 4 << level;
    }
    return reach;
  }

  /** Channels of the network's output. */
  public int outputChannels() {
    return heads.stream().mapToInt(Head::channels).sum();
  }

  /**
   * A convolution with its normalisation.
   *
   * @param name prefix of the weights' names
   * @param level halvings above it
   * @param in input channels
   * @param out output channels
   */
  public record Unit(String name, int level, int in, int out) {}

  /** The 3 × 3 convolutions, in the order of the forward pass; two follow one another. */
  public List<Unit> units() {
    List<Unit> units = new ArrayList<>();
    for (int level = 0; level < halvings; level++) {
      String name = LEVELS.get(level) + ".down.";
      int in = level == 0 ? bands + 1 : channels(level - 1);
      units.add(new Unit(name + 1, level, in, channels(level)));
      units.add(new Unit(name + 2, level, channels(level), channels(level)));
    }
    String lowest = LEVELS.get(halvings) + ".";
    units.add(new Unit(lowest + 1, halvings, channels(halvings - 1), channels(halvings)));
    units.add(new Unit(lowest + 2, halvings, channels(halvings), channels(halvings)));
    for (int level = halvings - 1; level >= 0; level--) {
      String name = LEVELS.get(level) + ".up.";
      int in = channels(level + 1) + channels(level);
      units.add(new Unit(name + 1, level, in, channels(level)));
      units.add(new Unit(name + 2, level, channels(level), channels(level)));
    }
    return units;
  }

  private int channels(int level) {
    return baseChannels << level;
  }

  @Override
  public Map<String, List<Integer>> tensorShapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    for (Unit unit : units()) {
      shapes.put(unit.name() + ".weight", List.of(unit.out(), unit.in(), 3, 3));
      for (String part : List.of(".gamma", ".beta", ".runningMean", ".runningVar")) {
        shapes.put(unit.name() + part, List.of(unit.out()));
      }
    }
    shapes.put("head.weight", List.of(outputChannels(), baseChannels, 1, 1));
    shapes.put("head.bias", List.of(outputChannels()));
    return shapes;
  }
}
