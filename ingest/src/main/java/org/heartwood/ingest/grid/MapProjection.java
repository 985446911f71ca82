package org.heartwood.ingest.grid;

import java.io.Serializable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.heartwood.ingest.issue.InputException;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.proj4j.BasicCoordinateTransform;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateReferenceSystem;
import org.locationtech.proj4j.CoordinateTransform;
import org.locationtech.proj4j.Proj4jException;
import org.locationtech.proj4j.ProjCoordinate;
import org.locationtech.proj4j.datum.Datum;

/**
 * Converts between longitude and latitude (WGS 84, degrees, longitude first) and the coordinates of
 * one coordinate reference system. {@code EPSG:4326} is the identity, longitude first like every
 * raster.
 *
 * <p>It serialises as its code; the transforms are rebuilt where it arrives. The first look at a
 * code takes tens of milliseconds, a conversion less than a microsecond. Safe for use by several
 * threads.
 */
public final class MapProjection implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String LON_LAT = "EPSG:4326";

  /** Looking a code up reads through the register's text; what was found stays true. */
  private static final ConcurrentMap<String, Transforms> KNOWN = new ConcurrentHashMap<>();

  private final String crs;
  private transient volatile @Nullable Transforms transforms;

  private record Transforms(CoordinateTransform forward, CoordinateTransform inverse) {}

  private MapProjection(String crs) {
    this.crs = crs;
  }

  /**
   * The projection of an authority code.
   *
   * @param crs code such as {@code EPSG:32636}
   * @throws InputException if the code is unknown, or its datum cannot be converted to WGS 84
   *     without grid files, which are not carried
   */
  public static MapProjection of(String crs) {
    MapProjection projection = new MapProjection(crs);
    if (!projection.isLonLat()) {
      projection.transforms = KNOWN.computeIfAbsent(crs, MapProjection::look);
    }
    return projection;
  }

  private static Transforms look(String crs) {
    CRSFactory factory = new CRSFactory();
    CoordinateReferenceSystem system;
    try {
      system = factory.createFromName(crs);
    } catch (Proj4jException | IllegalStateException e) {
      throw new InputException(
          "unknown coordinate reference system \""
              + crs
              + "\"; give an EPSG code such as EPSG:32636 (UTM zone 36 north)",
          e);
    }
    int datum = system.getDatum().getTransformType();
    boolean needsGridFiles =
        datum == Datum.TYPE_UNKNOWN
            || (datum == Datum.TYPE_GRIDSHIFT
                && !system.getParameterString().contains("+nadgrids=@null"));
    if (needsGridFiles) {
      throw new InputException(
          crs
              + ": its datum cannot be converted to WGS 84 without grid files; warp the data to a"
              + " WGS 84 system such as its UTM zone with gdalwarp -t_srs EPSG:…");
    }
    CoordinateReferenceSystem lonLat = factory.createFromName(LON_LAT);
    return new Transforms(
        new BasicCoordinateTransform(lonLat, system), new BasicCoordinateTransform(system, lonLat));
  }

  /** The authority code. */
  public String crs() {
    return crs;
  }

  /** Whether its coordinates are longitude and latitude on WGS 84 already. */
  public boolean isLonLat() {
    return crs.equals(LON_LAT);
  }

  /**
   * From longitude and latitude to the coordinates of this system.
   *
   * @param lonDeg longitude, −180 to 180
   * @param latDeg latitude, −90 to 90
   * @throws InputException if the projection has no place for that position
   */
  public Coordinate forward(double lonDeg, double latDeg) {
    Coordinate out = new Coordinate();
    convert(true, lonDeg, latDeg, out);
    return out;
  }

  /**
   * From the coordinates of this system to longitude (x) and latitude (y), degrees.
   *
   * @throws InputException if the position lies outside what the projection can show
   */
  public Coordinate inverse(double x, double y) {
    Coordinate out = new Coordinate();
    convert(false, x, y, out);
    return out;
  }

  /**
   * A geometry in longitude and latitude as one in this system, vertex by vertex: no vertices are
   * added along its edges.
   */
  public Geometry project(Geometry lonLat) {
    return converted(true, lonLat);
  }

  /**
   * A geometry in this system as one in longitude and latitude, vertex by vertex: no vertices are
   * added along its edges.
   */
  public Geometry unproject(Geometry projected) {
    return converted(false, projected);
  }

  private Geometry converted(boolean forward, Geometry geometry) {
    Geometry copy = geometry.copy();
    if (!isLonLat()) {
      copy.apply(new VertexConversion(forward));
    }
    return copy;
  }

  private void convert(boolean forward, double x, double y, Coordinate out) {
    if (isLonLat()) {
      out.setX(x);
      out.setY(y);
      return;
    }
    Transforms ready = transforms;
    if (ready == null) {
      ready = look(crs);
      transforms = ready;
    }
    ProjCoordinate target = new ProjCoordinate();
    try {
      CoordinateTransform transform = forward ? ready.forward : ready.inverse;
      transform.transform(new ProjCoordinate(x, y), target);
    } catch (Proj4jException | IllegalStateException e) {
      throw outside(forward, x, y, e);
    }
    if (!Double.isFinite(target.x) || !Double.isFinite(target.y)) {
      throw outside(forward, x, y, null);
    }
    out.setX(target.x);
    out.setY(target.y);
  }

  private InputException outside(
      boolean forward, double x, double y, @Nullable RuntimeException cause) {
    String message =
        crs
            + ": cannot convert "
            + (forward ? "longitude and latitude (" : "the coordinates (")
            + x
            + ", "
            + y
            + "); the position lies outside what this system can show, check the boundary and the"
            + " CRS of the imagery";
    return cause == null ? new InputException(message) : new InputException(message, cause);
  }

  private final class VertexConversion implements CoordinateSequenceFilter {
    private final boolean forward;
    private final Coordinate converted = new Coordinate();

    VertexConversion(boolean forward) {
      this.forward = forward;
    }

    @Override
    public void filter(CoordinateSequence vertices, int i) {
      convert(forward, vertices.getX(i), vertices.getY(i), converted);
      vertices.setOrdinate(i, CoordinateSequence.X, converted.getX());
      vertices.setOrdinate(i, CoordinateSequence.Y, converted.getY());
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public boolean isGeometryChanged() {
      return true;
    }
  }
}
