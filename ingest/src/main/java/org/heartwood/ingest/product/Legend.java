package org.heartwood.ingest.product;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * What the codes of a class map mean. A code that is neither a class nor no data is counted and
 * reported, never taken for anything.
 *
 * @param name name of the map, as shown in messages
 * @param classes its classes, at least one, each code once
 * @param noData codes without data, none of them a class; the file's own no-data value need not be
 *     among them
 */
public record Legend(String name, List<LandClass> classes, Set<Integer> noData) {
  public Legend {
    classes = List.copyOf(classes);
    noData = Set.copyOf(noData);
    if (classes.isEmpty()) {
      throw refused(name, "has no class", "name at least one code");
    }
    Set<Integer> seen = new HashSet<>(noData);
    for (LandClass each : classes) {
      if (!seen.add(each.code())) {
        throw refused(
            name,
            "code " + each.code() + " (" + each.label() + ") has two meanings",
            "name every code once, as a class or as no data");
      }
    }
  }

  private static InputException refused(String name, String found, String remedy) {
    return new InputException(Reason.VALUE, "legend \"" + name + "\": " + found + "; " + remedy);
  }

  /** The class of a code; empty for no data and for unknown codes. */
  public Optional<LandClass> of(float code) {
    return classes.stream().filter(each -> each.code() == code).findFirst();
  }

  /** Codes of the map: those of its classes stay, no data and unknown codes become NaN. */
  public Decoded decode(FloatRaster raw) {
    Set<Integer> codes = classes.stream().map(LandClass::code).collect(Collectors.toSet());
    return Decoded.of(
        raw,
        code -> noData.contains(code) ? Float.NaN : codes.contains(code) ? code : Decoded.UNKNOWN);
  }
}
