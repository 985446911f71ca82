package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.heartwood.ingest.boundary.BoundaryReport.SegmentLengths;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LinearRing;

/** Vertex density against the pixels, and outlines that follow pixels (rule X06). */
final class OutlineDetail {

  /** Half of the segments above this is coarse: a straight line over fifty pixels. */
  private static final double COARSE_PX = 50;

  /** Half of the segments below this is dense: twenty vertices a pixel. */
  private static final double DENSE_PX = 1 / 20.0;

  /** Coarser pixels are not looked for: land surveys divide land into squares of 402 m. */
  private static final double MAX_PIXEL_M = 260;

  private static final int MIN_STAIR_SEGMENTS = 20;
  private static final double MIN_STAIR_FRACTION = 0.9;
  private static final double MIN_TURN_FRACTION = 0.3;

  /** The candidate for the edge of a pixel is this quantile of the segment lengths. */
  private static final double PIXEL_QUANTILE = 0.1;

  /** Allowed departure from a whole number of pixels: rounded coordinates, scale of the map. */
  private static final double LENGTH_TOLERANCE_PX = 0.05;

  private static final double LENGTH_TOLERANCE_FRACTION = 0.001;
  private static final double ANGLE_TOLERANCE = Math.sin(Math.toRadians(2));

  private final List<Coordinate[]> stepsM = new ArrayList<>();
  private final double[] sortedM;

  private OutlineDetail(List<LinearRing> rings) {
    for (LinearRing ring : rings) {
      stepsM.add(steps(ring.getCoordinates()));
    }
    sortedM =
        stepsM.stream()
            .flatMap(Arrays::stream)
            .mapToDouble(OutlineDetail::length)
            .sorted()
            .toArray();
  }

  /**
   * Reports what is remarkable about the segments of all rings.
   *
   * @param pixelSizeM of the imagery, if known
   * @return their lengths; null when there is none
   */
  static @Nullable SegmentLengths check(
      List<LinearRing> rings, @Nullable Double pixelSizeM, ProblemList problems) {
    OutlineDetail detail = new OutlineDetail(rings);
    if (detail.sortedM.length == 0) {
      return null;
    }
    SegmentLengths lengths = new SegmentLengths(detail.quantileM(0.5), detail.quantileM(0.95));
    if (pixelSizeM != null) {
      density(lengths, pixelSizeM, problems);
    }
    detail.stairs(problems);
    return lengths;
  }

  private static Coordinate[] steps(Coordinate[] vertices) {
    List<Coordinate> steps = new ArrayList<>(vertices.length);
    for (int i = 1; i < vertices.length; i++) {
      if (!vertices[i].equals2D(vertices[i - 1])) {
        steps.add(Outline.stepM(vertices[i - 1], vertices[i]));
      }
    }
    return steps.toArray(Coordinate[]::new);
  }

  private static double length(Coordinate step) {
    return Math.hypot(step.getX(), step.getY());
  }

  private double quantileM(double share) {
    return sortedM[(int) Math.min(sortedM.length - 1.0, share * sortedM.length)];
  }

  private static void density(SegmentLengths lengths, double pixelSizeM, ProblemList problems) {
    double medianPx = lengths.medianM() / pixelSizeM;
    if (medianPx > COARSE_PX || medianPx < DENSE_PX) {
      problems.add(
          medianPx > COARSE_PX ? Defect.TOO_COARSE : Defect.TOO_DENSE,
          Place.FILE,
          String.format(
              Locale.ROOT,
              "half of the segments are %s than %.3g m, %.3g pixels of %.3g m; expected %.2f to"
                  + " %.0f pixels",
              medianPx > COARSE_PX ? "longer" : "shorter",
              lengths.medianM(),
              medianPx,
              pixelSizeM,
              DENSE_PX,
              COARSE_PX));
    }
  }

  private void stairs(ProblemList problems) {
    double pixelM = quantileM(PIXEL_QUANTILE);
    if (sortedM.length < MIN_STAIR_SEGMENTS || pixelM > MAX_PIXEL_M) {
      return;
    }
    long whole = Arrays.stream(sortedM).filter(lengthM -> isWhole(lengthM / pixelM)).count();
    long turns = 0;
    long straight = 0;
    for (Coordinate[] steps : stepsM) {
      for (int i = 0; i < steps.length; i++) {
        Coordinate a = steps[i];
        Coordinate b = steps[(i + 1) % steps.length];
        double product = length(a) * length(b);
        double cos = (a.getX() * b.getX() + a.getY() * b.getY()) / product;
        turns += Math.abs(cos) < ANGLE_TOLERANCE ? 1 : 0;
        straight += cos > 1 - ANGLE_TOLERANCE * ANGLE_TOLERANCE / 2 ? 1 : 0;
      }
    }
    double segments = sortedM.length;
    if (whole >= MIN_STAIR_FRACTION * segments
        && turns + straight >= MIN_STAIR_FRACTION * segments
        && turns >= MIN_TURN_FRACTION * segments) {
      problems.add(
          Defect.STAIR_STEPS,
          Place.FILE,
          String.format(
              Locale.ROOT,
              "outline follows raster pixels of about %.1f m: %.0f %% of its %d segments are a"
                  + " whole number of them long",
              pixelM,
              100 * whole / segments,
              sortedM.length));
    }
  }

  private static boolean isWhole(double lengthPx) {
    double nearest = Math.rint(lengthPx);
    return nearest >= 1
        && Math.abs(lengthPx - nearest)
            <= LENGTH_TOLERANCE_PX + LENGTH_TOLERANCE_FRACTION * nearest;
  }
}
