package org.heartwood.ingest.boundary;

import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.boundary.BoundaryProblem.Severity;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.MultiPolygon;

/**
 * What {@link BoundaryCheck} found out about a boundary.
 *
 * @param problems those of the reader and of the check, worst first, then by kind and place; at
 *     most 20 of a kind, followed by one that says how many more there are
 * @param dissolvedLonLat the boundary after make-valid and dissolve: valid, longitude and latitude
 *     in degrees, shells counter-clockwise, holes clockwise; absent when some of it could not be
 *     repaired or nothing is left
 * @param segments lengths of the segments of the outline; absent when there is none
 * @param repairs the polygons that make-valid changed, in order
 */
public record BoundaryReport(
    List<BoundaryProblem> problems,
    @Nullable MultiPolygon dissolvedLonLat,
    Areas areas,
    Counts counts,
    @Nullable SegmentLengths segments,
    List<Repair> repairs) {
  public BoundaryReport {
    problems = List.copyOf(problems);
    repairs = List.copyOf(repairs);
  }

  /**
   * Areas on the ellipsoid, hectares.
   *
   * @param asReadHa sum over the polygons as read: shells less holes, each by itself
   * @param repairedHa the same sum after make-valid
   * @param dissolvedHa area of the land, after make-valid and dissolve; what overlaps counts once
   * @param claimedHa as claimed, if known
   */
  public record Areas(
      double asReadHa, double repairedHa, double dissolvedHa, @Nullable Double claimedHa) {

    /** Land counted more than once in the sum of the parts, ha. */
    public double countedTwiceHa() {
      return Math.max(0, repairedHa - dissolvedHa);
    }

    /** How much more is claimed than the boundary holds, as a share of what it holds. */
    public Optional<Double> differenceFraction() {
      return claimedHa == null || !(dissolvedHa > 0)
          ? Optional.empty()
          : Optional.of(claimedHa / dissolvedHa - 1);
    }
  }

  /**
   * How much there is.
   *
   * @param features features as read
   * @param parts polygons as read
   * @param holes rings of them that are holes
   * @param vertices positions as read, the closing one of each ring included
   * @param dissolvedParts polygons after dissolve
   * @param dissolvedHoles holes of those
   * @param slivers thin parts among those as read, and thin gaps after dissolve
   */
  public record Counts(
      int features,
      int parts,
      int holes,
      long vertices,
      int dissolvedParts,
      int dissolvedHoles,
      int slivers) {}

  /** Lengths of the segments of the outline as read, metres on the ellipsoid. */
  public record SegmentLengths(double medianM, double p95M) {}

  /**
   * A polygon that make-valid changed.
   *
   * @param asReadHa area of its shell less its holes
   * @param repairedHa area after the repair
   */
  public record Repair(int feature, int part, double asReadHa, double repairedHa) {

    /** Area gained (positive) or lost, as a share of the area as read; absent when that is 0. */
    public Optional<Double> changeFraction() {
      return asReadHa > 0 ? Optional.of(repairedHa / asReadHa - 1) : Optional.empty();
    }
  }

  /** True when nothing is missing from the boundary, and it can be used as repaired. */
  public boolean usable() {
    return dissolvedLonLat != null
        && problems.stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
  }
}
