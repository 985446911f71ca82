package org.heartwood.ingest.product;

import java.util.Locale;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * Sentinel-1 passes that see a place from the same side and angle; only those may be compared.
 *
 * @param pass flight direction
 * @param relativeOrbit track within the repeat cycle of 12 days, 1 to 175
 */
public record OrbitGroup(Pass pass, int relativeOrbit) {
  private static final int TRACKS = 175;

  public OrbitGroup {
    if (relativeOrbit < 1 || relativeOrbit > TRACKS) {
      throw new InputException(
          Reason.VALUE,
          "sat:relative_orbit "
              + relativeOrbit
              + ": expected a Sentinel-1 track of 1 to 175; check the item's properties");
    }
  }

  /** Flight direction. */
  public enum Pass {
    ASCENDING,
    DESCENDING
  }

  /**
   * From the properties of a STAC item (Satellite extension v1.0).
   *
   * @param orbitState {@code sat:orbit_state}, ascending or descending
   * @param relativeOrbit {@code sat:relative_orbit}
   * @throws InputException if either is not one of Sentinel-1
   */
  public static OrbitGroup of(String orbitState, int relativeOrbit) {
    return switch (orbitState.toLowerCase(Locale.ROOT)) {
      case "ascending" -> new OrbitGroup(Pass.ASCENDING, relativeOrbit);
      case "descending" -> new OrbitGroup(Pass.DESCENDING, relativeOrbit);
      default ->
          throw new InputException(
              Reason.VALUE,
              "sat:orbit_state \""
                  + orbitState
                  + "\": expected ascending or descending; without it passes of different angles"
                  + " would be mixed");
    };
  }
}
