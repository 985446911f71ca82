package org.heartwood.verification.reference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.heartwood.ingest.grid.CoverageRuns;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.verification.change.Noise;

/**
 * Points drawn from strata, uniformly by area, in one pass over the pixels and in any order.
 *
 * <p>Every pixel is a Poisson process whose rate is the area of its covered part, a: its points
 * arrive at times E₁/a, (E₁ + E₂)/a, …, with E = −ln u of addressed random numbers u. Of all pixels
 * of a stratum together, the first n arrivals are n independent points, each in a pixel with the
 * probability of its area (superposition of Poisson processes, Kingman 1993, §2.2). So the draw is
 * exact and with replacement, does not depend on tiles, tasks or order, and a larger sample of the
 * same seed holds the smaller one.
 *
 * <p>Memory holds the first arrivals of each stratum, as many as may be wanted. Areas are counted
 * in whole mm², so that parts add up to the same number in any order.
 */
final class StratumDraw {
  private static final int ARRIVAL = 61;
  private static final double MM2_PER_M2 = 1e6;
  private static final double MM2_PER_HA = 1e10;

  private final int mostPoints;
  private final long seed;
  private final long[] mm2;
  private final long[] pixels;
  private final List<PriorityQueue<Drawn>> first = new ArrayList<>();

  /**
   * A point's pixel.
   *
   * @param arrival when it arrived, 1/mm²
   * @param repeat how many points the pixel had before
   * @param coverage share of the pixel that lies in the zone, above 0, at most 1
   */
  record Drawn(double arrival, int row, int col, int repeat, double coverage) {
    static final Comparator<Drawn> ORDER =
        Comparator.comparingDouble(Drawn::arrival)
            .thenComparingInt(Drawn::row)
            .thenComparingInt(Drawn::col)
            .thenComparingInt(Drawn::repeat);
  }

  /**
   * @param strata number of strata
   * @param mostPoints points of each that are kept
   */
  StratumDraw(int strata, int mostPoints, long seed) {
    this.mostPoints = mostPoints;
    this.seed = seed;
    this.mm2 = new long[strata];
    this.pixels = new long[strata];
    for (int i = 0; i < strata; i++) {
      first.add(new PriorityQueue<>(Drawn.ORDER.reversed()));
    }
  }

  /**
   * Adds a window.
   *
   * @param codes strata of its pixels, row-major
   * @param zone coverage of the zone
   * @param pixelM2 areas of its pixels, row-major
   */
  void add(PixelWindow window, byte[] codes, CoverageRuns zone, double[] pixelM2) {
    zone.within(window)
        .rows(
            window.row(),
            window.endRow(),
            (row, fromCol, toCol, coverage) -> {
              int line = (row - window.row()) * window.width() - window.col();
              for (int col = fromCol; col < toCol; col++) {
                add(
                    codes[line + col],
                    row,
                    col,
                    coverage,
                    Math.round(coverage * pixelM2[line + col] * MM2_PER_M2));
              }
            });
  }

  private void add(int stratum, int row, int col, double coverage, long area) {
    if (area <= 0) {
      return;
    }
    mm2[stratum] += area;
    pixels[stratum]++;
    double arrival = 0;
    for (int repeat = 0; repeat < mostPoints; repeat++) {
      arrival += -StrictMath.log(Noise.uniform(seed, ARRIVAL, repeat, row, col)) / area;
      if (!keep(stratum, new Drawn(arrival, row, col, repeat, coverage))) {
        return;
      }
    }
  }

  private boolean keep(int stratum, Drawn drawn) {
    PriorityQueue<Drawn> kept = first.get(stratum);
    Drawn last = kept.peek();
    if (kept.size() >= mostPoints && last != null) {
      if (Drawn.ORDER.compare(drawn, last) >= 0) {
        return false;
      }
      kept.remove();
    }
    kept.add(drawn);
    return true;
  }

  /** Adds what another task found in other pixels. */
  void add(int stratum, long areaMm2, long pixelCount, List<Drawn> drawn) {
    mm2[stratum] += areaMm2;
    pixels[stratum] += pixelCount;
    drawn.forEach(each -> keep(stratum, each));
  }

  int strata() {
    return mm2.length;
  }

  long areaMm2(int stratum) {
    return mm2[stratum];
  }

  double areaHa(int stratum) {
    return mm2[stratum] / MM2_PER_HA;
  }

  /** Pixels of a stratum that the zone meets. */
  long pixels(int stratum) {
    return pixels[stratum];
  }

  /** Its first points, in the order of their arrival. */
  List<Drawn> drawn(int stratum) {
    return first.get(stratum).stream().sorted(Drawn.ORDER).toList();
  }
}
