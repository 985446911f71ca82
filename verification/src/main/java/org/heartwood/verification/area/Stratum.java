package org.heartwood.verification.area;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * A part of the ground from which reference points were drawn at random.
 *
 * @param name its name
 * @param areaHa its area on the ellipsoid, ha, > 0
 * @param mapClasses classes of the map that occur in it; one where strata are the map's classes
 * @param units pixels in it, where whole pixels were drawn without replacement; empty where points
 *     were drawn, of which there is no end: the finite population correction 1 − n/N is then 1
 */
public record Stratum(String name, double areaHa, Set<String> mapClasses, OptionalLong units) {
  public Stratum {
    mapClasses = Collections.unmodifiableSet(new TreeSet<>(mapClasses));
    if (!(areaHa > 0) || Double.isInfinite(areaHa)) {
      throw new IllegalArgumentException(
          "areaHa of stratum " + name + " must be > 0 ha, was " + areaHa);
    }
    if (mapClasses.isEmpty()) {
      throw new IllegalArgumentException("stratum " + name + " must hold a class of the map");
    }
    if (units.isPresent() && units.getAsLong() <= 0) {
      throw new IllegalArgumentException(
          "units of stratum " + name + " must be > 0 pixels, was " + units.getAsLong());
    }
  }

  /** A stratum that is a class of the map, sampled by points. */
  public static Stratum ofClass(String mapClass, double areaHa) {
    return new Stratum(mapClass, areaHa, Set.of(mapClass), OptionalLong.empty());
  }
}
