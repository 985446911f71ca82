package org.heartwood.inference.biomass;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.heartwood.inference.biomass.WoodDensity.Level;

/**
 * Wood density by species, else genus, else family, else the mean of all species. The error at each
 * step is the spread that the table itself shows there, pooled over groups: species within genera,
 * species within families, all species. A species' own value is given the error of its genus: the
 * table holds no repeated measurements, so that is an upper bound.
 */
public final class WoodDensityTable {
  /**
   * Spread within genera, within families and of all species, g/cm³, of the 121 species of Jamari
   * in the data sample amazon-inventories: for lists that are too short to show theirs.
   */
  private static final double USUAL_GENUS_DEVIATION = 0.050;

  private static final double USUAL_FAMILY_DEVIATION = 0.120;
  private static final double USUAL_DEVIATION = 0.149;

  /** Species from which a list's own spread counts. */
  private static final int ENOUGH_SPECIES = 50;

  private final Map<String, Double> bySpecies;
  private final Map<String, Double> byGenus;
  private final Map<String, Double> byFamily;
  private final double mean;
  private final double genusDeviation;
  private final double familyDeviation;
  private final double deviation;

  /**
   * One species.
   *
   * @param species genus and epithet
   * @param family its family, if known
   * @param densityGPerCm3 wood density, above 0.05 and below 1.4 g/cm³
   */
  public record Entry(String species, Optional<String> family, double densityGPerCm3) {
    public Entry {
      if (!(densityGPerCm3 > 0.05 && densityGPerCm3 < 1.4)) {
        throw new IllegalArgumentException(
            "wood density of "
                + species
                + " must be above 0.05 and below 1.4 g/cm3, was "
                + densityGPerCm3);
      }
    }
  }

  private WoodDensityTable(List<Entry> entries) {
    SortedMap<String, List<Double>> species =
        grouped(entries, entry -> Optional.of(entry.species()));
    List<Entry> single =
        species.entrySet().stream()
            .map(
                named ->
                    new Entry(
                        named.getKey(),
                        entries.stream()
                            .filter(entry -> entry.species().equals(named.getKey()))
                            .flatMap(entry -> entry.family().stream())
                            .findFirst(),
                        mean(named.getValue())))
            .toList();
    SortedMap<String, List<Double>> genera =
        grouped(single, entry -> Optional.of(genus(entry.species())));
    SortedMap<String, List<Double>> families = grouped(single, Entry::family);
    List<Double> all = single.stream().map(Entry::densityGPerCm3).toList();
    bySpecies = means(species);
    byGenus = means(genera);
    byFamily = means(families);
    mean = mean(all);
    deviation = pooledDeviation(List.of(all));
    genusDeviation = pooledDeviation(genera.values());
    familyDeviation = pooledDeviation(families.values());
  }

  /**
   * A table from its entries; a species given several times counts once, with its mean.
   *
   * @throws IllegalArgumentException if no genus and no family has two species, because then its
   *     errors cannot be known
   */
  public static WoodDensityTable of(List<Entry> entries) {
    WoodDensityTable table = new WoodDensityTable(entries);
    if (!(table.genusDeviation > 0) || !(table.familyDeviation > 0)) {
      throw new IllegalArgumentException(
          "a wood density table needs two species in one genus and in one family, had "
              + entries.size()
              + " entries");
    }
    return table;
  }

  /**
   * The table of one list of trees. With fewer than {@value #ENOUGH_SPECIES} species its errors are
   * those of a longer list.
   *
   * @param entries of trees whose species is named; may be empty, then nothing can be looked up
   * @param mean density of trees that cannot be looked up, g/cm³
   */
  static WoodDensityTable ofList(List<Entry> entries, double mean) {
    WoodDensityTable table = new WoodDensityTable(entries);
    return table.species() >= ENOUGH_SPECIES
            && table.genusDeviation > 0
            && table.familyDeviation > 0
        ? table
        : new WoodDensityTable(table, mean);
  }

  private WoodDensityTable(WoodDensityTable table, double mean) {
    bySpecies = table.bySpecies;
    byGenus = table.byGenus;
    byFamily = table.byFamily;
    this.mean = mean;
    genusDeviation = USUAL_GENUS_DEVIATION;
    familyDeviation = USUAL_FAMILY_DEVIATION;
    deviation = USUAL_DEVIATION;
  }

  /** Number of species. */
  public int species() {
    return bySpecies.size();
  }

  /** Density of a tree by what is known of it. */
  public WoodDensity of(Optional<String> species, Optional<String> family) {
    if (species.isPresent()) {
      String name = species.get();
      Double exact = bySpecies.get(name);
      if (exact != null) {
        return new WoodDensity(exact, genusDeviation, Level.SPECIES, name);
      }
      Double genus = byGenus.get(genus(name));
      if (genus != null) {
        return new WoodDensity(genus, genusDeviation, Level.GENUS, name);
      }
    }
    Double ofFamily = family.map(byFamily::get).orElse(null);
    if (ofFamily != null) {
      return new WoodDensity(ofFamily, familyDeviation, Level.FAMILY, species.orElse(""));
    }
    return new WoodDensity(mean, deviation, Level.MEAN, species.orElse(""));
  }

  /** Standard deviation of the error at a level, g/cm³. */
  public double deviationGPerCm3(Level level) {
    return switch (level) {
      case SPECIES, GENUS -> genusDeviation;
      case FAMILY -> familyDeviation;
      case MEAN -> deviation;
    };
  }

  private static String genus(String species) {
    int space = species.indexOf(' ');
    return space < 0 ? species : species.substring(0, space);
  }

  private static SortedMap<String, List<Double>> grouped(
      List<Entry> entries, Function<Entry, Optional<String>> key) {
    SortedMap<String, List<Double>> groups = new TreeMap<>();
    for (Entry entry : entries) {
      key.apply(entry)
          .ifPresent(
              name ->
                  groups
                      .computeIfAbsent(name, unused -> new ArrayList<>())
                      .add(entry.densityGPerCm3()));
    }
    return groups;
  }

  private static Map<String, Double> means(SortedMap<String, List<Double>> groups) {
    return groups.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, group -> mean(group.getValue())));
  }

  private static double mean(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.size();
  }

  private static double pooledDeviation(Collection<List<Double>> groups) {
    double squares = 0;
    int freedom = 0;
    for (List<Double> group : groups) {
      double mean = mean(group);
      for (double value : group) {
        squares += (value - mean) * (value - mean);
      }
      freedom += group.size() - 1;
    }
    return Math.sqrt(squares / freedom);
  }
}
