package org.heartwood.ingest.product;

import org.heartwood.ingest.grid.FloatRaster;

/** Pixel by pixel through one or two rasters. */
final class Pixels {
  private Pixels() {}

  interface Map1 {
    float value(float a);
  }

  interface Map2 {
    float value(float a, float b);
  }

  interface Test {
    boolean accepts(float code);
  }

  static FloatRaster map(FloatRaster raster, Map1 map) {
    float[] out = new float[raster.data().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = map.value(raster.data()[i]);
    }
    return new FloatRaster(raster.window(), out);
  }

  /**
   * Two rasters into one.
   *
   * @throws IllegalArgumentException if the rasters' windows differ
   */
  static FloatRaster map(FloatRaster a, FloatRaster b, Map2 map) {
    if (!a.window().equals(b.window())) {
      throw new IllegalArgumentException(
          "two rasters must cover the same window, were " + a.window() + " and " + b.window());
    }
    float[] out = new float[a.data().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = map.value(a.data()[i], b.data()[i]);
    }
    return new FloatRaster(a.window(), out);
  }

  /** Values where the code beside them is accepted, NaN elsewhere. */
  static FloatRaster keep(FloatRaster values, FloatRaster codes, Test test) {
    return map(values, codes, (value, code) -> test.accepts(code) ? value : Float.NaN);
  }
}
