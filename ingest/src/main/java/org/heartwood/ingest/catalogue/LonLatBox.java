package org.heartwood.ingest.catalogue;

import java.io.Serializable;
import org.locationtech.jts.geom.Envelope;

/**
 * A box of longitude and latitude, edges included (RFC 7946 §5). A box whose west edge lies east of
 * its east edge crosses the antimeridian.
 *
 * @param westDeg −180 to 180
 * @param southDeg −90 to 90, ≤ {@code northDeg}
 * @param eastDeg −180 to 180
 * @param northDeg −90 to 90
 */
public record LonLatBox(double westDeg, double southDeg, double eastDeg, double northDeg)
    implements Serializable {
  public LonLatBox {
    if (!(Math.abs(westDeg) <= 180 && Math.abs(eastDeg) <= 180)) {
      throw new IllegalArgumentException(
          "longitudes must be -180 to 180 degrees, were " + westDeg + ", " + eastDeg);
    }
    if (!(southDeg >= -90 && southDeg <= northDeg && northDeg <= 90)) {
      throw new IllegalArgumentException(
          "latitudes must be -90 to 90 degrees, south first, were " + southDeg + ", " + northDeg);
    }
  }

  /** The box of an envelope in longitude and latitude. */
  public static LonLatBox of(Envelope lonLat) {
    return new LonLatBox(lonLat.getMinX(), lonLat.getMinY(), lonLat.getMaxX(), lonLat.getMaxY());
  }

  public boolean crossesAntimeridian() {
    return westDeg > eastDeg;
  }

  /** Whether both boxes share a point. */
  public boolean intersects(LonLatBox other) {
    return southDeg <= other.northDeg
        && other.southDeg <= northDeg
        && (sharesLongitude(other, 0)
            || sharesLongitude(other, 360)
            || sharesLongitude(other, -360));
  }

  private boolean sharesLongitude(LonLatBox other, double shiftDeg) {
    return westDeg <= other.unwrappedEastDeg() + shiftDeg
        && other.westDeg + shiftDeg <= unwrappedEastDeg();
  }

  private double unwrappedEastDeg() {
    return crossesAntimeridian() ? eastDeg + 360 : eastDeg;
  }
}
