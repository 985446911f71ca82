package org.heartwood.verification.layer;

import java.util.List;

/**
 * What the pixels of a raster file are: how they are stored, what no data is, and how an overview
 * summarises them. In memory they are always floats with NaN = no data.
 */
public sealed interface CogPixels {

  /** A measured quantity: float32, no data NaN; an overview pixel is the mean of its valid ones. */
  record Measured() implements CogPixels {}

  /**
   * A whole number: uint8; an overview pixel is the mean of its valid ones, halves rounded up.
   *
   * @param noData stored value that means no data, 0 or 255, so that no mean can meet it
   */
  record Counted(int noData) implements CogPixels {
    public Counted {
      if (noData != 0 && noData != 255) {
        throw new IllegalArgumentException("noData must be 0 or 255, was " + noData);
      }
    }
  }

  /**
   * A class: uint8 with a colour table; an overview pixel is the north-west one of its four, which
   * keeps class shares unbiased.
   *
   * @param noData stored value that means no data, 0 to 255, none of the classes'
   * @param classes at least one
   */
  record Classified(int noData, List<LegendClass> classes) implements CogPixels {
    public Classified {
      classes = List.copyOf(classes);
      if (noData < 0 || noData > 255) {
        throw new IllegalArgumentException("noData must be 0 to 255, was " + noData);
      }
      if (classes.isEmpty()) {
        throw new IllegalArgumentException("a class raster needs at least one class");
      }
      for (LegendClass legendClass : classes) {
        if (legendClass.value() == noData) {
          throw new IllegalArgumentException(
              "class " + legendClass.key() + " has the value that means no data, " + noData);
        }
      }
    }
  }
}
