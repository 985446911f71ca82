package org.heartwood.inference.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network of dilated temporal convolutions over the series of one pixel (Bai, Kolter and Koltun
 * 2018, arXiv:1803.01271; here not causal, because a series is read when it is over). A convolution
 * over three steps enters; every dilation has a residual block of a dilated convolution over three
 * steps and one that mixes channels; a convolution over one step gives the logit of each step.
 *
 * <p>Observations are gathered into steps of equal length, with a channel that is 1 where a step
 * has data. With logits {@code z} of the steps, the probability that the disturbance began in step
 * {@code t} is {@code exp(z_t) / (1 + Σ exp(z))}, and that there was none {@code 1 / (1 + Σ
 * exp(z))}.
 *
 * @param bands input bands, > 0
 * @param stepDays length of a step, days, > 0
 * @param removal what is subtracted from every series before the network sees it
 * @param season whether the network is told the time of the year
 * @param width channels inside the network, 1 to 256
 * @param dilations distance of the steps that each residual block joins, each > 0
 */
public record TemporalConvNet(
    int bands, int stepDays, Removal removal, Season season, int width, List<Integer> dilations)
    implements Architecture {
  /** Value of {@code kind} in JSON. */
  public static final String KIND = "temporal-conv-net";

  private static final int MAX_WIDTH = 256;

  /** What is subtracted from the series of every band. */
  public enum Removal {
    /** Nothing: levels matter. */
    NONE,
    /** Its mean, and a sine and a cosine of a year, fitted together: only change matters. */
    ANNUAL
  }

  /** Channels that tell the time of the year. */
  public enum Season {
    /** None. */
    NONE(0),
    /** Sine and cosine of the year's phase. */
    ANNUAL(2);

    private final int channels;

    Season(int channels) {
      this.channels = channels;
    }
  }

  public TemporalConvNet {
    dilations = List.copyOf(dilations);
    if (bands <= 0 || stepDays <= 0 || width <= 0 || width > MAX_WIDTH) {
      throw new IllegalArgumentException(
          "bands and stepDays must be > 0 and width 1 to "
              + MAX_WIDTH
              + ", were "
              + List.of(bands, stepDays, width));
    }
    if (dilations.isEmpty() || dilations.stream().anyMatch(steps -> steps <= 0)) {
      throw new IllegalArgumentException(
          "dilations must list at least one number of steps, each > 0, was " + dilations);
    }
  }

  /** Channels that the network sees: bands, validity, season. */
  public int channels() {
    return bands + 1 + season.channels;
  }

  /** Farthest step whose data can change the logit of a step. */
  public int receptiveFieldRadiusSteps() {
    return 1 + dilations.stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public Map<String, List<Integer>> tensorShapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    shapes.put("entry.weight", List.of(width, channels(), 3));
    shapes.put("entry.bias", List.of(width));
    for (int i = 1; i <= dilations.size(); i++) {
      shapes.put("block." + i + ".dilated.weight", List.of(width, width, 3));
      shapes.put("block." + i + ".dilated.bias", List.of(width));
      shapes.put("block." + i + ".mixing.weight", List.of(width, width, 1));
      shapes.put("block." + i + ".mixing.bias", List.of(width));
    }
    shapes.put("head.weight", List.of(1, width, 1));
    shapes.put("head.bias", List.of(1));
    return shapes;
  }
}
