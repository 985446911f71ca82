package org.heartwood.ingest.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.project.Statements.StatedInterval;

/**
 * Estimates of over-crediting by project: common practice recomputed from forest inventory plots of
 * each project's own species, and the credits beyond it (Badgley et al. 2022,
 * doi:10.1111/gcb.15943). A table with the columns {@code id}, {@code alt_slag_q05}, {@code
 * alt_slag_q50}, {@code alt_slag_q95} (standing live trees above ground, t CO2e per acre), {@code
 * excess_q05}, {@code excess_q50} and {@code excess_q95} (t CO2e).
 */
public final class CarbonPlanCrediting {
  /** No estimates. */
  public static final CarbonPlanCrediting NONE = new CarbonPlanCrediting(Map.of());

  static final String SOURCE =
      "Badgley et al. 2022, doi:10.1111/gcb.15943: forest inventory plots of the project's species";

  /** Price by which the same authors value the credits. */
  static final double PRICE_USD_PER_TONNE = 13.67;

  private static final String HEADER =
      "id,alt_slag_q05,alt_slag_q50,alt_slag_q95,excess_q05,excess_q50,excess_q95";

  private final Map<String, Row> rows;

  private CarbonPlanCrediting(Map<String, Row> rows) {
    this.rows = Map.copyOf(rows);
  }

  /** Estimates of one project. */
  record Row(
      StatedInterval commonPracticeCo2eTonnesPerAcre, StatedInterval excessCreditsCo2eTonnes) {}

  /**
   * Reads the table.
   *
   * @throws InputException naming file, line and value
   */
  public static CarbonPlanCrediting read(Path csv) {
    List<String> lines;
    try {
      lines = Files.readAllLines(csv, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InputException(csv + ": cannot be read (" + e.getMessage() + ")", e);
    }
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new InputException(
          csv + ":1: expected the header " + HEADER + "; export the table again");
    }
    Map<String, Row> rows = new LinkedHashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] fields = lines.get(i).split(",", -1);
      String place = csv + ":" + (i + 1);
      if (fields.length != 7) {
        throw new InputException(place + ": expected 7 fields, found " + fields.length);
      }
      if (rows.put(
              RegistryId.parse(fields[0]).canonical(),
              new Row(interval(place, fields, 1), interval(place, fields, 4)))
          != null) {
        throw new InputException(place + ": " + fields[0] + " is there twice; remove one of them");
      }
    }
    return new CarbonPlanCrediting(rows);
  }

  /** Number of projects. */
  public int size() {
    return rows.size();
  }

  Optional<Row> of(RegistryId id) {
    return Optional.ofNullable(rows.get(id.canonical()));
  }

  private static StatedInterval interval(String place, String[] fields, int from) {
    double low = number(place, fields[from]);
    double value = number(place, fields[from + 1]);
    double high = number(place, fields[from + 2]);
    if (!(low <= value && value <= high)) {
      throw new InputException(
          place + ": expected quantiles in order, found " + low + ", " + value + ", " + high);
    }
    return new StatedInterval(value, low, high);
  }

  private static double number(String place, String field) {
    try {
      double value = Double.parseDouble(field);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new InputException(place + ": expected a number, found " + field, e);
    }
    throw new InputException(place + ": expected a finite number, found " + field);
  }
}
