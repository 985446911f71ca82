package org.heartwood.ingest.boundary;

import org.heartwood.ingest.boundary.BoundaryProblem.Severity;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of problems that {@link BoundaryCheck} looks for. Rules X05 (area claimed differs from the
 * polygon: area after make-valid and dissolve) and X06 (validity, vertex density, slivers) are
 * those of the table of failure cases.
 */
enum Defect {
  NOTHING_LEFT(null, Severity.ERROR, Reason.EMPTY, "empty boundaries", "draw the boundary again"),
  TOO_ENTANGLED(
      "X06",
      Severity.ERROR,
      Reason.TOO_LARGE,
      "polygons too entangled",
      "simplify the boundary or draw it again; it was neither repaired nor measured"),
  SELF_CROSSING("X06", Severity.REPAIRABLE, Reason.GEOMETRY, "self-crossings", Defect.MAKE_VALID),
  SELF_TOUCH(
      "X06",
      Severity.REPAIRABLE,
      Reason.GEOMETRY,
      "places where a ring touches itself",
      Defect.MAKE_VALID),
  SELF_OVERLAP(
      "X06",
      Severity.REPAIRABLE,
      Reason.GEOMETRY,
      "places where a ring runs along itself",
      Defect.MAKE_VALID),
  SPIKE("X06", Severity.REPAIRABLE, Reason.GEOMETRY, "spikes", Defect.MAKE_VALID),
  RINGS_CROSS("X06", Severity.REPAIRABLE, Reason.GEOMETRY, "ring crossings", Defect.MAKE_VALID),
  RINGS_SHARE_EDGE(
      "X06", Severity.REPAIRABLE, Reason.GEOMETRY, "edges shared by rings", Defect.MAKE_VALID),
  HOLE_OUTSIDE(
      "X06",
      Severity.REPAIRABLE,
      Reason.GEOMETRY,
      "holes outside their shell",
      "make-valid (JTS GeometryFixer) makes a polygon of it; remove the ring if that is not land of"
          + " the project"),
  HOLE_IN_HOLE("X06", Severity.REPAIRABLE, Reason.GEOMETRY, "holes in holes", Defect.MAKE_VALID),
  REPEATED_RING("X06", Severity.REPAIRABLE, Reason.GEOMETRY, "repeated rings", Defect.MAKE_VALID),
  ZERO_AREA(
      "X06",
      Severity.REPAIRABLE,
      Reason.GEOMETRY,
      "rings without area",
      "make-valid (JTS GeometryFixer) drops it; remove the ring"),
  INVALID("X06", Severity.REPAIRABLE, Reason.GEOMETRY, "invalid polygons", Defect.MAKE_VALID),
  REPEATED_FEATURE(
      "X05",
      Severity.REPAIRABLE,
      Reason.GEOMETRY,
      "repeated features",
      "it is counted once; remove one of the two"),
  REPEATED_PART(
      "X05",
      Severity.REPAIRABLE,
      Reason.GEOMETRY,
      "repeated parts",
      "it is counted once; remove one of the two"),
  OVERLAP(
      "X05",
      Severity.REPAIRABLE,
      Reason.GEOMETRY,
      "overlaps",
      "dissolved, so that the land counts once; dissolve the boundary before its area is stated"),
  AREA_DIFFERS(
      "X05",
      Severity.WARNING,
      Reason.VALUE,
      "area differences",
      "ask the project which boundary its area belongs to"),
  REPEATED_POINT(
      "X06",
      Severity.WARNING,
      Reason.GEOMETRY,
      "repeated points",
      "no area depends on it; remove one of the two"),
  NARROW_ANGLE(
      "X06",
      Severity.WARNING,
      Reason.GEOMETRY,
      "narrow angles",
      "see whether the vertex is misplaced; it was kept"),
  ADJOINING(
      "X05",
      Severity.WARNING,
      Reason.GEOMETRY,
      "adjoining parts",
      "dissolved; the area does not change"),
  SLIVER(
      "X06",
      Severity.WARNING,
      Reason.GEOMETRY,
      "slivers",
      "see whether it is land of the project; it was kept"),
  GAP(
      "X06",
      Severity.WARNING,
      Reason.GEOMETRY,
      "thin gaps",
      "see whether parts should meet here; it was kept open"),
  TOO_COARSE(
      "X06",
      Severity.WARNING,
      Reason.VALUE,
      "coarse outlines",
      "ask for the boundary in full detail if it does not follow straight property lines"),
  TOO_DENSE(
      "X06",
      Severity.WARNING,
      Reason.VALUE,
      "dense outlines",
      "simplify the boundary: the detail is finer than the imagery can show"),
  STAIR_STEPS(
      "X06",
      Severity.WARNING,
      Reason.VALUE,
      "stair-step outlines",
      "ask whether the boundary was derived from a classified image instead of surveyed"),
  NOT_EXAMINED(
      null,
      Severity.WARNING,
      Reason.TOO_LARGE,
      "limits",
      "simplify or dissolve the boundary; areas are complete nevertheless");

  private static final String MAKE_VALID =
      "repaired by make-valid (JTS GeometryFixer, which keeps shells and holes); draw it again";

  final @Nullable String rule;
  final Severity severity;
  final Reason reason;
  final String plural;
  final String remedy;

  Defect(@Nullable String rule, Severity severity, Reason reason, String plural, String remedy) {
    this.rule = rule;
    this.severity = severity;
    this.reason = reason;
    this.plural = plural;
    this.remedy = remedy;
  }
}
