package org.heartwood.verification.layer;

import org.geotools.api.referencing.FactoryException;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.metadata.iso.citation.Citations;
import org.geotools.referencing.CRS;
import org.geotools.referencing.wkt.Formattable;
import org.heartwood.ingest.issue.InputException;

/**
 * A coordinate reference system of the EPSG register with its definition, which a GeoPackage must
 * carry.
 *
 * @param epsg EPSG code, > 0
 * @param name register name, such as {@code WGS 84 / UTM zone 36N}
 * @param wkt definition as OGC well-known text 1
 */
public record Srs(int epsg, String name, String wkt) {
  private static final String WGS_84 =
      "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,"
          + "AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],"
          + "PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],"
          + "UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],"
          + "AUTHORITY[\"EPSG\",\"4326\"]]";

  public Srs {
    if (epsg <= 0) {
      throw new IllegalArgumentException("an EPSG code must be > 0, was " + epsg);
    }
    if (!wkt.startsWith("GEOGCS[") && !wkt.startsWith("PROJCS[")) {
      throw new IllegalArgumentException(
          "EPSG:" + epsg + ": its well-known text must start with GEOGCS[ or PROJCS[, was " + wkt);
    }
  }

  /**
   * A system of the register. WGS 84 in degrees and in its UTM zones is written here as GDAL writes
   * it, any other by GeoTools, axes east and north.
   *
   * @param crs authority code, such as {@code EPSG:32636}
   * @throws InputException if the register has no such code, or GeoTools no such projection
   */
  public static Srs of(String crs) {
    if (crs.matches("EPSG:4326")) {
      return new Srs(4326, "WGS 84", WGS_84);
    }
    if (crs.matches("EPSG:32[67](0[1-9]|[1-5][0-9]|60)")) {
      int epsg = Integer.parseInt(crs.substring("EPSG:".length()));
      return utm(epsg, epsg % 100, epsg < 32700);
    }
    return registered(crs);
  }

  private static Srs registered(String crs) {
    try {
      CoordinateReferenceSystem found = CRS.decode(crs, true);
      return new Srs(
          Integer.parseInt(crs.substring(crs.indexOf(':') + 1)),
          found.getName().getCode(),
          ((Formattable) found).toWKT(Citations.OGC, 0));
    } catch (FactoryException | NumberFormatException e) {
      throw new InputException(
          crs
              + ": is no system of the EPSG register, or one that layers cannot be written in; warp"
              + " the data to their UTM zone with gdalwarp -t_srs EPSG:…",
          e);
    }
  }

  private static Srs utm(int epsg, int zone, boolean north) {
    String name = "WGS 84 / UTM zone " + zone + (north ? "N" : "S");
    String wkt =
        "PROJCS[\""
            + name
            + "\","
            + WGS_84
            + ",PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],"
            + "PARAMETER[\"central_meridian\","
            + (6 * zone - 183)
            + "],PARAMETER[\"scale_factor\",0.9996],PARAMETER[\"false_easting\",500000],"
            + "PARAMETER[\"false_northing\","
            + (north ? 0 : 10_000_000)
            + "],UNIT[\"metre\",1,AUTHORITY[\"EPSG\",\"9001\"]],AXIS[\"Easting\",EAST],"
            + "AXIS[\"Northing\",NORTH],AUTHORITY[\"EPSG\",\""
            + epsg
            + "\"]]";
    return new Srs(epsg, name, wkt);
  }

  /** Authority code, such as {@code EPSG:32636}. */
  public String code() {
    return "EPSG:" + epsg;
  }

  /** Whether its coordinates are degrees, not lengths. */
  public boolean geographic() {
    return wkt.startsWith("GEOGCS[");
  }
}
