package org.heartwood.ingest.zonal;

import org.locationtech.jts.math.DD;

/** Adds products without rounding them first (Dekker 1971, with a fused multiply-add). */
final class Products {
  private Products() {}

  static void add(DD sum, double a, double b) {
    double product = a * b;
    sum.selfAdd(product);
    sum.selfAdd(Math.fma(a, b, -product));
  }
}
