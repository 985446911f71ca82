package org.heartwood.verification.finding;

import java.util.List;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.tile.Season;
import org.heartwood.verification.carbon.CarbonDensity;
import org.heartwood.verification.change.ZoneYear;

/**
 * What an assessment rests on.
 *
 * @param dossier the claims and parameters
 * @param zoneYears areas by zone and year, ordered
 * @param density carbon of a hectare of forest
 */
public record Measurements(Dossier dossier, List<ZoneYear> zoneYears, CarbonDensity density) {
  /** Below this share of a zone seen in a year that a verdict needs, the verdict is not given. */
  public static final double MIN_OBSERVED_FRACTION = 0.8;

  public Measurements {
    zoneYears = List.copyOf(zoneYears);
  }

  /** The months that make a year's composite. */
  public Season season() {
    Dossier.Method method = dossier.method();
    return new Season(method.seasonFirstMonth(), method.seasonLastMonth());
  }

  /** The rows of a zone, by year. */
  public List<ZoneYear> of(Zone zone) {
    return zoneYears.stream().filter(row -> row.zone() == zone).toList();
  }

  /** The row of a zone and year. */
  public ZoneYear at(Zone zone, int year) {
    return zoneYears.stream()
        .filter(row -> row.zone() == zone && row.year() == year)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no row for " + zone.label() + " in " + year));
  }
}
