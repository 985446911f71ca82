package org.heartwood.ingest.boundary;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.heartwood.ingest.boundary.BoundaryProblem.Severity;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * Projects whose land overlaps, within or between registries: duplicates, near-duplicates, projects
 * inside others, and overlaps at the edge (rule X04 of the table of failure cases; a known case is
 * ACR273, most of which was listed again as ACR1025 to ACR1028). Areas are those on the ellipsoid.
 *
 * <p>Envelopes are indexed, so that only neighbours are intersected: thousands of projects take
 * seconds unless they lie on each other.
 */
public final class Portfolio {

  /** Rule X04: an overlap above this many hectares is flagged … */
  static final double MAX_OVERLAP_HA = 1;

  /** … and one above this share of the area of either project. */
  static final double MAX_OVERLAP_FRACTION = 0.005;

  /** Rule X04: above this intersection over union two projects are duplicates. */
  static final double DUPLICATE_IOU = 0.8;

  /** What is left out of an exact duplicate, or outside of a nested project: rounding. */
  private static final double ROUNDING_FRACTION = 1e-6;

  private static final double HA_M2 = 10_000;

  private final List<Member> members;
  private final double[] areasHa;
  private final STRtree index = new STRtree();

  private Portfolio(List<Member> members) {
    this.members = List.copyOf(members);
    this.areasHa = this.members.stream().mapToDouble(each -> ha(each.boundaryLonLat())).toArray();
    for (int i = 0; i < areasHa.length; i++) {
      index.insert(this.members.get(i).boundaryLonLat().getEnvelopeInternal(), i);
    }
  }

  /**
   * A project of the portfolio.
   *
   * @param id identifier in its registry's usual spelling, such as {@code VCS934}
   * @param boundaryLonLat valid and dissolved, longitude and latitude in degrees
   * @param start first day of the crediting period, if known
   * @param end last day of the crediting period, if known
   */
  public record Member(
      String id, MultiPolygon boundaryLonLat, @Nullable LocalDate start, @Nullable LocalDate end) {}

  /** How two projects lie on each other. */
  public enum Relation {
    /** The same land. */
    DUPLICATE("duplicate"),
    /** Intersection over union above 0.8. */
    NEAR_DUPLICATE("near-duplicate"),
    /** One lies in the other. */
    NESTED("nested"),
    /** They share some land. */
    PARTIAL("overlap");

    private final String words;

    Relation(String words) {
      this.words = words;
    }
  }

  /**
   * Land that two projects share.
   *
   * @param first identifier of the one that comes first in the portfolio, or of the project asked
   *     about
   * @param overlapHa land in both, &gt; 0 ha
   * @param firstFraction share of the first project's area, 0–1
   * @param secondFraction share of the second project's area, 0–1
   * @param iouFraction intersection over union, 0–1
   * @param commonDays days that lie in both crediting periods, first and last day included; absent
   *     when a date is unknown
   */
  public record Overlap(
      String first,
      String second,
      Relation relation,
      double overlapHa,
      double firstFraction,
      double secondFraction,
      double iouFraction,
      @Nullable Long commonDays) {

    /** Rule X04: more than 1 ha, or more than 0.5 % of either project, lie in both. */
    public boolean flagged() {
      return overlapHa > MAX_OVERLAP_HA
          || Math.max(firstFraction, secondFraction) > MAX_OVERLAP_FRACTION;
    }

    /** The overlap as a problem of the first project's boundary. */
    public BoundaryProblem problem() {
      return new BoundaryProblem(
          "X04",
          Severity.WARNING,
          Reason.VALUE,
          null,
          null,
          null,
          null,
          null,
          String.format(
              Locale.ROOT,
              "%s with %s: %.2f ha in both (%.2f %% of %s, %.2f %% of %s), intersection over union"
                  + " %.3f, %s",
              relation.words,
              second,
              overlapHa,
              100 * firstFraction,
              first,
              100 * secondFraction,
              second,
              iouFraction,
              commonDays == null
                  ? "crediting periods not both known"
                  : commonDays + " days in both crediting periods"),
          flagged()
              ? "ask both registries which project the land belongs to"
              : "below the limits of rule X04; compare the surveys of the common edge");
    }
  }

  /**
   * Every two members that share land, in order of the list.
   *
   * @param members boundaries must be valid
   */
  public static List<Overlap> overlaps(List<Member> members) {
    Portfolio portfolio = new Portfolio(members);
    return IntStream.range(0, portfolio.members.size())
        .boxed()
        .flatMap(i -> portfolio.overlapsOf(portfolio.members.get(i), i).stream())
        .toList();
  }

  /**
   * The members that share land with a project, in order of the list; one that bears the project's
   * own identifier is the project itself and left out.
   */
  public static List<Overlap> overlaps(Member project, List<Member> others) {
    List<Member> neighbours = others.stream().filter(o -> !o.id().equals(project.id())).toList();
    return new Portfolio(neighbours).overlapsOf(project, -1);
  }

  /** Overlaps with the members that come after an index. */
  private List<Overlap> overlapsOf(Member project, int after) {
    List<Integer> candidates = new ArrayList<>();
    index.query(
        project.boundaryLonLat().getEnvelopeInternal(),
        member -> {
          if ((Integer) member > after) {
            candidates.add((Integer) member);
          }
        });
    candidates.sort(Comparator.naturalOrder());
    PreparedGeometry prepared = PreparedGeometryFactory.prepare(project.boundaryLonLat());
    double areaHa = candidates.isEmpty() ? 0 : ha(project.boundaryLonLat());
    return candidates.stream()
        .flatMap(i -> overlap(project, prepared, areaHa, i).stream())
        .toList();
  }

  private Optional<Overlap> overlap(
      Member project, PreparedGeometry prepared, double areaHa, int other) {
    Member member = members.get(other);
    if (!prepared.intersects(member.boundaryLonLat())) {
      return Optional.empty();
    }
    double overlapHa =
        ha(
            OverlayNGRobust.overlay(
                project.boundaryLonLat(), member.boundaryLonLat(), OverlayNG.INTERSECTION));
    if (!(overlapHa > 0)) {
      return Optional.empty();
    }
    double first = Math.min(1, overlapHa / areaHa);
    double second = Math.min(1, overlapHa / areasHa[other]);
    double iou = Math.min(1, overlapHa / (areaHa + areasHa[other] - overlapHa));
    return Optional.of(
        new Overlap(
            project.id(),
            member.id(),
            relation(iou, Math.max(first, second)),
            overlapHa,
            first,
            second,
            iou,
            commonDays(project, member)));
  }

  private static Relation relation(double iou, double largerShare) {
    if (iou >= 1 - ROUNDING_FRACTION) {
      return Relation.DUPLICATE;
    }
    if (iou > DUPLICATE_IOU) {
      return Relation.NEAR_DUPLICATE;
    }
    return largerShare >= 1 - ROUNDING_FRACTION ? Relation.NESTED : Relation.PARTIAL;
  }

  private static @Nullable Long commonDays(Member a, Member b) {
    if (a.start == null || a.end == null || b.start == null || b.end == null) {
      return null;
    }
    LocalDate from = a.start.isAfter(b.start) ? a.start : b.start;
    LocalDate to = a.end.isBefore(b.end) ? a.end : b.end;
    return Math.max(0, ChronoUnit.DAYS.between(from, to) + 1);
  }

  private static double ha(Geometry lonLat) {
    return PixelArea.polygonM2(lonLat) / HA_M2;
  }
}
