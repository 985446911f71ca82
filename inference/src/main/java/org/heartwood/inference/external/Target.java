package org.heartwood.inference.external;

/**
 * One quantity read from a network's output: {@code value = offset + scale × activation(channel)},
 * clipped to {@code minimum} to {@code maximum}.
 *
 * @param name what is predicted
 * @param unit of mean and standard error
 * @param minimum smallest possible value
 * @param maximum largest possible value, > minimum
 * @param channel channel of the output that holds it, from 0
 * @param activation what is applied to the channel first
 * @param offset value where the activated channel is 0
 * @param scale value of the activated channel's 1, > 0
 * @param error how its standard error is known
 */
record Target(
    String name,
    String unit,
    double minimum,
    double maximum,
    int channel,
    Activation activation,
    double offset,
    double scale,
    StandardError error) {
  Target {
    if (!(minimum < maximum)) {
      throw new IllegalArgumentException(
          "minimum must be < maximum, were " + minimum + " and " + maximum);
    }
    if (!(scale > 0)) {
      throw new IllegalArgumentException("scale must be > 0, was " + scale);
    }
  }

  /** What is applied to a channel. */
  enum Activation {
    /** The channel itself. */
    NONE,
    /** 1 ÷ (1 + e^−x): the probability of a class that excludes no other. */
    SIGMOID,
    /** e^x ÷ the sum of e^x over all channels: the probability of one class among several. */
    SOFTMAX
  }

  /** Where a standard error comes from. */
  enum ErrorForm {
    /** Nothing is known: it is NaN everywhere. */
    UNKNOWN,
    /** One number for all pixels, such as a published RMSE; in the target's unit. */
    CONSTANT,
    /** A channel of the network: a standard deviation, multiplied by the target's scale. */
    STANDARD_DEVIATION,
    /** A channel of the network: the log of a variance; {@code scale × e^(x ÷ 2)}. */
    LOG_VARIANCE
  }

  /**
   * How a standard error is known.
   *
   * @param form where it comes from
   * @param channel channel of the output, for the forms that have one, else 0
   * @param value for {@link ErrorForm#CONSTANT}: target's unit, > 0; else 0
   */
  record StandardError(ErrorForm form, int channel, double value) {}

  /** The target at one pixel; NaN if the network gave no number. */
  double value(OutputImage image, int pixel) {
    double raw = image.at(channel, pixel);
    double activated =
        switch (activation) {
          case NONE -> raw;
          case SIGMOID -> 1 / (1 + StrictMath.exp(-raw));
          case SOFTMAX -> softmax(image, pixel, raw);
        };
    // Math.min and Math.max keep NaN.
    return Math.min(Math.max(offset + scale * activated, minimum), maximum);
  }

  private static double softmax(OutputImage image, int pixel, double raw) {
    double sum = 0;
    for (int each = 0; each < image.channels(); each++) {
      sum += StrictMath.exp(image.at(each, pixel) - raw);
    }
    return 1 / sum;
  }

  /** The standard error at one pixel; NaN where it is unknown. */
  double standardError(OutputImage image, int pixel) {
    return switch (error.form()) {
      case UNKNOWN -> Double.NaN;
      case CONSTANT -> error.value();
      case STANDARD_DEVIATION -> scale * image.at(error.channel(), pixel);
      case LOG_VARIANCE -> scale * StrictMath.exp(0.5 * image.at(error.channel(), pixel));
    };
  }
}
