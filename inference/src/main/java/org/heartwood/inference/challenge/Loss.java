package org.heartwood.inference.challenge;

/**
 * What an error costs: {@code min(most, |error / unit|^p)} with p = 2 (squared) or 1 (absolute). A
 * bounded loss lies in 0 to 1, so that a gain of 0.001 means the same for cover and for height.
 *
 * @param kind squared or absolute
 * @param unit error that costs 1, in the target's unit, > 0
 * @param most the loss of any larger error; infinite if losses are not clipped
 */
record Loss(Kind kind, double unit, double most) {
  Loss {
    if (!(unit > 0) || !Double.isFinite(unit) || !(most > 0)) {
      throw new IllegalArgumentException(
          "the unit of a loss must be > 0 and finite and its bound > 0, were "
              + unit
              + " and "
              + most);
    }
  }

  /** How a loss grows with the error. */
  enum Kind {
    SQUARED,
    ABSOLUTE
  }

  /** A loss in 0 to 1, which every error of {@code bound} or more in the target's unit costs. */
  static Loss bounded(Kind kind, double bound) {
    return new Loss(kind, bound, 1);
  }

  /** The loss in the target's unit, or its square, without a bound. */
  static Loss raw(Kind kind) {
    return new Loss(kind, 1, Double.POSITIVE_INFINITY);
  }

  double of(double predicted, double observed) {
    double error = Math.abs(predicted - observed) / unit;
    return Math.min(most, kind == Kind.SQUARED ? error * error : error);
  }
}
