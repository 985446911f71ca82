package org.heartwood.verification.event;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.product.SpectralIndex;
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
            evidence(sums, outline, fires, settings.indices()),
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

  private static Evidence evidence(
      EventSums sums, Geometry outline, List<FirePerimeter> fires, Set<SpectralIndex> indices) {
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
    Optional<Evidence.Burn> burn = sums.burn();
    Optional<Evidence.Water> water = sums.water();
    List<String> missing = new ArrayList<>();
    if (burn.isEmpty()) {
      missing.add(missing("burn ratio", SpectralIndex.NBR, indices, sums.burnPixels, sums.pixels));
    }
    if (water.isEmpty()) {
      missing.add(
          missing("water index", SpectralIndex.MNDWI, indices, sums.waterPixels, sums.pixels));
    }
    return new Evidence(best, burn, water, String.join(", ", missing));
  }

  /** Why an index is not known. */
  private static String missing(
      String name, SpectralIndex index, Set<SpectralIndex> indices, long measured, long pixels) {
    return indices.contains(index)
        ? String.format(
            Locale.ROOT,
            "no %s: images within %d days before and after show %.0f %% of it",
            name,
            IndexChangesJob.MAX_DAYS,
            100.0 * measured / pixels)
        : String.format(
            Locale.ROOT,
            "no %s: the images lack %s or %s",
            name,
            index.first().key(),
            index.other().key());
  }
}
