package org.heartwood.inference.external;

import java.io.Serializable;
import java.util.Set;

/**
 * How a band's values become the network's: {@code (value − subtract) ÷ divide}, clipped to {@code
 * low} to {@code high}. Every arithmetic entry of the MLM extension's Value Scaling Object (v1.5)
 * is a case of it.
 *
 * @param subtract in the band's unit
 * @param divide in the band's unit, > 0
 * @param low smallest result; −infinity without a limit
 * @param high largest result, > low; infinity without a limit
 */
record ValueScaling(double subtract, double divide, double low, double high)
    implements Serializable {
  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

  /** The network takes the band's own values. */
  static final ValueScaling NONE = affine(0, 1);

  ValueScaling {
    if (!(divide > 0) || !(low < high)) {
      throw new IllegalArgumentException(
          "divide must be > 0 and low must be < high, were " + divide + ", " + low + ", " + high);
    }
  }

  private static ValueScaling affine(double subtract, double divide) {
    return new ValueScaling(subtract, divide, -NO_LIMIT, NO_LIMIT);
  }

  float apply(float value) {
    return (float) Math.min(Math.max((value - subtract) / divide, low), high);
  }

  /**
   * Reads a Value Scaling Object.
   *
   * @throws org.heartwood.ingest.issue.InputException if its type is not one of the arithmetic ones
   *     or a number is missing or impossible
   */
  static ValueScaling read(ItemNode node) {
    if (!node.has("type")) {
      if (!node.states("type")) {
        throw node.refusal("field type is missing; null says that the band is not scaled");
      }
      return NONE;
    }
    String type = node.text("type");
    try {
      return switch (type) {
        case "min-max" -> {
          node.requireKnown(Set.of("type", "minimum", "maximum"));
          double minimum = node.number("minimum");
          double range = node.number("maximum") - minimum;
          if (!(range > 0)) {
            throw node.refusal("maximum must be > minimum, their difference was " + range);
          }
          yield affine(minimum, range);
        }
        case "z-score" -> {
          node.requireKnown(Set.of("type", "mean", "stddev"));
          double deviation = node.number("stddev");
          if (!(deviation > 0)) {
            throw node.refusal("stddev must be > 0, was " + deviation);
          }
          yield affine(node.number("mean"), deviation);
        }
        case "clip" -> {
          node.requireKnown(Set.of("type", "minimum", "maximum"));
          yield new ValueScaling(0, 1, node.number("minimum"), node.number("maximum"));
        }
        case "clip-min" -> {
          node.requireKnown(Set.of("type", "minimum"));
          yield new ValueScaling(0, 1, node.number("minimum"), NO_LIMIT);
        }
        case "clip-max" -> {
          node.requireKnown(Set.of("type", "maximum"));
          yield new ValueScaling(0, 1, -NO_LIMIT, node.number("maximum"));
        }
        case "offset" -> {
          node.requireKnown(Set.of("type", "value"));
          yield affine(node.number("value"), 1);
        }
        case "scale" -> {
          node.requireKnown(Set.of("type", "value"));
          yield affine(0, node.number("value"));
        }
        default ->
            throw node.refusal(
                "scaling \""
                    + type
                    + "\" is not supported; put it into the network and use one of min-max,"
                    + " z-score, clip, clip-min, clip-max, offset, scale or null");
      };
    } catch (IllegalArgumentException e) {
      throw node.refusal(String.valueOf(e.getMessage()), e);
    }
  }
}
