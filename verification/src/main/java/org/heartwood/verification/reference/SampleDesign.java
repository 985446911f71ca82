package org.heartwood.verification.reference;

import java.util.List;

/**
 * A sample that was drawn and waits for its labels. Its digest goes into every row that an
 * interpreter fills in.
 *
 * @param format version of this record as JSON
 * @param source map that the strata come from
 * @param zone polygon that was sampled
 * @param crs CRS of x and y
 * @param pixelSize edge of a pixel, CRS units
 * @param seed seed of the draw
 * @param target class whose area the sample was planned for
 * @param classes labels that an interpreter may give
 * @param outsideHa part of the zone that the map does not reach, of which the sample says nothing
 * @param expectedHalfWidthHa half of the width of the target's 90 % interval to expect, ha
 * @param strata what was sampled
 * @param points the points, in the order of their ids
 */
public record SampleDesign(
    int format,
    String source,
    String zone,
    String crs,
    double pixelSize,
    long seed,
    String target,
    List<String> classes,
    double outsideHa,
    double expectedHalfWidthHa,
    List<SampleDesign.Part> strata,
    List<SampleDesign.Point> points) {
  /** The version that is written. */
  public static final int FORMAT = 1;

  public SampleDesign {
    classes = List.copyOf(classes);
    strata = List.copyOf(strata);
    points = List.copyOf(points);
  }

  /**
   * A stratum.
   *
   * @param name its name
   * @param mapClass what the map calls it
   * @param areaHa its area within the zone, ha
   * @param pixels pixels of it that the zone meets
   * @param points points drawn from it
   * @param expectedFraction share of it that was expected to be of the target class, 0 to 1
   */
  public record Part(
      String name,
      String mapClass,
      double areaHa,
      long pixels,
      int points,
      double expectedFraction) {}

  /**
   * A point.
   *
   * @param id its name; ids tell nothing of strata
   * @param lon longitude, degrees
   * @param lat latitude, degrees
   * @param x in the design's CRS
   * @param y in the design's CRS
   * @param row row of its pixel, from 0
   * @param col column of its pixel, from 0
   * @param stratum its stratum
   */
  public record Point(
      String id, double lon, double lat, double x, double y, int row, int col, String stratum) {}
}
