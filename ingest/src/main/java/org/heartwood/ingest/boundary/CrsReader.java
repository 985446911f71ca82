package org.heartwood.ingest.boundary;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geotools.api.referencing.FactoryException;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.api.referencing.cs.AxisDirection;
import org.geotools.api.referencing.operation.MathTransform;
import org.geotools.api.referencing.operation.OperationNotFoundException;
import org.geotools.api.referencing.operation.TransformException;
import org.geotools.referencing.CRS;
import org.geotools.referencing.crs.DefaultGeographicCRS;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;
import org.locationtech.jts.geom.Coordinate;

/**
 * Understands a CRS in well-known text as Shapefiles ({@code .prj}) and GeoPackages carry it: by
 * its EPSG code if it gives one, else by its parameters (OGC 01-009 and Esri's dialect).
 */
final class CrsReader {
  private static final int MAX_CHARACTERS = 1 << 16;
  private static final int MAX_DEPTH = 16;

  private static final Pattern CODE =
      Pattern.compile(
          "(?:AUTHORITY|ID)\\s*\\[\\s*\"EPSG\"\\s*,\\s*\"?([0-9]{1,9})\"?\\s*\\]\\s*\\]\\s*$",
          Pattern.CASE_INSENSITIVE);

  /** Math transforms inside well-known text may name files to be opened. */
  private static final Pattern TRANSFORM =
      Pattern.compile("_MT\\s*[\\[(]|FITTED_CS|EXTENSION", Pattern.CASE_INSENSITIVE);

  /**
   * Projections that were seen to agree with PROJ. Others may be taken for a neighbour of theirs:
   * GeoTools 33 reads Behrmann's without its standard parallel, 540 km off in Ethiopia.
   */
  private static final Set<String> PROJECTIONS =
      Set.of(
          "transverse_mercator",
          "mercator",
          "mercator_1sp",
          "mercator_2sp",
          "mercator_auxiliary_sphere",
          "popular visualisation pseudo mercator",
          "lambert_conformal_conic",
          "lambert_conformal_conic_1sp",
          "lambert_conformal_conic_2sp",
          "albers",
          "albers_conic_equal_area",
          "lambert_azimuthal_equal_area",
          "mollweide",
          "sinusoidal");

  private static final Pattern PROJECTION =
      Pattern.compile("PROJECTION\\s*\\[\\s*\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);

  private static final Pattern WGS_84_DATUM =
      Pattern.compile(
          "DATUM\\s*\\[\\s*\"(D_)?(WGS[ _]?(19)?84|World Geodetic System 1984)\"",
          Pattern.CASE_INSENSITIVE);

  private CrsReader() {}

  /**
   * The system that a well-known text describes.
   *
   * @param log told when the shift from its datum to WGS 84 is not known and taken as none
   * @throws InputException if it cannot be understood or converted to WGS 84
   */
  static FileCrs ofText(String source, String text, ProblemLog log) {
    String wkt = text.strip();
    requirePlain(source, wkt);
    Matcher code = CODE.matcher(wkt);
    InputException unknownCode = null;
    if (code.find()) {
      try {
        return FileCrs.ofEpsg(source, Integer.parseInt(code.group(1)));
      } catch (InputException e) {
        unknownCode = e;
      }
    }
    try {
      requireKnownProjection(wkt);
      CoordinateReferenceSystem system = CRS.parseWKT(wkt);
      MathTransform transform = transform(system, wkt, log);
      String name = system.getName().getCode();
      return transform.isIdentity()
          ? new FileCrs("EPSG:4326", true, Coordinate::new)
          : new FileCrs(name, true, conversion(name, transform, isNorthFirst(system)));
    } catch (FactoryException | RuntimeException e) {
      if (unknownCode != null) {
        throw unknownCode;
      }
      throw new InputException(
          Reason.UNSUPPORTED,
          source
              + ": expected a CRS that can be converted to WGS 84, found "
              + JsonFault.quoted(wkt)
              + "; convert the boundary with ogr2ogr -t_srs OGC:CRS84",
          e);
    }
  }

  private static void requirePlain(String source, String wkt) {
    int depth = 0;
    int deepest = 0;
    for (int i = 0; i < wkt.length(); i++) {
      char c = wkt.charAt(i);
      depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
      deepest = Math.max(deepest, depth);
    }
    if (wkt.length() > MAX_CHARACTERS || deepest > MAX_DEPTH || TRANSFORM.matcher(wkt).find()) {
      throw new InputException(
          Reason.FORBIDDEN,
          source
              + ": expected a plain CRS in well-known text, found one with transforms or without"
              + " measure; convert the boundary with ogr2ogr -t_srs OGC:CRS84");
    }
  }

  private static void requireKnownProjection(String wkt) throws FactoryException {
    Matcher projection = PROJECTION.matcher(wkt);
    if (projection.find() && !PROJECTIONS.contains(projection.group(1).toLowerCase(Locale.ROOT))) {
      throw new FactoryException("projection " + projection.group(1) + " is not verified");
    }
  }

  private static MathTransform transform(
      CoordinateReferenceSystem system, String wkt, ProblemLog log) throws FactoryException {
    try {
      return CRS.findMathTransform(system, DefaultGeographicCRS.WGS84);
    } catch (OperationNotFoundException e) {
      MathTransform lenient = CRS.findMathTransform(system, DefaultGeographicCRS.WGS84, true);
      if (!WGS_84_DATUM.matcher(wkt).find()) {
        log.warning(
            Reason.NO_CRS,
            Place.FILE,
            "the shift from the datum of "
                + JsonFault.quoted(system.getName().getCode())
                + " to WGS 84 is not given; it was taken as none, which may be wrong by some"
                + " hundred metres",
            "convert the boundary with ogr2ogr -t_srs OGC:CRS84, which knows more datums");
      }
      return lenient;
    }
  }

  private static boolean isNorthFirst(CoordinateReferenceSystem system) {
    AxisDirection first = system.getCoordinateSystem().getAxis(0).getDirection();
    return first.absolute().equals(AxisDirection.NORTH);
  }

  /** Boundary files have easting first, whatever the text says on axes. */
  private static FileCrs.Conversion conversion(
      String name, MathTransform transform, boolean northFirst) {
    return (x, y) -> {
      double[] at = northFirst ? new double[] {y, x} : new double[] {x, y};
      try {
        transform.transform(at, 0, at, 0, 1);
      } catch (TransformException | RuntimeException e) {
        throw new InputException(Reason.VALUE, "(" + x + ", " + y + ") has no place in " + name, e);
      }
      return new Coordinate(at[0], at[1]);
    };
  }
}
