package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.heartwood.ingest.boundary.BoundaryReport.Areas;
import org.heartwood.ingest.boundary.BoundaryReport.Counts;
import org.heartwood.ingest.boundary.BoundaryReport.Repair;
import org.heartwood.ingest.boundary.BoundaryReport.SegmentLengths;
import org.heartwood.ingest.grid.PixelArea;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.geom.util.PolygonExtracter;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * Checks a boundary as read, before any run: every problem with the feature, part, ring and vertex
 * where it is, the boundary repaired and dissolved, and its area on the ellipsoid against the claim
 * (rules X05 and X06 of the table of failure cases).
 *
 * <p>A polygon that breaks the rules of OGC Simple Features is repaired by JTS' {@code
 * GeometryFixer}: each ring is made valid by itself, holes are then taken out of their shell, and
 * both lobes of a figure of eight are kept. The overlap of parts is found between the repaired
 * parts. Work is bounded: a polygon that crosses itself in more than 10,000 places, or whose search
 * would take too long, is an error and the boundary is not usable.
 */
public final class BoundaryCheck {

  /** Pairs of segments, or of vertices and rings, that may be looked at: a few seconds. */
  private static final long MAX_PAIRS = 20_000_000;

  private static final double HA_M2 = 10_000;
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  private final BoundaryDocument document;
  private final @Nullable Double claimedHa;
  private final @Nullable Double pixelSizeM;
  private final ProblemList problems = new ProblemList();
  private final WorkLimit pairs = new WorkLimit(MAX_PAIRS);
  private final List<Part> parts = new ArrayList<>();
  private final List<LinearRing> rings = new ArrayList<>();
  private final List<Repair> repairs = new ArrayList<>();
  private int polygonCount;
  private double asReadHa;
  private boolean complete = true;

  private BoundaryCheck(
      BoundaryDocument document, @Nullable Double claimedHa, @Nullable Double pixelSizeM) {
    this.document = document;
    this.claimedHa = claimedHa;
    this.pixelSizeM = pixelSizeM;
  }

  /**
   * Checks a boundary.
   *
   * @param claimedHa claimed project area, &gt; 0 ha; null if none is claimed
   * @param pixelSizeM edge of a pixel of the imagery, &gt; 0 m; null if unknown
   * @throws IllegalArgumentException if one of the two is not above 0
   */
  public static BoundaryReport check(
      BoundaryDocument document, @Nullable Double claimedHa, @Nullable Double pixelSizeM) {
    requirePositive("claimedHa", claimedHa);
    requirePositive("pixelSizeM", pixelSizeM);
    return new BoundaryCheck(document, claimedHa, pixelSizeM).report();
  }

  private static void requirePositive(String name, @Nullable Double value) {
    if (value != null && !(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be finite and > 0, was " + value);
    }
  }

  private BoundaryReport report() {
    for (BoundaryFeature feature : document.features()) {
      List<Polygon> polygons = Outline.polygons(feature.polygonsLonLat());
      for (int part = 0; part < polygons.size(); part++) {
        polygon(polygons.get(part), feature.index(), part);
      }
    }
    parts.forEach(this::slivers);
    PartOverlaps.find(parts, problems);
    MultiPolygon dissolved = dissolved();
    for (Polygon part : Outline.polygons(dissolved)) {
      gaps(part);
    }
    double repairedHa = parts.stream().mapToDouble(Part::areaHa).sum();
    double dissolvedHa = parts.size() == 1 ? repairedHa : PixelArea.polygonM2(dissolved) / HA_M2;
    Areas areas = new Areas(asReadHa, repairedHa, dissolvedHa, claimedHa);
    boolean usable = complete && !dissolved.isEmpty();
    if (usable) {
      ClaimedArea.check(areas, dissolved, problems);
    } else if (complete) {
      problems.add(Defect.NOTHING_LEFT, Place.FILE, "the boundary encloses no area");
    }
    SegmentLengths segments = OutlineDetail.check(rings, pixelSizeM, problems);
    return new BoundaryReport(
        problems.after(document.problems()),
        usable ? dissolved : null,
        areas,
        counts(dissolved),
        segments,
        repairs);
  }

  private void polygon(Polygon polygon, int feature, int part) {
    if (polygon.isEmpty()) {
      return;
    }
    polygonCount++;
    rings.addAll(Outline.rings(polygon));
    double readHa = PixelArea.polygonM2(polygon) / HA_M2;
    asReadHa += readHa;
    Place place = Place.feature(feature).withPart(part);
    switch (PolygonCheck.check(polygon, place, problems, pairs)) {
      case VALID -> parts.add(new Part(feature, part, polygon, readHa));
      case TOO_ENTANGLED -> complete = false;
      case REPAIRABLE -> {
        // The fixer may leave lobes that share an edge, which two polygons of one must not.
        Geometry fixed = OverlayNGRobust.union(GeometryFixer.fix(polygon));
        double fixedHa = PixelArea.polygonM2(fixed) / HA_M2;
        repairs.add(new Repair(feature, part, readHa, fixedHa));
        if (fixedHa > 0) {
          parts.add(new Part(feature, part, fixed, fixedHa));
        }
      }
    }
  }

  /** The union; JTS' normal form winds shells clockwise, GeoJSON the other way round. */
  private MultiPolygon dissolved() {
    Geometry union =
        parts.size() == 1
            ? parts.get(0).lonLat()
            : OverlayNGRobust.union(parts.stream().map(Part::lonLat).toList(), GEOMETRIES);
    MultiPolygon whole = GEOMETRIES.createMultiPolygon(polygons(union).toArray(Polygon[]::new));
    whole.normalize();
    return whole.reverse();
  }

  @SuppressWarnings("unchecked") // JTS returns a raw list of polygons
  private static List<Polygon> polygons(@Nullable Geometry union) {
    return union == null ? List.of() : PolygonExtracter.getPolygons(union);
  }

  private void slivers(Part part) {
    for (Polygon polygon : polygons(part.lonLat())) {
      if (PolygonCheck.isSliver(polygon.getExteriorRing())) {
        problems.add(
            Defect.SLIVER,
            part.place().withPosition(polygon.getCoordinate()),
            String.format(
                Locale.ROOT,
                "part is or has a sliver of %.4f ha, %.0f m around, at %s",
                PixelArea.polygonM2(polygon) / HA_M2,
                Outline.perimeterM(polygon.getExteriorRing()),
                Outline.shown(polygon.getCoordinate())));
      }
    }
  }

  private void gaps(Polygon part) {
    for (int hole = 0; hole < part.getNumInteriorRing(); hole++) {
      LinearRing ring = part.getInteriorRingN(hole);
      if (PolygonCheck.isSliver(ring)) {
        problems.add(
            Defect.GAP,
            Place.FILE.withPosition(ring.getCoordinate()),
            "a thin gap stays inside the boundary at " + Outline.shown(ring.getCoordinate()));
      }
    }
  }

  private Counts counts(MultiPolygon dissolved) {
    return new Counts(
        document.features().size(),
        polygonCount,
        rings.size() - polygonCount,
        rings.stream().mapToLong(LinearRing::getNumPoints).sum(),
        dissolved.getNumGeometries(),
        Outline.polygons(dissolved).stream().mapToInt(Polygon::getNumInteriorRing).sum(),
        problems.count(Defect.SLIVER) + problems.count(Defect.GAP));
  }
}
