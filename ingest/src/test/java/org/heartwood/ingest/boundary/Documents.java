package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** Boundary documents made in memory. */
final class Documents {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  private Documents() {}

  static MultiPolygon multiPolygon(String wkt) {
    try {
      Geometry read = new WKTReader(GEOMETRIES).read(wkt);
      return read instanceof MultiPolygon several ? several : multiPolygon((Polygon) read);
    } catch (ParseException e) {
      throw new IllegalArgumentException(wkt, e);
    }
  }

  static MultiPolygon multiPolygon(Polygon... parts) {
    return GEOMETRIES.createMultiPolygon(parts);
  }

  /** One feature a geometry. */
  static BoundaryDocument of(String... wkt) {
    return of(Arrays.stream(wkt).map(Documents::multiPolygon).toList());
  }

  static BoundaryDocument of(List<MultiPolygon> geometries) {
    List<BoundaryFeature> features = new ArrayList<>();
    for (int i = 0; i < geometries.size(); i++) {
      features.add(new BoundaryFeature(i, null, geometries.get(i)));
    }
    return new BoundaryDocument(
        "made.geojson", BoundaryDocument.Format.GEOJSON, "EPSG:4326", true, features, List.of());
  }

  /** A square in degrees, by its lower left corner. */
  static String square(double lon, double lat, double edgeDeg) {
    return "POLYGON(" + squareRing(lon, lat, edgeDeg) + ")";
  }

  static String squareRing(double lon, double lat, double edgeDeg) {
    double east = lon + edgeDeg;
    double north = lat + edgeDeg;
    return "(" + lon + " " + lat + "," + east + " " + lat + "," + east + " " + north + "," + lon
        + " " + north + "," + lon + " " + lat + ")";
  }
}
