package org.heartwood.verification.event;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.grid.Grid;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.util.GeometryTransformer;
import org.locationtech.jts.operation.union.UnaryUnionOp;

/** Makes an event of its sums. */
final class EventBuilder {
  private static final double MM2_PER_HA = 1e10;
  private static final double DAYS = 30;

  private EventBuilder() {}

  static Event build(EventSums sums, Grid grid, List<FirePerimeter> fires, EventSettings settings) {
    Geometry outline = outline(sums, grid);
    double areaHa = sums.mm2 / MM2_PER_HA;
    double compactness =
        4 * Math.PI * outline.getArea() / (outline.getLength() * outline.getLength());
    double pixels = sums.pixels;
    return new Event(
        sums.firstPixel,
        kind(sums),
        sums.pixels,
        areaHa,
        LocalDate.ofEpochDay(sums.firstDay),
        LocalDate.ofEpochDay(sums.lastDay),
        LocalDate.ofEpochDay(sums.lastConfirmed),
        compactness,
        sums.elongation(),
        areaHa / Math.max(1, (sums.lastDay - sums.firstDay) / DAYS),
        sums.meanMagnitude(),
        sums.meanLevel(),
        sums.meanProbability(),
        sums.sure / pixels,
        sums.stillForest / pixels,
        sums.recovered / pixels,
        CauseRules.guess(
            sums,
            areaHa,
            compactness,
            evidence(sums, outline, fires),
            settings.longestGapDays(sums.firstDay, sums.lastDay)),
        outline);
  }

  private static Event.Kind kind(EventSums sums) {
    if (2 * sums.recovered >= sums.pixels) {
      return Event.Kind.REGROWTH;
    }
    return 2 * sums.stillForest >= sums.pixels ? Event.Kind.DEGRADATION : Event.Kind.DEFORESTATION;
  }

  private static Geometry outline(EventSums sums, Grid grid) {
    GeometryFactory factory = new GeometryFactory();
    List<Geometry> rectangles =
        sums.joinedRuns().stream()
            .map(
                run ->
                    factory.toGeometry(
                        new Envelope(
                            grid.x(run[1]), grid.x(run[2]), grid.y(run[0] + 1), grid.y(run[0]))))
            .toList();
    return new CornersOnly().transform(UnaryUnionOp.union(rectangles).norm());
  }

  /** Leaves out the points between the corners of an outline along rows and columns. */
  private static final class CornersOnly extends GeometryTransformer {
    @Override
    protected CoordinateSequence transformCoordinates(CoordinateSequence points, Geometry parent) {
      List<Coordinate> corners = new ArrayList<>();
      for (int i = 0; i < points.size(); i++) {
        Coordinate point = points.getCoordinate(i);
        int last = corners.size() - 1;
        if (last > 0 && straight(corners.get(last - 1), corners.get(last), point)) {
          corners.set(last, point);
        } else {
          corners.add(point);
        }
      }
      return factory.getCoordinateSequenceFactory().create(corners.toArray(Coordinate[]::new));
    }

    private static boolean straight(Coordinate a, Coordinate b, Coordinate c) {
      return (a.x == b.x && b.x == c.x) || (a.y == b.y && b.y == c.y);
    }
  }

  private static Evidence evidence(EventSums sums, Geometry outline, List<FirePerimeter> fires) {
    Optional<Evidence.FireCover> best = Optional.empty();
    for (FirePerimeter fire : fires) {
      if (fire.perimeter().getEnvelopeInternal().intersects(outline.getEnvelopeInternal())) {
        double cover = fire.perimeter().intersection(outline).getArea() / outline.getArea();
        int daysAfter = (int) Math.round(sums.meanDay() - fire.date().toEpochDay());
        if (best.isEmpty() || cover > best.get().coverFraction()) {
          best = Optional.of(new Evidence.FireCover(fire.name(), cover, daysAfter));
        }
      }
    }
    return new Evidence(best, OptionalDouble.empty(), OptionalDouble.empty());
  }
}
