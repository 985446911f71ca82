package org.heartwood.verification.area;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * A stratified random sample with its reference labels. Strata need not be the classes of the map.
 *
 * @param classes the legend of the reference, in the order of reports; every class has an estimate,
 *     seen or not. The map may have classes beyond it, such as ground that it does not show
 * @param strata strata that cover the ground without overlap
 * @param mappedHa area that the map gives its classes, ha: the count of pixels
 * @param tallies labels of the points
 */
public record StratifiedSample(
    List<String> classes, List<Stratum> strata, Map<String, Double> mappedHa, List<Tally> tallies) {
  /**
   * @throws InputException if a label is not in the legend, a point lies in no stratum, a stratum
   *     holds a class of the map that it should not, or has more points than pixels
   */
  public StratifiedSample {
    classes = List.copyOf(classes);
    strata = List.copyOf(strata);
    mappedHa = Map.copyOf(mappedHa);
    tallies = List.copyOf(tallies);
    Map<String, Stratum> named =
        strata.stream().collect(Collectors.toMap(Stratum::name, Function.identity()));
    Map<String, Long> drawn = new TreeMap<>();
    for (Tally tally : tallies) {
      Stratum stratum = named.get(tally.stratum());
      if (stratum == null) {
        throw new InputException(
            Reason.OUTSIDE_AREA,
            "a point lies in \""
                + tally.stratum()
                + "\", which is none of the strata "
                + named.keySet().stream().sorted().toList()
                + "; a point outside of all strata says nothing of them, take it out");
      }
      requireClass(classes, tally.referenceClass(), "reference labels");
      requireClass(stratum.mapClasses(), tally.mapClass(), "stratum " + stratum.name());
      drawn.merge(tally.stratum(), tally.points(), Long::sum);
    }
    drawn.forEach(
        (name, points) -> {
          Stratum stratum = named.get(name);
          if (stratum != null
              && stratum.units().isPresent()
              && points > stratum.units().getAsLong()) {
            throw new InputException(
                Reason.INCONSISTENT,
                "stratum "
                    + name
                    + " has "
                    + stratum.units().getAsLong()
                    + " pixels but "
                    + points
                    + " points without replacement; correct one of them");
          }
        });
  }

  private static void requireClass(Iterable<String> classes, String found, String where) {
    for (String known : classes) {
      if (known.equals(found)) {
        return;
      }
    }
    throw new InputException(
        Reason.VALUE,
        where + ": class \"" + found + "\" is none of " + classes + "; correct the label");
  }

  /** Area of all strata, ha. */
  public double areaHa() {
    return strata.stream().mapToDouble(Stratum::areaHa).sum();
  }

  /** Points of all strata. */
  public long points() {
    return tallies.stream().mapToLong(Tally::points).sum();
  }

  /** Area that the map gives a class, ha; 0 where it has none. */
  double mappedHa(String mapClass) {
    return mappedHa.getOrDefault(mapClass, 0.0);
  }

  /** The names of all strata that have an area but no point. */
  List<String> unsampled() {
    Set<String> sampled =
        tallies.stream()
            .filter(tally -> tally.points() > 0)
            .map(Tally::stratum)
            .collect(Collectors.toSet());
    return strata.stream().map(Stratum::name).filter(name -> !sampled.contains(name)).toList();
  }
}
