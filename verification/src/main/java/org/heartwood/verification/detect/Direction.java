package org.heartwood.verification.detect;

/** Which way a quantity goes when forest is lost. */
public enum Direction {
  /** Down, as greenness and cross-polarised backscatter do. */
  FALL {
    @Override
    double signed(double deviation) {
      return -deviation;
    }
  },
  /** Up, as shortwave infrared reflectance does. */
  RISE {
    @Override
    double signed(double deviation) {
      return deviation;
    }
  };

  /** The deviation as a loss: positive if it goes the way of a loss. */
  abstract double signed(double deviation);
}
