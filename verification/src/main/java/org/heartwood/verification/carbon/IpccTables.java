package org.heartwood.verification.carbon;

import com.google.common.base.Splitter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.heartwood.ingest.issue.InputException;

/**
 * Above-ground biomass, root-to-shoot ratios and growth of natural forests: 2019 Refinement to the
 * 2006 IPCC Guidelines, volume 4, chapter 4, tables 4.7, 4.4 and 4.9 (updated).
 */
public final class IpccTables {
  private static final String NATURAL = "Natural";

  private final List<List<String>> biomass = read("ipcc2019_table4_7_agb.csv");
  private final List<List<String>> rootShoot = read("ipcc2019_table4_4_root_shoot.csv");
  private final List<List<String>> growth = read("ipcc2019_table4_9_growth_tropical.csv");

  /**
   * A value of a table.
   *
   * @param mean the table's value
   * @param standardDeviation its spread: as printed where the table gives a standard deviation,
   *     half the half-width where it gives a 95 % interval, 90 % of the value over 1.96 where it
   *     gives the default uncertainty of ± 90 %
   * @param row where it stands: table, zone, continent, status
   */
  public record Entry(double mean, double standardDeviation, String row) {}

  /**
   * Above-ground biomass, tonnes of dry matter per hectare (table 4.7).
   *
   * @throws InputException listing the table's rows of the zone if there is no such row
   */
  public Entry aboveGroundBiomass(String zone, String continent, String status) {
    List<String> row =
        find(
            biomass,
            "table 4.7",
            columns ->
                columns.get(0).equals(zone)
                    && columns.get(1).equals(continent)
                    && columns.get(2).equals(status),
            columns -> columns.get(0).equals(zone),
            zone + ", " + continent + ", " + status);
    return entry(
        row.get(3), row.get(4), row.get(5), "IPCC 2019 table 4.7: " + join(row.subList(0, 3)));
  }

  /**
   * Ratio of below-ground to above-ground biomass (table 4.4) of natural forest.
   *
   * @param zone zone as in table 4.7, such as {@code Tropical mountain}
   * @param aboveGroundTonnesPerHa chooses the table's biomass class
   * @throws InputException listing the table's rows of the zone if there is no such row
   */
  public Entry rootShootRatio(String zone, String continent, double aboveGroundTonnesPerHa) {
    String biomassClass = aboveGroundTonnesPerHa > 125 ? ">125" : "<=125";
    Predicate<List<String>> ofZone =
        columns -> zone.equalsIgnoreCase(columns.get(0) + " " + columns.get(1));
    List<String> row =
        find(
            rootShoot,
            "table 4.4",
            columns ->
                ofZone.test(columns)
                    && columns.get(2).equals(continent)
                    && columns.get(3).equals(NATURAL)
                    && columns.get(4).equals(biomassClass),
            ofZone,
            zone + ", " + continent + ", " + NATURAL + ", " + biomassClass + " t/ha");
    return entry(
        row.get(5), row.get(6), row.get(7), "IPCC 2019 table 4.4: " + join(row.subList(0, 5)));
  }

  /**
   * Growth of above-ground biomass, tonnes of dry matter per hectare and year (table 4.9, tropical
   * zones); may be negative.
   *
   * @throws InputException listing the table's rows of the zone if there is no such row
   */
  public Entry growth(String zone, String continent, String status) {
    List<String> row =
        find(
            growth,
            "table 4.9",
            columns ->
                columns.get(0).equals(zone)
                    && columns.get(1).equals(continent)
                    && columns.get(2).equals(status),
            columns -> columns.get(0).equals(zone),
            zone + ", " + continent + ", " + status);
    return entry(
        row.get(3), row.get(4), row.get(5), "IPCC 2019 table 4.9: " + join(row.subList(0, 3)));
  }

  private static List<String> find(
      List<List<String>> table,
      String name,
      Predicate<List<String>> wanted,
      Predicate<List<String>> near,
      String subject) {
    return table.stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "method.carbon: IPCC 2019 "
                        + name
                        + " has no row for "
                        + subject
                        + "; choose one of: "
                        + table.stream()
                            .filter(near)
                            .map(IpccTables::join)
                            .collect(Collectors.joining(" | "))));
  }

  private static String join(List<String> columns) {
    return String.join(", ", columns);
  }

  private static Entry entry(String value, String uncertainty, String type, String row) {
    double mean = Double.parseDouble(value);
    double sd =
        switch (type) {
          case "SD" -> Double.parseDouble(uncertainty);
          case "95%CI" -> Double.parseDouble(uncertainty) / 1.96;
          case "default" -> 0.9 * Math.abs(mean) / 1.96;
          default ->
              throw new InputException(
                  row
                      + ": its uncertainty is given as "
                      + type
                      + ", which is not supported; choose another row");
        };
    return new Entry(mean, sd, row);
  }

  private static List<List<String>> read(String resource) {
    List<List<String>> rows = new ArrayList<>();
    InputStream stream =
        Objects.requireNonNull(IpccTables.class.getResourceAsStream(resource), resource);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("\"") && !line.startsWith("#")) {
          rows.add(Splitter.on(',').splitToList(line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(rows.subList(1, rows.size()));
  }
}
