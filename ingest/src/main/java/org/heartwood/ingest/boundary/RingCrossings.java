package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.locationtech.jts.algorithm.PolygonNodeTopology;
import org.locationtech.jts.algorithm.RobustLineIntersector;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LineSegment;
import org.locationtech.jts.noding.BasicSegmentString;
import org.locationtech.jts.noding.MCIndexNoder;
import org.locationtech.jts.noding.SegmentIntersector;
import org.locationtech.jts.noding.SegmentString;

/**
 * Finds every place where the rings of a polygon cross, touch or run along themselves or cross or
 * share edges with each other. Rings that touch in a point are allowed and not reported.
 */
final class RingCrossings implements SegmentIntersector {

  /** Places found after which the search ends; far more than anyone mends by hand. */
  static final int MAX_FOUND = 10_000;

  /**
   * A ring without repeated points.
   *
   * @param vertexOf index in the ring as read of each of its vertices
   */
  record Ring(int index, List<Integer> vertexOf) {}

  private record Seen(int ring, int other, Coordinate at) {}

  private final Place part;
  private final ProblemList problems;
  private final WorkLimit pairs;
  private final RobustLineIntersector lines = new RobustLineIntersector();
  private final Set<Seen> seen = new HashSet<>();

  private RingCrossings(Place part, ProblemList problems, WorkLimit pairs) {
    this.part = part;
    this.problems = problems;
    this.pairs = pairs;
  }

  /**
   * Searches the rings of one polygon.
   *
   * @param pairs limit of pairs of segments whose envelopes meet
   * @return false when the search was given up
   */
  static boolean find(
      List<BasicSegmentString> rings, Place part, ProblemList problems, WorkLimit pairs) {
    RingCrossings search = new RingCrossings(part, problems, pairs);
    new MCIndexNoder(search).computeNodes(new ArrayList<>(rings));
    return !search.isDone();
  }

  @Override
  public boolean isDone() {
    return pairs.exhausted() || seen.size() >= MAX_FOUND;
  }

  @Override
  public void processIntersections(SegmentString a, int i, SegmentString b, int j) {
    boolean same = a == b;
    if (isDone() || !pairs.spend(1) || (same && adjacent(a, i, j))) {
      return;
    }
    lines.computeIntersection(
        a.getCoordinate(i), a.getCoordinate(i + 1), b.getCoordinate(j), b.getCoordinate(j + 1));
    if (!lines.hasIntersection()) {
      return;
    }
    Coordinate at = lines.getIntersection(0).copy();
    if (lines.getIntersectionNum() > 1) {
      at = LineSegment.midPoint(at, lines.getIntersection(1));
      report(
          same ? Defect.SELF_OVERLAP : Defect.RINGS_SHARE_EDGE,
          same ? " runs along itself" : " shares an edge with ring " + ring(b).index(),
          at,
          a,
          i,
          b,
          j);
    } else if (lines.isProper() || crossesAtVertex(at, a, i, b, j)) {
      report(
          same ? Defect.SELF_CROSSING : Defect.RINGS_CROSS,
          same ? " crosses itself" : " crosses ring " + ring(b).index(),
          at,
          a,
          i,
          b,
          j);
    } else if (same) {
      report(Defect.SELF_TOUCH, " touches itself", at, a, i, b, j);
    }
  }

  private void report(
      Defect defect, String words, Coordinate at, SegmentString a, int i, SegmentString b, int j) {
    int index = ring(a).index();
    if (!seen.add(new Seen(index, ring(b).index(), at))) {
      return;
    }
    int nearest = nearest(at, a, a == b ? new int[] {i, i + 1, j, j + 1} : new int[] {i, i + 1});
    problems.add(
        defect,
        part.withRing(index).withVertex(vertex(a, nearest), at),
        "ring "
            + index
            + words
            + " at "
            + Outline.shown(at)
            + ": segment from vertex "
            + vertex(a, i)
            + " and segment from vertex "
            + vertex(b, j));
  }

  private static int nearest(Coordinate at, SegmentString ring, int... vertices) {
    int nearest = vertices[0];
    for (int vertex : vertices) {
      if (at.distance(ring.getCoordinate(vertex)) < at.distance(ring.getCoordinate(nearest))) {
        nearest = vertex;
      }
    }
    return nearest;
  }

  private static boolean adjacent(SegmentString ring, int i, int j) {
    int gap = Math.abs(i - j);
    return gap <= 1 || gap == ring.size() - 2;
  }

  private static boolean crossesAtVertex(
      Coordinate at, SegmentString a, int i, SegmentString b, int j) {
    return PolygonNodeTopology.isCrossing(
        at, before(a, i, at), after(a, i, at), before(b, j, at), after(b, j, at));
  }

  private static Coordinate before(SegmentString ring, int segment, Coordinate at) {
    if (!ring.getCoordinate(segment).equals2D(at)) {
      return ring.getCoordinate(segment);
    }
    return ring.getCoordinate(segment > 0 ? segment - 1 : ring.size() - 2);
  }

  private static Coordinate after(SegmentString ring, int segment, Coordinate at) {
    if (!ring.getCoordinate(segment + 1).equals2D(at)) {
      return ring.getCoordinate(segment + 1);
    }
    return ring.getCoordinate(segment + 2 < ring.size() ? segment + 2 : 1);
  }

  private static Ring ring(SegmentString string) {
    return (Ring) string.getData();
  }

  /** The closing vertex is vertex 0. */
  private static int vertex(SegmentString string, int i) {
    return ring(string).vertexOf().get(i % (string.size() - 1));
  }
}
