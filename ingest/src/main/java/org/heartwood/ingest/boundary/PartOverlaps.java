package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.heartwood.ingest.grid.PixelArea;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/** Finds the parts of a boundary that repeat, overlap or adjoin each other. */
final class PartOverlaps {

  /**
   * Less is not an overlap: neighbours whose common edge was rounded to centimetres share about as
   * much along a kilometre.
   */
  private static final double MIN_OVERLAP_HA = 0.001;

  /** Vertices that may go into intersections of pairs; several seconds. */
  private static final long MAX_VERTICES = 20_000_000;

  /** An intersection takes at least as long as reading this many vertices. */
  private static final int PAIR_VERTICES = 100;

  private static final long MAX_PAIRS = 20_000_000;
  private static final double HA_M2 = 10_000;

  private final List<Part> parts;
  private final ProblemList problems;
  private final WorkLimit vertices = new WorkLimit(MAX_VERTICES);
  private final WorkLimit pairs = new WorkLimit(MAX_PAIRS);
  private final Map<Integer, PreparedGeometry> prepared = new HashMap<>();
  private int adjoining;

  private PartOverlaps(List<Part> parts, ProblemList problems) {
    this.parts = parts;
    this.problems = problems;
  }

  /** Reports what repeats, overlaps and adjoins among parts that are valid each by itself. */
  static void find(List<Part> parts, ProblemList problems) {
    List<Part> once = withoutRepeats(withoutRepeatedFeatures(parts, problems), problems);
    new PartOverlaps(once, problems).find();
  }

  private static List<Part> withoutRepeatedFeatures(List<Part> parts, ProblemList problems) {
    Map<Integer, List<Geometry>> features = new TreeMap<>();
    for (Part part : parts) {
      features.computeIfAbsent(part.feature(), any -> new ArrayList<>()).add(part.lonLat().norm());
    }
    Map<List<Geometry>, Integer> first = new HashMap<>();
    Set<Integer> repeated = new HashSet<>();
    features.forEach(
        (feature, normals) -> {
          Integer earlier = first.putIfAbsent(normals.stream().sorted().toList(), feature);
          if (earlier != null) {
            repeated.add(feature);
            problems.add(
                Defect.REPEATED_FEATURE,
                Place.feature(feature),
                "feature " + feature + " repeats feature " + earlier);
          }
        });
    return parts.stream().filter(part -> !repeated.contains(part.feature())).toList();
  }

  private static List<Part> withoutRepeats(List<Part> parts, ProblemList problems) {
    Map<Geometry, Part> first = new HashMap<>();
    List<Part> once = new ArrayList<>();
    for (Part part : parts) {
      Part earlier = first.putIfAbsent(part.lonLat().norm(), part);
      if (earlier == null) {
        once.add(part);
      } else {
        problems.add(
            Defect.REPEATED_PART,
            part.place().withPosition(part.lonLat().getCoordinate()),
            hectares(part.areaHa()) + " repeat " + earlier.words());
      }
    }
    return once;
  }

  private void find() {
    STRtree index = new STRtree();
    for (int i = 0; i < parts.size(); i++) {
      index.insert(parts.get(i).lonLat().getEnvelopeInternal(), i);
    }
    for (int i = 0; i < parts.size() && !pairs.exhausted() && !vertices.exhausted(); i++) {
      int later = i;
      index.query(
          parts.get(i).lonLat().getEnvelopeInternal(),
          earlier -> {
            if ((Integer) earlier < later && pairs.spend(1)) {
              pair((Integer) earlier, later);
            }
          });
    }
    if (adjoining > 0) {
      problems.add(
          Defect.ADJOINING,
          Place.FILE,
          adjoining + (adjoining == 1 ? " pair" : " pairs") + " of parts adjoin along an edge");
    }
    if (pairs.exhausted() || vertices.exhausted()) {
      problems.add(
          Defect.NOT_EXAMINED,
          Place.FILE,
          "not every pair of the " + parts.size() + " parts was examined for overlaps");
    }
  }

  private void pair(int first, int second) {
    boolean firstIsLarger = size(first) >= size(second);
    Geometry small = parts.get(firstIsLarger ? second : first).lonLat();
    PreparedGeometry large =
        prepared.computeIfAbsent(
            firstIsLarger ? first : second,
            i -> PreparedGeometryFactory.prepare(parts.get(i).lonLat()));
    if (!vertices.spend(PAIR_VERTICES + small.getNumPoints()) || !large.intersects(small)) {
      return;
    }
    Geometry common = small;
    if (!large.covers(small)) {
      if (!vertices.spend(size(first) + size(second))) {
        return;
      }
      common = OverlayNGRobust.overlay(large.getGeometry(), small, OverlayNG.INTERSECTION);
    }
    double overlapHa = PixelArea.polygonM2(common) / HA_M2;
    if (overlapHa > MIN_OVERLAP_HA) {
      problems.add(
          Defect.OVERLAP,
          parts.get(second).place().withPosition(common.getInteriorPoint().getCoordinate()),
          "overlaps "
              + parts.get(first).words()
              + " by "
              + hectares(overlapHa)
              + ", counted twice in the sum of the parts");
    } else if (common.getDimension() > 0) {
      adjoining++;
    }
  }

  private long size(int part) {
    return parts.get(part).lonLat().getNumPoints();
  }

  private static String hectares(double ha) {
    return String.format(Locale.ROOT, "%.4f ha", ha);
  }
}
