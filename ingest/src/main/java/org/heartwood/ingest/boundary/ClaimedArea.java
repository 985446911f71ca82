package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.ingest.boundary.BoundaryReport.Areas;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelArea;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;

/**
 * The claimed area against the boundary's (rule X05). A difference above 1 % is reported, with an
 * explanation when one of the usual mistakes leads to the claimed number.
 */
final class ClaimedArea {

  /** Rule X05: the difference above which area and claim contradict each other. */
  static final double MAX_DIFFERENCE_FRACTION = 0.01;

  /** A mistake explains the claim when the area that it gives is this close to it. */
  static final double EXPLAINED_FRACTION = 0.005;

  /** International acre in hectares, exact. */
  private static final double ACRE_HA = 0.40468564224;

  private static final double HA_M2 = 10_000;
  private static final String WEB_MERCATOR = "EPSG:3857";

  /** A mistake and the number that it makes of the boundary's area. */
  private record Explanation(String words, double claimHa) {
    double distance(double claimedHa) {
      return Math.abs(claimHa / claimedHa - 1);
    }
  }

  private ClaimedArea() {}

  static void check(Areas areas, MultiPolygon dissolved, ProblemList problems) {
    Double claimedHa = areas.claimedHa();
    Optional<Double> difference = areas.differenceFraction();
    if (claimedHa == null
        || difference.isEmpty()
        || Math.abs(difference.get()) <= MAX_DIFFERENCE_FRACTION) {
      return;
    }
    problems.add(
        Defect.AREA_DIFFERS,
        Place.FILE,
        String.format(
                Locale.ROOT,
                "claimed %.2f ha, %+.1f %% against the %.2f ha of the boundary on the ellipsoid;"
                    + " expected within %.0f %%",
                claimedHa,
                100 * difference.get(),
                areas.dissolvedHa(),
                100 * MAX_DIFFERENCE_FRACTION)
            + explanations(areas, dissolved).stream()
                .filter(each -> each.distance(claimedHa) <= EXPLAINED_FRACTION)
                .min(Comparator.comparingDouble(each -> each.distance(claimedHa)))
                .map(each -> "; " + each.words)
                .orElse(""));
  }

  private static List<Explanation> explanations(Areas areas, MultiPolygon dissolved) {
    List<Explanation> all = new ArrayList<>();
    all.add(
        new Explanation(
            "the claim equals the sum of overlapping parts: overlaps counted twice",
            areas.repairedHa()));
    all.add(
        new Explanation(
            "the claim equals the sum of the rings before their repair", areas.asReadHa()));
    all.add(
        new Explanation(
            "the claim equals the boundary in acres: taken for hectares",
            areas.dissolvedHa() / ACRE_HA));
    all.add(
        new Explanation(
            "the claim equals the boundary with its holes filled", ha(holesFilled(dissolved))));
    mapArea(dissolved, utmZone(dissolved), "UTM (" + utmZone(dissolved) + ")").ifPresent(all::add);
    mapArea(dissolved, WEB_MERCATOR, "Web Mercator").ifPresent(all::add);
    if (Math.max(
            -dissolved.getEnvelopeInternal().getMinX(), dissolved.getEnvelopeInternal().getMaxX())
        <= 90) {
      all.add(
          new Explanation(
              "the claim equals the boundary with latitude and longitude swapped",
              ha(swapped(dissolved))));
    }
    return all;
  }

  private static double ha(Geometry lonLat) {
    return PixelArea.polygonM2(lonLat) / HA_M2;
  }

  private static Geometry holesFilled(MultiPolygon whole) {
    Polygon[] shells =
        Outline.polygons(whole).stream()
            .map(part -> part.getFactory().createPolygon(part.getExteriorRing()))
            .toArray(Polygon[]::new);
    return whole.getFactory().createMultiPolygon(shells);
  }

  private static String utmZone(Geometry lonLat) {
    Coordinate centre = lonLat.getEnvelopeInternal().centre();
    int zone = Math.max(1, Math.min(60, (int) Math.floor((centre.getX() + 180) / 6) + 1));
    return String.format(Locale.ROOT, "EPSG:32%d%02d", centre.getY() < 0 ? 7 : 6, zone);
  }

  /** Area on the map; empty where the map does not reach. */
  private static Optional<Explanation> mapArea(Geometry lonLat, String crs, String map) {
    Envelope extent = lonLat.getEnvelopeInternal();
    if (extent.getWidth() > 20 || extent.getMinY() < -80 || extent.getMaxY() > 84) {
      return Optional.empty();
    }
    double claimHa = MapProjection.of(crs).project(lonLat).getArea() / HA_M2;
    return Optional.of(new Explanation("the claim equals the area on the map in " + map, claimHa));
  }

  private static Geometry swapped(Geometry lonLat) {
    Geometry copy = lonLat.copy();
    copy.apply(
        (Coordinate vertex) -> {
          double lon = vertex.getX();
          vertex.setX(vertex.getY());
          vertex.setY(lon);
        });
    copy.geometryChanged();
    return copy;
  }
}
